/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How charts speak of losses: numbers, what each part is, titles. */
#include "show/loss_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "show/label.h"
#include "show/losses.h"
#include "text.h"

enum { NAME_COLUMNS = 36 };

/* A title speaks of a loss from this share of the ideal on. */
static const double TITLE_SHARE = 0.05;

void loss_digits(double value, int decimals, char *text, size_t bytes)
{
	bool minus = value <= -0.5 * pow(10, -decimals); /* else it is written as 0 */

	snprintf(text, bytes, "%s%.*f", minus ? "−" : "", decimals, fabs(value));
}

void loss_number(const struct loss_account *account, double value, const char *unit, char *text,
	size_t bytes)
{
	char digits[32];

	loss_digits(value, losses_decimals(account), digits, sizeof(digits));
	snprintf(text, bytes, "%s%s", digits, unit);
}

bool loss_is_alone(const struct loss_account *account, enum loss loss)
{
	return account->with[loss] == 1u << loss;
}

const char *loss_meaning(const struct loss_account *account, enum loss loss)
{
	static const char *const meanings[LOSS_KINDS] = {
		[LOSS_START] = "until workers began their first task",
		[LOSS_HANDOUT] = "between the chunks of a worker",
		[LOSS_SLOWER] = "more CPU time for the same tasks",
		[LOSS_WAITING] = "inside tasks but off the CPU",
		[LOSS_UNEVEN] = "no task left while others worked",
		[LOSS_ENDING] = "after the last task of all",
		[LOSS_NEIGHBOURS] = "others had the CPU",
	};
	bool alone = loss_is_alone(account, loss);

	if (alone && loss == LOSS_SLOWER && account->part[loss].mid < 0) {
		return "less CPU time for the same tasks";
	}
	return alone ? meanings[loss] : "can’t be told apart here";
}

static bool is_plural(const struct loss_account *account, enum loss loss)
{
	return loss_is_alone(account, loss) &&
	       (loss == LOSS_SLOWER || loss == LOSS_UNEVEN || loss == LOSS_NEIGHBOURS);
}

/* True if a part of ACCOUNT is large enough for a title. */
static bool has_large(const struct loss_account *account)
{
	enum loss largest = losses_largest(account);

	return largest != LOSS_KINDS && account->part[largest].mid >= TITLE_SHARE * account->ideal;
}

/* Adds "slower cores take 4.0", the largest part of ACCOUNT. False: none is large and shown to be a loss. */
static bool add_largest(const struct loss_account *account, struct text *text)
{
	enum loss largest = losses_largest(account);
	char lost[32];

	if (!has_large(account) || !account->part[largest].exact ||
		account->part[largest].low <= 0) {
		return false;
	}
	loss_number(account, account->part[largest].mid, "", lost, sizeof(lost));
	losses_words(account, largest, text);
	text_add(text, " take%s %s", is_plural(account, largest) ? "" : "s", lost);
	return true;
}

void headline_losses(
	const struct losses *losses, size_t workload, size_t strategy, char *title, size_t bytes)
{
	const struct loss_account *telling = losses_telling(losses, workload, strategy);
	uint32_t workers = telling->result->cell->workers;
	const char *s = workers == 1 ? "" : "s";
	char name[LABEL_BYTES], ideal[32], lost[32];
	struct text largest = {0};

	label_workload(&losses->judgement->samples->run, workload, NAME_COLUMNS, name);
	loss_number(telling, telling->ideal, "×", ideal, sizeof(ideal));
	if (add_largest(telling, &largest)) {
		snprintf(title, bytes, "%s: %s of an ideal %s at %u worker%s", name, largest.text,
			ideal, workers, s);
	} else if (!has_large(telling) && telling->measured >= (1 - TITLE_SHARE) * telling->ideal) {
		loss_number(telling, fmax(0, telling->ideal - telling->measured), "", lost,
			sizeof(lost));
		snprintf(title, bytes,
			"%s: little is lost, at most %s of an ideal %s at %u worker%s", name, lost,
			ideal, workers, s);
	} else {
		snprintf(title, bytes, "%s: where the speedup went", name);
	}
	text_finish(&largest);
}

void headline_waterfall(
	const struct losses *losses, const struct loss_account *account, char *title, size_t bytes)
{
	const struct run *run = &losses->judgement->samples->run;
	const struct run_cell *cell = account->result->cell;
	char name[LABEL_BYTES], ideal[32], measured[32];
	struct text largest = {0};

	label_workload(run, cell->workload, NAME_COLUMNS, name);
	loss_number(account, account->ideal, "×", ideal, sizeof(ideal));
	loss_number(account, account->measured, "×", measured, sizeof(measured));
	bool tells = add_largest(account, &largest);
	snprintf(title, bytes, "%s with %u %s: %s possible, %s reached%s%s", name, cell->workers,
		label_workers(label_on_threads(&run->strategies[cell->strategy]), cell->workers),
		ideal, measured, tells ? "; " : "", tells ? largest.text : "");
	text_finish(&largest);
}
