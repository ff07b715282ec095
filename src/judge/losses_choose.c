/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which losses to show, and what they are called. */
#include <inttypes.h>
#include <math.h>

#include "judge/curve.h"
#include "judge/losses.h"
#include "text.h"

/* Cells that lost nearly as much of their ideal tell alike: a tenth less, or one in a hundred of all. */
static const double TELLING_SHARE = 0.9, TELLING_BLUR = 0.01;

/* A loss whose interval comes within this share of what explains it is explained. */
static const double EXPLAINED = 0.1;

static const struct {
	const char *name, *words;
} kinds[LOSS_KINDS] = {
	[LOSS_START] = {"start", "start"},
	[LOSS_HANDOUT] = {"handout", "hand-out"},
	[LOSS_SLOWER] = {"slower", "slower cores"},
	[LOSS_WAITING] = {"waiting", "waiting"},
	[LOSS_UNEVEN] = {"uneven", "uneven tasks"},
	[LOSS_ENDING] = {"ending", "ending"},
	[LOSS_NEIGHBOURS] = {"neighbours", "neighbours"},
};

const char *loss_words(enum loss loss)
{
	return kinds[loss].words;
}

const char *loss_name(enum loss loss)
{
	return kinds[loss].name;
}

static double lost_share(const struct loss_account *account)
{
	return 1 - account->measured / account->ideal;
}

/* How far the workers of ACCOUNT are from the usable CPUs, in octaves. */
static double distance(const struct losses *losses, const struct loss_account *account)
{
	double usable = judgement_usable_cpus(losses->judgement);

	return fabs(log2(account->result->cell->workers / (usable >= 1 ? usable : 1)));
}

/* True if A tells more than B (which may be NULL), given the largest share that any cell lost. */
static bool tells_more(const struct losses *losses, const struct loss_account *a,
	const struct loss_account *b, double most)
{
	if (lost_share(a) < fmin(TELLING_SHARE * most, most - TELLING_BLUR)) {
		return false;
	}
	return !b || distance(losses, a) < distance(losses, b);
}

const struct loss_account *losses_telling(
	const struct losses *losses, size_t workload, size_t strategy)
{
	const struct loss_account *telling = NULL;
	size_t count = losses->judgement->samples->run.cell_count;
	double most = -INFINITY;

	for (size_t pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < count; i++) {
			const struct loss_account *account = &losses->cell[i];
			const struct run_cell *cell = account->result->cell;

			if (cell->workload != workload || cell->strategy != strategy ||
				account->pairs == 0) {
				continue;
			}
			if (pass == 0) {
				most = fmax(most, lost_share(account));
			} else if (tells_more(losses, account, telling, most)) {
				telling = account;
			}
		}
	}
	return telling;
}

size_t losses_main_strategy(const struct losses *losses, size_t workload)
{
	const struct run *run = &losses->judgement->samples->run;
	const struct cell_result *loop = losses->judgement->workloads[workload].baseline;
	size_t chosen = run->strategy_count;

	if (loop && loop->time_ns.exact && loop->sample_count > 0) {
		struct curve curve;

		curve_init(&curve, losses->judgement, workload);
		chosen = curve.strategy;
		curve_finish(&curve);
	}
	if (chosen < run->strategy_count && losses_telling(losses, workload, chosen)) {
		return chosen;
	}
	chosen = run->strategy_count;
	for (size_t i = run->strategy_count; i-- > 0;) {
		bool pool = strategy_ends_with(&run->strategies[i], "-pool");
		bool chosen_pool = chosen < run->strategy_count &&
				   strategy_ends_with(&run->strategies[chosen], "-pool");

		if (losses_telling(losses, workload, i) && (pool || !chosen_pool)) {
			chosen = i;
		}
	}
	return chosen;
}

enum loss losses_largest(const struct loss_account *account)
{
	size_t largest = LOSS_KINDS;

	for (size_t i = 0; i < LOSS_KINDS; i++) {
		if (account->part[i].mid > LOSS_SMALL * account->ideal &&
			(largest == LOSS_KINDS ||
				account->part[i].mid > account->part[largest].mid)) {
			largest = i;
		}
	}
	return (enum loss)largest;
}

/* True if equal tasks would leave workers without one for as long as the tasks of ACCOUNT do. */
static bool has_uneven_shares(const struct loss_account *account)
{
	double tasks = (double)account->tasks;
	double lanes = fmin(tasks, account->result->cell->workers);

	if (account->tasks == 0 || account->crowded ||
		account->with[LOSS_UNEVEN] != 1u << LOSS_UNEVEN) {
		return false;
	}
	/* while the longest share lasts, a worker could do ceil(tasks / lanes) tasks */
	double expected = account->measured * (lanes * ceil(tasks / lanes) / tasks - 1);
	const struct interval *part = &account->part[LOSS_UNEVEN];
	return expected > LOSS_SMALL * account->ideal && part->low <= (1 + EXPLAINED) * expected &&
	       part->high >= (1 - EXPLAINED) * expected;
}

void losses_words(const struct loss_account *account, enum loss loss, struct text *text)
{
	size_t left = 0;

	if (loss == LOSS_UNEVEN && has_uneven_shares(account)) {
		text_add(text, "uneven shares of %" PRIu64 " tasks", account->tasks);
		return;
	}
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		left += account->with[loss] >> i & 1u;
	}
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		if (account->with[loss] >> i & 1u) {
			left--;
			text_add(text, "%s%s", kinds[i].words,
				left > 1    ? ", "
				: left == 1 ? " or "
					    : "");
		}
	}
}
