/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to use for each workload and why, as a section of report.md. */
#ifndef MANYHANDS_SHOW_ADVICE_H
#define MANYHANDS_SHOW_ADVICE_H

#include "judge/losses.h"
#include "text.h"

void advice_markdown(const struct losses *losses, struct text *text);

#endif
