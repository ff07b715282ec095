/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the speedup went, as lines for the terminal and tables for the report. */
#include "show/losses.h"

#include <math.h>

#include "show/label.h"
#include "show/markdown.h"

enum { LABEL_COLUMNS = 100 };

int losses_decimals(const struct loss_account *account)
{
	return account->ideal < 4.95 ? 2 : account->ideal < 49.5 ? 1 : 0;
}

/* Large enough, and no gain that may be noise. */
static bool is_worth_a_word(const struct loss_account *account, size_t loss)
{
	const struct interval *part = &account->part[loss];

	return fabs(part->mid) > LOSS_SMALL * account->ideal && (part->mid > 0 || part->high < 0);
}

void losses_add_line(const struct loss_account *account, struct text *text)
{
	int decimals = losses_decimals(account);
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

/* Adds "97 % this work, 2 % neighbours, 1 % idle": what the CPUs did, as far as it is known. */
static void add_shares(const struct loss_cores *cores, struct text *text)
{
	const struct {
		double cpus;
		const char *words;
	} shares[] = {
		{cores->own, "this work"},
		{cores->others, "neighbours"},
		{cores->stolen, "hypervisor"},
		{cores->idle, "idle"},
	};
	const char *separator = "";

	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		double percent = 100 * shares[i].cpus / cores->usable;

		if (percent >= 0.5) {
			text_add(text, "%s%.0f %% %s", separator, percent, shares[i].words);
			separator = ", ";
		}
	}
}

/* Adds "165 ms of 2 CPUs, 97 % this work, 3 % idle; " where workers are too many for their time to tell. */
static void add_cores(const struct loss_account *account, struct text *text)
{
	const struct loss_cores *cores = &account->cores;
	char duration[32];

	if (account->crowded && cores->own > 0 && cores->usable > 0) {
		format_duration(cores->usable * account->time_ns, duration, sizeof(duration));
		text_add(text, "%s of %.3g CPU%s, ", duration, cores->usable,
			cores->usable == 1 ? "" : "s");
		add_shares(cores, text);
		text_add(text, "; ");
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
		add_cores(account, text);
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
		text_add(text, " %.*f / %.3g / %.3g |", losses_decimals(account) + 1, part,
			part * ms / account->ideal, part * ms);
	}
}

/* What the CPUs did, as time and as a share of theirs. */
static void add_cores_columns(const struct loss_account *account, struct text *text)
{
	const struct loss_cores *cores = &account->cores;
	const double cpus[] = {cores->own, cores->others, cores->stolen, cores->idle};

	text_add(text, " %.3g |", cores->usable * account->time_ns * 1e-6);
	for (size_t i = 0; i < sizeof(cpus) / sizeof(cpus[0]); i++) {
		if (isnan(cpus[i])) {
			text_add(text, " unknown |");
		} else {
			text_add(text, " %.3g (%.0f %%) |", cpus[i] * account->time_ns * 1e-6,
				100 * cpus[i] / cores->usable);
		}
	}
}

static void add_row(
	const struct losses *losses, const struct loss_account *account, struct text *text)
{
	int decimals = losses_decimals(account);

	add_cell_name(losses, account, text);
	text_add(text, " %.*f× | %.*f×", decimals, account->ideal, decimals, account->measured);
	if (account->clash > LOSS_CLASH_MAX) {
		text_add(text, ", stamps disagree by %.1f %%", 100 * account->clash);
	}
	text_add(text, " |");
	if (account->crowded) {
		add_cores_columns(account, text);
	}
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		add_part(account, i, text);
	}
	text_add(text, "\n");
}

static void add_head(bool crowded, struct text *text)
{
	text_add(text, "%s\n\n",
		crowded ? "Where the speedup went with more workers than the usable CPUs can keep "
			  "busy. Most of them wait for their turn, which is no loss, so what the "
			  "CPUs did stands before the parts, in ms of their time; each part as "
			  "speedup / "
			  "ms "
			  "of the time / that times the ideal."
			: "Where the speedup went: the ideal less its parts is what was measured. "
			  "Each part as speedup / ms of the time / ms of all workers’ time.");
	text_add(text, "| strategy | workers | ideal | measured |%s",
		crowded ? " CPU time | this work | other processes | hypervisor | idle |" : "");
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		text_add(text, " %s |", loss_words((enum loss)i));
	}
	text_add(text, "\n| :--- | ---: | ---: | ---: |%s",
		crowded ? " ---: | ---: | ---: | ---: | ---: |" : "");
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		text_add(text, " ---: |");
	}
	text_add(text, "\n");
}

static void add_words(struct text *text)
{
	text_add(text,
		"Words of the tables on where the speedup went: the *ideal* is that all workers "
		"work all the time, as many as there are tasks and the CPUs can keep busy. "
		"*Start*: until workers began. *Hand-out*: between chunks of tasks. *Slower "
		"cores*: a task takes more CPU time beside others than in the loop, by what it "
		"shares with them: caches, memory, a core (SMT), the frequency, the kernel; the "
		"hardware need not be slow. *Waiting*: inside tasks, off the CPU. *Uneven tasks*: "
		"a worker had no task left while others still worked; where equal tasks lose that "
		"much because they don’t divide by the workers, sentences say uneven shares. "
		"*Ending*: after the last task. *Neighbours*: other processes had the CPU. A "
		"number below 0 is a gain, less spent there than by the loop, or noise. A part "
		"“in waiting” can’t be told from waiting, whose number is for both.\n\n");
}

/* The first workload that has a table; a number too high if none has. */
static size_t first_told(const struct losses *losses)
{
	size_t first = losses->judgement->samples->run.workload_count;

	for (size_t i = 0; i < losses->judgement->samples->run.cell_count; i++) {
		const struct loss_account *account = &losses->cell[i];

		if (account->pairs > 0 && account->result->cell->workload < first) {
			first = account->result->cell->workload;
		}
	}
	return first;
}

/* The table of the cells that are CROWDED, or of those that are not. */
static void add_table(const struct losses *losses, size_t workload, bool crowded, struct text *text)
{
	size_t count = losses->judgement->samples->run.cell_count;
	bool begun = false;

	for (size_t i = 0; i < count; i++) {
		const struct loss_account *account = &losses->cell[i];

		if (account->pairs == 0 || account->result->cell->workload != workload ||
			account->crowded != crowded) {
			continue;
		}
		if (!begun) {
			add_head(crowded, text);
		}
		begun = true;
		add_row(losses, account, text);
	}
	text_add(text, begun ? "\n" : "");
}

void losses_markdown(const struct losses *losses, size_t workload, struct text *text)
{
	if (workload == first_told(losses)) {
		add_words(text);
	}
	add_table(losses, workload, false, text);
	add_table(losses, workload, true, text);
}
