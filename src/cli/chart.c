/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report --chart: one chart, into a file or among the others of a run. */
#include "cli/chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/chart_only.h"
#include "cli/commands.h"
#include "cli/data.h"
#include "cli/folder.h"
#include "show/charts.h"
#include "text.h"
#include "trial/spec.h"

enum { KINDS_MAX = 32, ERROR_BYTES = 512 };

/* The kind that NAME is; NULL: warned. */
static const struct chart_kind *find_kind(const char *name)
{
	const struct chart_kind *kind = chart_kind_find(name);
	const char *names[KINDS_MAX];
	size_t count = 0;
	struct text all = {0};

	if (kind) {
		return kind;
	}
	for (; count < KINDS_MAX && chart_kind_at(count); count++) {
		names[count] = chart_kind_at(count)->name;
		text_add(&all, "%s%s", count > 0 ? ", " : "", names[count]);
	}
	const char *near = nearest_name(name, names, count);
	if (near) {
		warn("--chart: no chart '%s'; did you mean '%s'?", name, near);
	} else {
		warn("--chart: no chart '%s'; expected one of %s", name, all.text);
	}
	text_finish(&all);
	return NULL;
}

/* "svg", "png" or "pdf", as PATH ends; NULL: in none of them. */
static const char *format_of(const char *path)
{
	static const char *const formats[] = {"svg", "png", "pdf"};
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && dot > name && i < 3; i++) {
		if (strcmp(dot + 1, formats[i]) == 0) {
			return formats[i];
		}
	}
	return NULL;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t")] == '\0';
}

/* False: the chart of KIND can't be drawn where WISH says; warned. */
static bool check_output(const struct chart_wish *wish, const struct chart_kind *kind)
{
	if (wish->output && !format_of(wish->output)) {
		warn("--output: expected a file that ends in .svg, .png or .pdf, not '%s'",
			wish->output);
		return false;
	}
	if (!wish->output && (wish->only || wish->title || kind->scope == CHART_OF_RUNS)) {
		warn("--chart %s%s needs a file to draw into: -o %s.svg", kind->name,
			wish->only    ? " --only"
			: wish->title ? " --title"
				      : "",
			kind->name);
		return false;
	}
	return true;
}

bool chart_wish_check(const struct chart_wish *wish)
{
	if (!wish->kind) {
		if (wish->only || wish->title || wish->output) {
			warn("--only, --title and --output go with --chart NAME; `manyhands list "
			     "charts` names them");
			return false;
		}
		return true;
	}
	const struct chart_kind *kind = find_kind(wish->kind);
	if (!kind) {
		return false;
	}
	if (wish->title && is_blank(wish->title)) {
		warn("--title: expected some words, not an empty title; without --title the chart "
		     "has its own");
		return false;
	}
	return check_output(wish, kind);
}

/* The runs, as far as they were chosen. */
struct chosen {
	struct samples *samples;
	struct judgement *judgement;
	size_t count;
};

/* False: warned. */
static bool read_next(struct chosen *chosen, const struct chart_wish *wish, const char *folder)
{
	struct samples *samples = &chosen->samples[chosen->count];
	char error[ERROR_BYTES];

	if (!folder_has_run(folder) || !samples_read(folder, false, samples)) {
		return false;
	}
	if (wish->only && !chart_only(&samples->run, wish->only, error, sizeof(error))) {
		warn("--only: %s", error);
		samples_finish(samples);
		return false;
	}
	judgement_init(&chosen->judgement[chosen->count++], samples);
	return true;
}

/* False: warned; finished by the caller all the same. */
static bool chosen_init(
	struct chosen *chosen, const struct chart_wish *wish, char *const *folders, size_t count)
{
	*chosen = (struct chosen){
		.samples = xcalloc(count, sizeof(*chosen->samples)),
		.judgement = xcalloc(count, sizeof(*chosen->judgement)),
	};
	while (chosen->count < count) {
		if (!read_next(chosen, wish, folders[chosen->count])) {
			return false;
		}
	}
	return true;
}

static void chosen_finish(struct chosen *chosen)
{
	while (chosen->count-- > 0) {
		judgement_finish(&chosen->judgement[chosen->count]);
		samples_finish(&chosen->samples[chosen->count]);
	}
	free(chosen->judgement);
	free(chosen->samples);
}

/* The shortest that names workload INDEX alone. */
static const char *only_name(const struct run *run, size_t index)
{
	const char *name = run->workloads[index].name;

	for (size_t i = 0; i < run->workload_count; i++) {
		if (i != index && strcmp(run->workloads[i].name, name) == 0) {
			return run->workloads[index].spec;
		}
	}
	return name;
}

