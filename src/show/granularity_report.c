/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section of report.md on a sweep of task lengths. */
#include <stdlib.h>

#include "show/granularity.h"
#include "show/markdown.h"
#include "show/report_workload.h"

static void add_name(const struct granularity *granularity, size_t index, struct text *text)
{
	const struct run *run = &granularity->judgement->samples->run;

	markdown_text(text, run->strategies[granularity->curve[index].strategy].spec);
}

static void add_marks(const struct granularity *granularity, struct text *text)
{
	text_add(text,
		"| strategy | beats the loop from | 50 %% efficient from | 90 %% efficient from |\n"
		"| :--- | :--- | :--- | :--- |\n");
	for (size_t i = 0; i < granularity->count; i++) {
		text_add(text, "| ");
		add_name(granularity, i, text);
		for (int level = 0; level < GRANULARITY_LEVELS; level++) {
			struct text mark = {0};

			granularity_add_mark(
				&granularity->curve[i], (enum granularity_level)level, &mark);
			text_add(text, " | %s", mark.text);
			text_finish(&mark);
		}
		text_add(text, " |\n");
	}
	text_add(text, "\n");
}

/* True if no point has an interval, so that all show ranges. */
static bool only_ranges(const struct granularity *granularity)
{
	for (size_t i = 0; i < granularity->count; i++) {
		for (size_t j = 0; j < granularity->curve[i].count; j++) {
			if (granularity->curve[i].point[j].efficiency.exact) {
				return false;
			}
		}
	}
	return true;
}

/* A range is called so unless all of them are (RANGES). */
static void add_cell(
	const struct granularity_curve *curve, size_t workload, bool ranges, struct text *text)
{
	for (size_t i = 0; i < curve->count; i++) {
		const struct interval *share = &curve->point[i].efficiency;

		if (curve->point[i].cell->cell->workload == workload) {
			text_add(text, " %.1f %% (%.1f–%.1f%s) |", 100 * share->mid,
				100 * share->low, 100 * share->high,
				share->exact || ranges ? "" : ", range");
			return;
		}
	}
	text_add(text, " – |");
}

static void add_head(const struct granularity *granularity, bool ranges, struct text *text)
{
	text_add(text, "Efficiency by length%s:\n\n| task | in the loop | tasks |",
		ranges ? ", and in brackets its range: too few rounds for an interval" : "");
	for (size_t i = 0; i < granularity->count; i++) {
		text_add(text, " ");
		add_name(granularity, i, text);
		text_add(text, " |");
	}
	text_add(text, "\n| ---: | ---: | ---: |");
	for (size_t i = 0; i < granularity->count; i++) {
		text_add(text, " :--- |");
	}
	text_add(text, "\n");
}

static void add_points(const struct granularity *granularity, struct text *text)
{
	const struct judgement *judgement = granularity->judgement;
	const struct run *run = &judgement->samples->run;
	bool ranges = only_ranges(granularity);

	add_head(granularity, ranges, text);
	for (size_t w = 0; w < run->workload_count; w++) {
		const struct run_workload *workload = &run->workloads[w];
		const struct cell_result *loop = judgement->workloads[w].baseline;
		char *length = granularity_length(workload->task_ns), count[32];

		format_count(workload->task_count, count, sizeof(count));
		text_add(text, "| %s |", length);
		if (loop && loop->time_ns.mid > 0) {
			double ns = loop->time_ns.mid / (double)workload->task_count;

			text_add(text, ns < 1e6 ? " %.3g µs |" : " %.3g ms |",
				ns / (ns < 1e6 ? 1e3 : 1e6));
		} else {
			text_add(text, " – |");
		}
		text_add(text, " %s |", count);
		for (size_t i = 0; i < granularity->count; i++) {
			add_cell(&granularity->curve[i], w, ranges, text);
		}
		text_add(text, "\n");
		free(length);
	}
	text_add(text, "\n");
}

void granularity_add(const struct judgement *judgement, const char *folder, struct text *text)
{
	struct granularity granularity;
	struct text words = {0};

	granularity_init(&granularity, judgement);
	granularity_say(&granularity, &words);
	markdown_text(text, words.text);
	text_add(text, "\n\n");
	text_finish(&words);
	if (folder) {
		report_add_chart(text, folder, "granularity", "efficiency by task length");
	}
	if (granularity.count > 0) {
		add_marks(&granularity, text);
		add_points(&granularity, text);
		text_add(text,
			"*Efficiency* is the speedup over what as many workers compute at once by "
			"the "
			"probes. Lengths are those of the loop per task, as measured. Between two "
			"of "
			"them the odds of the efficiency, e / (1 − e), go as a power of the "
			"length, "
			"which is exact where a task costs a fixed time besides its work. A length "
			"in "
			"brackets is where an end of the efficiencies’ %s reaches the "
			"level. Cells of which next to nothing but starting workers was to be "
			"expected "
			"were not measured (–).\n\n",
			only_ranges(&granularity) ? "ranges" : "95 % intervals");
	}
	granularity_finish(&granularity);
}

void granularity_markdown(const struct judgement *judgement, const char *folder, struct text *text)
{
	if (judgement->samples->run.granularity) {
		text_add(text, "## The shortest task that is worth a worker\n\n");
		granularity_add(judgement, folder, text);
	}
}
