/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two runs against one another: matching, allowances, p-values, verdicts. */
#include "judge/runs.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/family.h"
#include "judge/shift.h"
#include "text.h"

const struct interval *runs_judged(const struct runs_cell *cell)
{
	return cell->is_loop ? &cell->time : &cell->ratio;
}

/* ---- matching ---- */

static int by_key(const void *a, const void *b)
{
	const struct cell_result *const *x = a, *const *y = b;

	return strcmp((*x)->cell->key, (*y)->cell->key);
}

/* The results of JUDGEMENT sorted by key; the caller frees. */
static const struct cell_result **sort_results(const struct judgement *judgement)
{
	size_t count = judgement->samples->run.cell_count;
	const struct cell_result **sorted = xcalloc(count, sizeof(*sorted));

	for (size_t i = 0; i < count; i++) {
		sorted[i] = &judgement->cells[i];
	}
	qsort(sorted, count, sizeof(*sorted), by_key);
	return sorted;
}

/* The cells of X that Y has not, in the order of X; the caller frees. Each match goes into PAIRS
 * (NULL: not wanted), X first. */
static const struct run_cell **match(const struct judgement *x, const struct judgement *y,
	struct runs *pairs, size_t *alone_count)
{
	const struct cell_result **sorted = sort_results(y);
	size_t x_count = x->samples->run.cell_count, y_count = y->samples->run.cell_count;
	const struct run_cell **alone = xcalloc(x_count, sizeof(*alone));

	*alone_count = 0;
	for (size_t i = 0; i < x_count; i++) {
		const struct cell_result *wanted = &x->cells[i];
		const struct cell_result **found =
			bsearch(&wanted, sorted, y_count, sizeof(*sorted), by_key);

		if (!found) {
			alone[(*alone_count)++] = wanted->cell;
		} else if (pairs) {
			pairs->cell[pairs->count++] = (struct runs_cell){.a = wanted, .b = *found};
		}
	}
	free(sorted);
	return alone;
}

/* ---- what a difference must exceed ---- */

static const struct workload_result *workload_of(
	const struct judgement *judgement, const struct cell_result *result)
{
	return &judgement->workloads[result->cell->workload];
}

