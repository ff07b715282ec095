/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell of a run against all others of its workload. */
#include "judge/against.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/family.h"
#include "judge/stats.h"
#include "text.h"

/* What the pairs of RESULT and the cell tell, but for the family's word. */
static void compare_row(
	struct against_row *row, const struct against *against, const struct cell_result *result)
{
	double *ratios = xcalloc(result->sample_count, sizeof(*ratios));

	if (against->cell->sample_count > 0) {
		row->pairs = compare_log_ratios(result, against->cell, ratios);
	}
	row->result = result;
	row->p = row->pairs > 0 ? stats_paired_p(ratios, row->pairs) : NAN;
	row->ratio = compare_cells(result, against->cell, FAMILY_ALPHA, NULL);
	row->margin = fmax(questions_margin(against->judgement, result->cell->workload),
		questions_margin(against->judgement, against->cell->cell->workload));
	free(ratios);
}

/* ALL: the ratio's interval at the level of all rows together. */
static enum verdict verdict_of(const struct against_row *row, const struct interval *all)
{
	if (isnan(row->p)) {
		return VERDICT_NOT_ASKED;
	}
	return verdict_mirrored(decide(row->p_holm <= FAMILY_ALPHA, &row->ratio, all, row->margin));
}

static void judge_rows(struct against *against)
{
	double *p = xcalloc(3 * against->count, sizeof(*p));
	double *p_holm = p + against->count, *level = p_holm + against->count;

	for (size_t i = 0; i < against->count; i++) {
		p[i] = against->row[i].p;
		against->asked += isnan(p[i]) ? 0 : 1;
	}
	bool doubted = doubts_about(&against->doubts, against->cell);
	family_adjust(p, against->count, p_holm, level);
	for (size_t i = 0; i < against->count; i++) {
		struct against_row *row = &against->row[i];
		/* "no practical difference" is a claim of all of them together, too */
		struct interval all = compare_cells(row->result, against->cell,
			FAMILY_ALPHA / (double)(against->asked > 0 ? against->asked : 1), NULL);

		row->p_holm = p_holm[i];
		row->verdict = verdict_of(row, &all);
		if (row->verdict != VERDICT_NOT_ASKED &&
			(doubted || doubts_about(&against->doubts, row->result))) {
			row->verdict = VERDICT_WITHDRAWN;
		}
	}
	free(p);
}

void against_init(struct against *against, const struct judgement *judgement, size_t index)
{
	const struct run *run = &judgement->samples->run;
	const char *name = run->workloads[run->cells[index].workload].name;

	*against = (struct against){.judgement = judgement, .cell = &judgement->cells[index]};
	against->row = xcalloc(run->cell_count, sizeof(*against->row));
	for (size_t i = 0; i < run->cell_count; i++) {
		if (i == index) {
			continue;
		}
		if (strcmp(run->workloads[run->cells[i].workload].name, name) != 0) {
			against->left_out++;
			continue;
		}
		compare_row(&against->row[against->count++], against, &judgement->cells[i]);
	}
	doubts_init(&against->doubts, judgement);
	judge_rows(against);
	against->rounds_min = questions_rounds_min(against->asked > 0 ? against->asked : 1);
}

void against_finish(struct against *against)
{
	doubts_finish(&against->doubts);
	free(against->row);
	*against = (struct against){0};
}