/* Says that KIND shows one workload, and RUN, what --only left (ONLY, NULL: not given), has several. */
static void refuse_several(const struct chart_kind *kind, const struct run *run, const char *only)
{
	struct text names = {0};

	for (size_t i = 0; i < run->workload_count; i++) {
		text_add(&names, "%s%s", i > 0 ? ", " : "", only_name(run, i));
	}
	if (only) {
		warn("--chart %s is of one workload, and --only %s covers several: say one of %s",
			kind->name, only, names.text);
	} else {
		warn("--chart %s is of one workload, so say --only and one of %s", kind->name,
			names.text);
	}
	text_finish(&names);
}

/* True if KIND can be drawn from COUNT runs, of which the first is RUN and has of --only what ONLY (which may
 * be NULL) says, into one file if ONE. False: warned. */
static bool fits(const struct chart_kind *kind, const struct run *run, size_t count,
	const char *only, bool one)
{
	if (kind->scope == CHART_OF_RUNS && count < 2) {
		warn("--chart %s lays several runs over one another: name their folders",
			kind->name);
		return false;
	}
	if (kind->scope == CHART_OF_RUNS && count > FIGURE_RUNS_MAX) {
		warn("--chart %s lays at most %d runs over one another, not %zu", kind->name,
			FIGURE_RUNS_MAX, count);
		return false;
	}
	if (kind->scope != CHART_OF_RUNS && count > 1) {
		warn("--chart %s is of one run, not %zu; beside is of several", kind->name, count);
		return false;
	}
	if (kind->scope == CHART_OF_WORKLOAD && one && run->workload_count > 1) {
		refuse_several(kind, run, only);
		return false;
	}
	return true;
}

/* Says what became of the drawing of WHAT; returns the exit status. */
static int tell(enum charts_end end, const char *what)
{
	switch (end) {
	case CHARTS_DRAWN:
		printf("chart: %s\n", what);
		return EXIT_FINE;
	case CHARTS_NO_GNUPLOT:
		warn("no gnuplot here, so %s was not drawn; install it (Debian: gnuplot-nox)",
			what);
		break;
	case CHARTS_FAILED:
	case CHARTS_UNWRITABLE:
		break;
	}
	return EXIT_FAILED;
}

/* Draws the only figure of KIND. */
static int draw_file(const struct chart_wish *wish, const struct chart_kind *kind,
	const struct figure_source *source, const char *plots)
{
	struct figure figure;

	if (!kind->init(&figure, source, 0)) {
		warn("--chart %s: this run has nothing to draw it from", kind->name);
		return EXIT_FAILED;
	}
	if (wish->title) {
		figure_set_title(&figure, wish->title);
	}
	enum charts_end end =
		charts_draw_file(&figure, format_of(wish->output), plots, wish->output);
	figure_finish(&figure);
	return tell(end, wish->output);
}

/* Draws all figures of KIND into charts/. */
static int draw_kind(
	const struct chart_kind *kind, const struct figure_source *source, const char *plots)
{
	size_t count = 0;
	enum charts_end end = charts_draw(source, kind, plots, &count);

	if (count == 0 && end == CHARTS_DRAWN) {
		warn("--chart %s: this run has nothing to draw it from", kind->name);
		return EXIT_FAILED;
	}
	char *what = xasprintf("%s/charts/%s%s.svg%s", source->folder, kind->name,
		kind->scope == CHART_OF_WORKLOAD ? "-*" : "", " and .png");
	int status = tell(end, what);
	free(what);
	return status;
}

int chart_draw(const struct chart_wish *wish, char *const *folders, size_t count)
{
	const struct chart_kind *kind = chart_kind_find(wish->kind);
	struct chosen chosen;
	int status = EXIT_BAD_INPUT;

	if (chosen_init(&chosen, wish, folders, count) &&
		fits(kind, &chosen.samples[0].run, count, wish->only, wish->output != NULL)) {
		char *plots = data_plots_folder();
		struct beside beside = {chosen.judgement, (const char *const *)folders, count};
		struct figure_source source;

		figure_source_init(&source, &chosen.judgement[0], folders[0]);
		source.beside = count > 1 ? &beside : NULL;
		status = !plots         ? EXIT_FAILED
			 : wish->output ? draw_file(wish, kind, &source, plots)
					: draw_kind(kind, &source, plots);
		figure_source_finish(&source);
		free(plots);
	}
	chosen_finish(&chosen);
	return status;
}
