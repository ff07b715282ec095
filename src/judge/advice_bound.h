/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which bound binds, of those that the loop, the tasks and the losses tell. */
#ifndef MANYHANDS_JUDGE_ADVICE_BOUND_H
#define MANYHANDS_JUDGE_ADVICE_BOUND_H

#include "judge/advice.h"

/* Sets the bound and what is lost to it; the choice and the formula of ADVICE are set. */
void advice_find_bound(struct advice *advice, const struct losses *losses);

#endif
