/* SPDX-License-Identifier: MIT */
/* The strategies that bench/suite.c lists. */
#ifndef MANYHANDS_BENCH_STRATEGIES_H
#define MANYHANDS_BENCH_STRATEGIES_H

#include "trial/strategy.h"

extern const struct strategy strategy_sequential;
extern const struct strategy strategy_thread_per_task, strategy_process_per_task;
extern const struct strategy strategy_thread_split, strategy_process_split;
extern const struct strategy strategy_thread_pool, strategy_process_pool;

#endif
