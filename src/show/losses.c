/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the speedup went, as lines for the terminal and tables for the report. */
#include "show/losses.h"

#include <math.h>

#include "show/label.h"
#include "show/markdown.h"

enum { LABEL_COLUMNS = 100 };

/* As many decimals as show a hundredth of the ideal. */
static int decimals_of(const struct loss_account *account)
{
	return account->ideal < 4.95 ? 2 : account->ideal < 49.5 ? 1 : 0;
}

static bool is_worth_a_word(const struct loss_account *account, size_t loss)
{
	return fabs(account->part[loss].mid) > LOSS_SMALL * account->ideal;
}

void losses_add_line(const struct loss_account *account, struct text *text)
{
	int decimals = decimals_of(account);
	const char *separator = ": ";

	text_add(
		text, "%.*f× ideal → %.*f×", decimals, account->ideal, decimals, account->measured);
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		if (is_worth_a_word(account, i)) {
			text_add(text, "%s", separator);
			losses_words(account, (enum loss)i, text);
			text_add(text, " %.*f", decimals, account->part[i].mid);
			separator = ", ";
		}
	}
	if (*separator == ':') {
		text_add(text, ": no part above 1 %%");
	}
	if (account->clash > LOSS_CLASH_MAX) {
		text_add(text, " (stamps disagree by %.0f %%)", 100 * account->clash);
	}
}

void losses_add_strategy(
	const struct losses *losses, size_t workload, size_t strategy, struct text *text)
{
	const struct loss_account *account = losses_telling(losses, workload, strategy);
	char label[LABEL_BYTES];

	if (account) {
		label_strategy(&losses->judgement->samples->run, strategy, LABEL_COLUMNS, label);
		text_add(text, "%s at %u: ", label, account->result->cell->workers);
		losses_add_line(account, text);
	}
}

/* ---- tables ---- */

/* Adds a row's first two columns. */
static void add_cell_name(
	const struct losses *losses, const struct loss_account *account, struct text *text)
{
	const struct run_cell *cell = account->result->cell;
	char label[LABEL_BYTES];

	label_strategy(&losses->judgement->samples->run, cell->strategy, LABEL_COLUMNS, label);
	text_add(text, "| ");
	markdown_text(text, label);
	text_add(text, " | %u |", cell->workers);
}

/* A part as speedup, as time and as the workers' time. */
static void add_part(const struct loss_account *account, size_t loss, struct text *text)
{
	double part = account->part[loss].mid, ms = account->time_ns * 1e-6;
	size_t first = 0;

	while (!(account->with[loss] >> first & 1u)) {
		first++;
	}
	if (first != loss) {
		text_add(text, " in %s |", loss_words((enum loss)first));
	} else if (fabs(part) < LOSS_SMALL / 10 * account->ideal) {
		text_add(text, " 0 |");
	} else {
		text_add(text, " %.*f / %.3g / %.3g |", decimals_of(account) + 1, part,
			part * ms / account->ideal, part * ms);
	}
}

static void add_row(
	const struct losses *losses, const struct loss_account *account, struct text *text)
{
	int decimals = decimals_of(account);

	add_cell_name(losses, account, text);
	text_add(text, " %.*f× |", decimals, account->ideal);
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		add_part(account, i, text);
	}
	text_add(text, " %.*f×", decimals, account->measured);
	if (account->clash > LOSS_CLASH_MAX) {
		text_add(text, ", stamps disagree by %.1f %%", 100 * account->clash);
	}
	text_add(text, " |\n");
}

static void add_head(struct text *text)
{
	text_add(text,
		"Where the speedup went: the ideal less its parts is what was measured. Each part "
		"as "
		"speedup / ms of the time / ms of all workers’ time:\n\n"
		"| strategy | workers | ideal |");
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		text_add(text, " %s |", loss_words((enum loss)i));
	}
	text_add(text, " measured |\n| :--- | ---: | ---: |");
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		text_add(text, " ---: |");
	}
	text_add(text, " ---: |\n");
}

static void add_cpus(double cpus, struct text *text)
{
	if (isnan(cpus)) {
		text_add(text, " unknown |");
	} else {
		text_add(text, " %.2f |", cpus);
	}
}

static void add_cores_row(
	const struct losses *losses, const struct loss_account *account, struct text *text)
{
	const struct loss_cores *cores = &account->cores;

	add_cell_name(losses, account, text);
	add_cpus(cores->own, text);
	add_cpus(cores->others, text);
	add_cpus(cores->stolen, text);
	add_cpus(cores->idle, text);
	text_add(text, "\n");
}

static bool is_shown(const struct loss_account *account, size_t workload)
{
	return account->pairs > 0 && account->result->cell->workload == workload;
}

void losses_markdown(const struct losses *losses, size_t workload, struct text *text)
{
	size_t count = losses->judgement->samples->run.cell_count;
	bool begun = false, crowded = false;

	for (size_t i = 0; i < count; i++) {
		if (is_shown(&losses->cell[i], workload)) {
			if (!begun) {
				add_head(text);
			}
			begun = true;
			add_row(losses, &losses->cell[i], text);
		}
	}
	text_add(text, begun ? "\n" : "");
	for (size_t i = 0; i < count; i++) {
		const struct loss_account *account = &losses->cell[i];

		if (!is_shown(account, workload) || !account->crowded) {
			continue;
		}
		if (!crowded) {
			text_add(text,
				"With more workers than the usable CPUs can keep busy, what those "
				"CPUs did, on average:\n\n"
				"| strategy | workers | this work | other processes | taken by the "
				"hypervisor | idle |\n"
				"| :--- | ---: | ---: | ---: | ---: | ---: |\n");
		}
		crowded = true;
		add_cores_row(losses, account, text);
	}
	text_add(text, crowded ? "\n" : "");
}
