/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of report.md that says how far its numbers can be trusted. */
#ifndef MANYHANDS_SHOW_REPORT_TRUST_H
#define MANYHANDS_SHOW_REPORT_TRUST_H

#include "judge/compare.h"
#include "text.h"

/* Adds the noise floor of every workload, what disturbed the samples, and what the machine's probes
 * say; nothing of what the run did not record. */
void report_add_trust(struct text *text, const struct judgement *judgement);

#endif
