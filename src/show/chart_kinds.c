/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts there are: the one place that knows them all. */
#include "show/chart_kinds.h"

#include <string.h>

#include "show/label.h"

static const struct chart_kind kinds[] = {
	{"overview", "all workloads on one page: the answer, and the speedup by workers",
		CHART_OF_RUN, true, figure_init_overview},
	{"questions", "the ratios that verdicts rest on, with their intervals and the margin",
		CHART_OF_RUN, true, figure_init_questions},
	{"heat", "which strategy with how many workers: time over that of the best", CHART_OF_RUN,
		true, figure_init_heat},
	{"speedup", "speedup over the loop by workers, what the machine can do, the fitted law",
		CHART_OF_WORKLOAD, true, figure_init_speedup},
	{"waterfall",
		"where the speedup went, step by step: the recommended strategy where it lost most",
		CHART_OF_WORKLOAD, true, figure_init_waterfall},
	{"losses", "where the speedup went: a stacked bar per number of workers", CHART_OF_WORKLOAD,
		true, figure_init_losses},
	{"timeline", "who did which task when, in a run with --trace: predicted above measured",
		CHART_OF_WORKLOAD, true, figure_init_timeline},
	{"time", "time by workers", CHART_OF_WORKLOAD, true, figure_init_time},
	{"efficiency", "the share of the ideal speedup that is reached, by workers",
		CHART_OF_WORKLOAD, true, figure_init_efficiency},
	{"samples", "every sample with the quartiles of its cell: scatter, drift, disturbances",
		CHART_OF_WORKLOAD, true, figure_init_samples},
	{"granularity", "how long a task must be, of a run with --granularity", CHART_OF_SWEEP,
		true, figure_init_granularity},
	{"beside", "speedups of several runs over one another (report DIR DIR)", CHART_OF_RUNS,
		false, figure_init_beside},
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const struct chart_kind *chart_kind_at(size_t index)
{
	return index < KINDS ? &kinds[index] : NULL;
}

const struct chart_kind *chart_kind_find(const char *name)
{
	for (size_t i = 0; i < KINDS; i++) {
		if (strcmp(kinds[i].name, name) == 0) {
			return &kinds[i];
		}
	}
	return NULL;
}

size_t chart_kind_count(const struct chart_kind *kind, const struct run *run)
{
	bool sweep = kind->scope == CHART_OF_SWEEP;

	if (kind->scope == CHART_OF_RUNS || sweep != run->granularity || run->workload_count == 0) {
		return 0;
	}
	return kind->scope == CHART_OF_WORKLOAD ? run->workload_count : 1;
}

char *chart_kind_file(const struct chart_kind *kind, const struct run *run, size_t workload)
{
	return kind->scope == CHART_OF_WORKLOAD ? label_chart(run, kind->name, workload)
						: xstrdup(kind->name);
}
