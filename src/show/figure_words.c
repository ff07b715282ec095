/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that all charts have: title, subtitle and footer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/figure.h"
#include "show/script.h"

enum { TITLE_COLUMNS = 84, SUBTITLE_COLUMNS = 128, WORK_COLUMNS = 40, FOOTER_COLUMNS = 150 };

void figure_set_title(struct figure *figure, const char *title)
{
	char fit[1024];

	/* a later assignment counts */
	label_fit(title, TITLE_COLUMNS, fit, sizeof(fit));
	script_enhanced(&figure->head, "TITLE", fit);
}

/* The processor's name without its trade marks: "Intel(R) Xeon(R)" is Intel Xeon. */
static void short_model(const char *model, char *name, size_t bytes)
{
	static const char *const marks[] = {"(R)", "(TM)", "(r)", "(tm)"};

	text_clean(model, name, bytes);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		for (char *mark; (mark = strstr(name, marks[i])) != NULL;) {
			memmove(mark, mark + strlen(marks[i]), strlen(mark + strlen(marks[i])) + 1);
		}
	}
}

/* How many cells of WORKLOAD (the count of workloads: of all) have an interval, how many have not, and
 * whether some have fewer samples than rounds. */
struct surety {
	size_t exact, range_only;
	bool fewer;
};

static struct surety surety_of(const struct judgement *judgement, size_t workload)
{
	const struct run *run = &judgement->samples->run;
	struct surety sure = {0};

	for (size_t i = 0; i < run->cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if (result->sample_count > 0 &&
			(workload >= run->workload_count || result->cell->workload == workload)) {
			sure.exact += result->time_ns.exact;
			sure.range_only += !result->time_ns.exact;
			sure.fewer = sure.fewer || result->sample_count < judgement->round_count;
		}
	}
	return sure;
}

void figure_add_rounds(
	const struct judgement *judgement, size_t workload, bool intervals, struct text *text)
{
	uint32_t rounds = judgement->round_count;
	struct surety sure = surety_of(judgement, workload);
	const char *up_to = sure.fewer ? "up to " : "", *s = rounds == 1 ? "" : "s";

	if (rounds == 0) {
		text_add(text, " · no whole round");
	} else if (!intervals) {
		text_add(text, " · medians of %s%u round%s", up_to, rounds, s);
	} else if (rounds < STATS_INTERVAL_MIN || sure.exact == 0) {
		text_add(
			text, " · median and range of %s%u round%s, no interval", up_to, rounds, s);
	} else {
		text_add(text, " · medians of %s%u round%s%s", up_to, rounds, s,
			sure.range_only > 0 ? ", 95 % intervals or else ranges"
					    : " with 95 % intervals");
	}
}

void figure_add_title(struct figure *figure, size_t number, const char *title)
{
	char id[64];

	script_text(&figure->head, "NAME", figure->name);
	snprintf(id, sizeof(id), "%s_%zu", figure->plot, number);
	script_text(&figure->head, "ID", id);
	figure_set_title(figure, title);
}

void figure_add_subtitle(struct figure *figure, const char *words)
{
	char fit[1024];

	label_fit(words, SUBTITLE_COLUMNS, fit, sizeof(fit));
	script_text(&figure->head, "SUBTITLE", fit);
}

void figure_add_line(struct figure *figure, const char *what, const char *work, const char *rest)
{
	enum { WORK_LEAST = 12 };
	size_t used = text_columns(what) + text_columns(rest) + 3;
	size_t room = used < SUBTITLE_COLUMNS ? SUBTITLE_COLUMNS - used : 0;
	struct text text = {0};
	char fit[1024];

	text_add(&text, "%s", what);
	if (work && *work && room >= WORK_LEAST) {
		label_fit(work, room < WORK_COLUMNS ? room : WORK_COLUMNS, fit, sizeof(fit));
		text_add(&text, " · %s", fit);
	}
	text_add(&text, "%s", rest);
	figure_add_subtitle(figure, text.text);
	text_finish(&text);
}

void figure_set_footer(struct figure *figure, const char *words)
{
	char *footer = xasprintf("%s · data: %s.csv", words, figure->name);
	char fit[1024];

	free(figure->footer);
	figure->footer = xstrdup(words);
	label_fit(footer, FOOTER_COLUMNS, fit, sizeof(fit));
	script_text(&figure->head, "FOOTER", fit);
	free(footer);
}

void figure_set_alone(struct figure *figure)
{
	char fit[1024];

	/* a later assignment counts */
	label_fit(figure->footer ? figure->footer : "", FOOTER_COLUMNS, fit, sizeof(fit));
	script_text(&figure->head, "FOOTER", fit);
}

void figure_add_footer(struct figure *figure, const struct run *run)
{
	char *words = xasprintf("manyhands %s · seed %llu · %s", run->version,
		(unsigned long long)run->seed, run->started ? run->started : "");

	figure_set_footer(figure, words);
	free(words);
}

void figure_add_texts(struct figure *figure, const struct judgement *judgement, size_t number,
	const char *title, const char *what, const char *work)
{
	const struct run *run = &judgement->samples->run;
	const struct run_machine *machine = &run->machine;
	size_t used = text_columns(what) + 3;
	char model[1024];
	struct text rest = {0};

	/* a sweep of lengths is drawn whole */
	figure_add_rounds(judgement,
		number > 0 && !run->granularity ? number - 1 : run->workload_count, true, &rest);
	if (machine->summary && *machine->summary) {
		text_add(&rest, " · %s", machine->summary);
	}
	if (work && *work) {
		size_t columns = text_columns(work);

		used += 3 + (columns < WORK_COLUMNS ? columns : WORK_COLUMNS);
	}
	short_model(machine->cpu_model ? machine->cpu_model : "", model, sizeof(model));
	if (*model && used + text_columns(rest.text) + text_columns(model) <= SUBTITLE_COLUMNS) {
		text_add(&rest, ", %s", model);
	}
	figure_add_title(figure, number, title);
	figure_add_line(figure, what, work, rest.text);
	figure_add_footer(figure, run);
	text_finish(&rest);
}
