/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How charts speak of losses: numbers, what each part is, titles. */
#ifndef MANYHANDS_SHOW_LOSS_WORDS_H
#define MANYHANDS_SHOW_LOSS_WORDS_H

#include "judge/losses.h"

/* VALUE, "−5.1", with so many DECIMALS. */
void loss_digits(double value, int decimals, char *text, size_t bytes);

/* VALUE and UNIT, "5.1×", with as many digits as the losses of this ideal take. */
void loss_number(const struct loss_account *account, double value, const char *unit, char *text,
	size_t bytes);

/* True if LOSS can be told from all others. */
bool loss_is_alone(const struct loss_account *account, enum loss loss);

/* What LOSS of ACCOUNT is, in a few words: "more CPU time for the same tasks". */
const char *loss_meaning(const struct loss_account *account, enum loss loss);

/* "primes: slower cores take 4.0 of an ideal 8.0× at 8 workers", of the cell that tells most. */
void headline_losses(
	const struct losses *losses, size_t workload, size_t strategy, char *title, size_t bytes);

/* "primes with 8 threads: 8.0× possible, 4.0× reached; slower cores take 4.0" */
void headline_waterfall(
	const struct losses *losses, const struct loss_account *account, char *title, size_t bytes);

#endif