/* log(time(B) / time(A)) of the loop that is in both cells' workloads; NaN unknown. */
static double loop_shift(const struct workload_result *a, const struct workload_result *b)
{
	return a->baseline && b->baseline ? log(b->baseline->time_ns.mid / a->baseline->time_ns.mid)
					  : NAN;
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* How much slower the machine may have been in B, as a log: of the probes and, of a cell, its own
 * loop, the one that moved more. NaN: nothing tells. */
static double machine_shift(const struct runs *runs, const struct runs_cell *cell)
{
	double machine = log(runs->controls.machine);
	double loop = cell->is_loop ? NAN
				    : loop_shift(workload_of(runs->a, cell->a),
					      workload_of(runs->b, cell->b));

	return !(fabs(loop) <= fabs(machine)) && !isnan(loop) ? loop : machine;
}

/* ---- values ---- */

/* Fills in what is judged of CELL. */
static void take_values(struct runs *runs, struct runs_cell *cell)
{
	const struct workload_result *a = workload_of(runs->a, cell->a);
	const struct workload_result *b = workload_of(runs->b, cell->b);

	cell->is_loop = cell->a->cell->baseline;
	cell->same_work = same_text(a->workload->calibrated, b->workload->calibrated);
	cell->margin = fmax(questions_margin(runs->a, cell->a->cell->workload),
		questions_margin(runs->b, cell->b->cell->workload));
	cell->allow_up = cell->allow_down = log1p(runs->controls.allowance);
	if (cell->is_loop) {
		double slower = machine_shift(runs, cell);

		cell->allow_up += fmax(slower, 0);
		cell->allow_down += fmax(-slower, 0);
		if (isnan(slower) || !cell->same_work) {
			return;
		}
		per_round_times(&cell->values[0], cell->a);
		per_round_times(&cell->values[1], cell->b);
	} else if (a->baseline && b->baseline) {
		per_round_ratios(&cell->values[0], cell->a, a->baseline);
		per_round_ratios(&cell->values[1], cell->b, b->baseline);
	}
}

static bool is_asked(const struct runs_cell *cell)
{
	return cell->values[0].count > 0 && cell->values[1].count > 0;
}

/* Asks of both runs, so that the reasons of both are known. */
static void take_doubts(struct runs *runs, struct runs_cell *cell)
{
	bool a = is_asked(cell) && doubts_about(&runs->doubts[0], cell->a);
	bool b = is_asked(cell) && doubts_about(&runs->doubts[1], cell->b);

	cell->doubted = a || b;
}

static struct groups groups_of(const struct runs_cell *cell)
{
	return (struct groups){cell->values[0].value, cell->values[1].value, cell->values[0].count,
		cell->values[1].count};
}

/* The interval of time(B) / time(A) from the logs in GROUPS, widened. */
static struct interval widened(
	const struct groups *groups, double alpha, double allow_up, double allow_down)
{
	struct interval shift = shift_interval(groups, alpha);

	return (struct interval){
		.mid = exp(shift.mid),
		.low = exp(shift.low - allow_up),
		.high = exp(shift.high + allow_down),
		.exact = shift.exact,
	};
}

/* The interval of the times of CELL. */
static struct interval time_interval(
	const struct runs *runs, const struct runs_cell *cell, double alpha)
{
	struct per_round a, b;
	double slower = machine_shift(runs, cell), allowed = log1p(runs->controls.allowance);

	slower = isnan(slower) ? 0 : slower;
	per_round_times(&a, cell->a);
	per_round_times(&b, cell->b);
	struct groups groups = {a.value, b.value, cell->same_work ? a.count : 0, b.count};
	struct interval time =
		widened(&groups, alpha, allowed + fmax(slower, 0), allowed + fmax(-slower, 0));
	per_round_finish(&a);
	per_round_finish(&b);
	return time;
}

/* ---- the family ---- */

static double p_above(const struct runs_cell *cell, double limit)
{
	struct groups groups = groups_of(cell);

	return shift_p_above(&groups, limit + cell->allow_up);
}

static double p_below(const struct runs_cell *cell, double limit)
{
	struct groups groups = groups_of(cell);

	return shift_p_below(&groups, limit - cell->allow_down);
}

/* ---- verdicts ---- */

static enum verdict verdict_of(const struct runs_cell *cell)
{
	const struct interval *ratio = runs_judged(cell);
	bool shown = cell->p_holm <= FAMILY_ALPHA && (ratio->high < 1 || ratio->low > 1);

	return verdict_mirrored(decide(shown, ratio, ratio, cell->margin));
}

/* The smallest difference of CELL that would show while no other cell differs. */
static double visible_of(const struct runs *runs, const struct runs_cell *cell)
{
	struct groups groups = groups_of(cell);
	struct interval shift = shift_interval(&groups, FAMILY_ALPHA / (double)runs->asked);
	double half = (shift.high - shift.low) / 2 + fmax(cell->allow_up, cell->allow_down);

	return shift.exact ? fmax(cell->margin, expm1(half)) : INFINITY;
}

/* Intervals and verdict of CELL at LEVEL. */
static void judge_cell(struct runs *runs, struct runs_cell *cell, double level)
{
	struct interval unknown = {NAN, NAN, NAN, false};
	struct groups groups = groups_of(cell);
	bool asked = is_asked(cell);
	double alpha = asked ? level : FAMILY_ALPHA / (double)(runs->asked > 0 ? runs->asked : 1);

	cell->time = time_interval(runs, cell, alpha);
	cell->ratio = unknown;
	cell->visible = NAN;
	cell->verdict = VERDICT_NOT_ASKED;
	if (asked) {
		if (!cell->is_loop) {
			cell->ratio = widened(&groups, alpha, cell->allow_up, cell->allow_down);
		}
		cell->visible = visible_of(runs, cell);
		cell->verdict = cell->doubted ? VERDICT_WITHDRAWN : verdict_of(cell);
	}
	runs->verdicts[cell->verdict]++;
}

static void judge_cells(struct runs *runs)
{
	double *p = xcalloc(3 * runs->count, sizeof(*p));
	double *p_holm = p + runs->count, *level = p_holm + runs->count;

	for (size_t i = 0; i < runs->count; i++) {
		struct runs_cell *cell = &runs->cell[i];

		p[i] = is_asked(cell) ? fmin(1, 2 * fmin(p_above(cell, 0), p_below(cell, 0))) : NAN;
		runs->asked += is_asked(cell);
	}
	family_adjust(p, runs->count, p_holm, level);
	for (size_t i = 0; i < runs->count; i++) {
		runs->cell[i].p = p[i];
		runs->cell[i].p_holm = p_holm[i];
		judge_cell(runs, &runs->cell[i], level[i]);
	}
	free(p);
}

size_t runs_shown(const struct runs *runs, bool slower, double limit, bool *shown)
{
	double *p = xcalloc(3 * runs->count, sizeof(*p));
	double *p_holm = p + runs->count, *level = p_holm + runs->count;
	size_t count = 0;

	for (size_t i = 0; i < runs->count; i++) {
		const struct runs_cell *cell = &runs->cell[i];

		/* both directions are looked at, as in the verdicts */
		p[i] = !is_asked(cell) ? NAN
		       : slower        ? fmin(1, 2 * p_above(cell, log1p(limit)))
				       : fmin(1, 2 * p_below(cell, -log1p(limit)));
	}
	family_adjust(p, runs->count, p_holm, level);
	for (size_t i = 0; i < runs->count; i++) {
		const struct interval *ratio = runs_judged(&runs->cell[i]);
		bool beyond = slower ? ratio->low > 1 + limit : ratio->high < 1 / (1 + limit);

		shown[i] = p_holm[i] <= FAMILY_ALPHA && beyond && !runs->cell[i].doubted;
		count += shown[i];
	}
	free(p);
	return count;
}

struct interval runs_visible(const struct runs *runs)
{
	double *visible = xcalloc(runs->count, sizeof(*visible));
	struct interval range = {NAN, NAN, NAN, false};
	size_t count = 0;

	for (size_t i = 0; i < runs->count; i++) {
		if (runs->cell[i].verdict != VERDICT_NOT_ASKED) {
			visible[count++] = runs->cell[i].visible;
		}
	}
	if (count > 0) {
		gsl_sort(visible, 1, count);
		range = (struct interval){visible[count / 2], visible[0], visible[count - 1], true};
	}
	free(visible);
	return range;
}

bool runs_same_system(const struct run *a, const struct run *b)
{
	const struct run_machine *x = &a->machine, *y = &b->machine;

	return same_text(x->cpu_model, y->cpu_model) && same_text(x->kernel, y->kernel) &&
	       same_text(x->topology, y->topology) && x->allowed_cpus == y->allowed_cpus &&
	       same_text(a->build, b->build) && fabs(x->usable_cpus - y->usable_cpus) < 1e-9;
}

void runs_init(struct runs *runs, const struct judgement *a, const struct judgement *b)
{
	const struct run *a_run = &a->samples->run;

	*runs = (struct runs){.a = a, .b = b};
	runs->cell = xcalloc(a_run->cell_count, sizeof(*runs->cell));
	runs->only_a = match(a, b, runs, &runs->only_a_count);
	runs->only_b = match(b, a, NULL, &runs->only_b_count);
	controls_init(&runs->controls, a, b, runs_same_system(a_run, &b->samples->run));
	doubts_init(&runs->doubts[0], a);
	doubts_init(&runs->doubts[1], b);
	for (size_t i = 0; i < runs->count; i++) {
		take_values(runs, &runs->cell[i]);
		take_doubts(runs, &runs->cell[i]);
	}
	judge_cells(runs);
	runs_add_warnings(runs);
}

void runs_finish(struct runs *runs)
{
	for (size_t i = 0; i < runs->count; i++) {
		per_round_finish(&runs->cell[i].values[0]);
		per_round_finish(&runs->cell[i].values[1]);
	}
	for (size_t i = 0; i < runs->warning_count; i++) {
		free(runs->warning[i]);
	}
	free(runs->warning);
	doubts_finish(&runs->doubts[0]);
	doubts_finish(&runs->doubts[1]);
	free(runs->cell);
	free(runs->only_a);
	free(runs->only_b);
	*runs = (struct runs){0};
}
