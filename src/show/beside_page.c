/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the chart of several runs: its legend, title and subtitle. */
#include "show/beside_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/curve.h"
#include "show/label.h"
#include "show/script.h"

enum { LEGEND_COLUMNS = 100 };

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

/* The name of run RUN without the folders above it, unless another run is called so. */
static const char *short_name(const struct beside_page *page, size_t run)
{
	const char *name = page->beside->name[run], *last = last_part(name);

	for (size_t r = 0; r < page->beside->count; r++) {
		if (r != run && strcmp(last_part(page->beside->name[r]), last) == 0) {
			return name;
		}
	}
	return last;
}

void beside_page_legend(struct beside_page *page)
{
	struct multiples *multiples = &page->multiples;
	char name[8], fit[512];

	multiples->legend =
		xcalloc(page->beside->count * page->spec_count, sizeof(*multiples->legend));
	for (size_t r = 0; r < page->beside->count; r++) {
		const struct run_machine *machine = &beside_page_run(page, r)->machine;

		beside_letter(r, name);
		const char *called = short_name(page, r);
		called = strcmp(called, name) == 0 ? "" : called;
		for (size_t s = 0; s < page->spec_count; s++) {
			size_t number = beside_page_series(r, s);
			char *text =
				xasprintf("%s%s%s · %s · %s", name, *called ? "  " : "", called,
					machine->summary && *machine->summary ? machine->summary
									      : "unknown machine",
					page->spec[s]);

			label_fit(text, LEGEND_COLUMNS, fit, sizeof(fit));
			free(text);
			multiples->legend[multiples->legend_count++] =
				(struct legend_entry){xstrdup(fit), number};
			multiples->series_count =
				number > multiples->series_count ? number : multiples->series_count;
		}
	}
}

/* The best speedup of run RUN in WORKLOAD with one of the strategies shown; NaN mid: none. */
static struct interval best_speedup(const struct beside_page *page, size_t run, long workload)
{
	struct interval best = {NAN, NAN, NAN, false};

	for (size_t s = 0; workload >= 0 && s < page->spec_count; s++) {
		size_t strategy = beside_page_strategy(beside_page_run(page, run), page->spec[s]);
		const struct cell_result *cell =
			fastest_cell(&page->beside->judgement[run], (size_t)workload, strategy);

		if (cell && !(cell->speedup.mid <= best.mid)) {
			best = cell->speedup;
		}
	}
	return best;
}

/* In how many workloads of the same work run A reaches a speedup whose interval lies above that of run B. */
static size_t count_higher(const struct beside_page *page, size_t a, size_t b)
{
	size_t count = 0;

	for (size_t i = 0; i < page->count; i++) {
		const struct beside_shared *shared = &page->shared[i];
		struct interval x = best_speedup(
			page, a, beside_workload(page->beside, a, shared->first, shared->workload));
		struct interval y = best_speedup(
			page, b, beside_workload(page->beside, b, shared->first, shared->workload));

		count +=
			shared->same_work && shared->stands && x.exact && y.exact && x.low > y.high;
	}
	return count;
}

/* Nothing is said across different work, or where a run withdraws its verdicts. */
static bool all_compare(const struct beside_page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		if (!page->shared[i].same_work || !page->shared[i].stands) {
			return false;
		}
	}
	return page->beside->count == 2;
}

void beside_page_title(const struct beside_page *page, char *title, size_t bytes)
{
	bool compare = all_compare(page);
	size_t first = compare ? count_higher(page, 0, 1) : 0;
	size_t second = compare ? count_higher(page, 1, 0) : 0;

	if (first + second == 0) {
		snprintf(title, bytes, "%zu runs over one another: speedup by number of workers",
			page->beside->count);
	} else if (first == 0 || second == 0) {
		snprintf(title, bytes,
			"%s reaches higher speedups than %s in %zu of %zu workload%s",
			first > 0 ? "A" : "B", first > 0 ? "B" : "A", first + second, page->count,
			page->count == 1 ? "" : "s");
	} else {
		snprintf(title, bytes,
			"A reaches higher speedups in %zu, B in %zu of %zu workloads", first,
			second, page->count);
	}
}

void beside_page_subtitle(const struct beside_page *page, struct figure *figure)
{
	enum { SPEC_COLUMNS = 24 };
	const char *sure = page->range_only == 0 ? "95 % intervals"
			   : page->exact == 0    ? "ranges, no intervals"
						 : "95 % intervals or ranges";
	struct text text = {0};
	char spec[LABEL_BYTES];

	text_add(&text, "speedup over its own loop, higher is better");
	if (page->spec_count < page->strategy_count) {
		label_fit(page->spec[0], SPEC_COLUMNS, spec, sizeof(spec));
		text_add(&text, " · only %s of %zu strategies, --only chooses", spec,
			page->strategy_count);
	}
	text_add(&text, " · %s", sure);
	figure_add_subtitle(figure, text.text);
	text_finish(&text);
}
