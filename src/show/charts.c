/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: data and assignments from C, drawing by gnuplot from scripts/plots. */
#include "show/charts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "show/report_workload.h"
#include "text.h"

static const char *const endings[] = {"csv", "gp", "svg", "png"};
enum { MADE = 2, ENDINGS = sizeof(endings) / sizeof(endings[0]) }; /* the first are not gnuplot's */

/* What is drawn, and where. */
struct gallery {
	char *charts; /* FOLDER/charts */
	struct workshop *workshop;
	struct figure *figure;
	char **name; /* of the figures; borrowed */
	size_t count;
	char **idle; /* of the charts of which there is nothing to draw; each is owned */
	size_t idle_count;
};

/* ---- what there is to draw ---- */

/* Adds all figures of KIND. */
static void add_kind(
	struct gallery *gallery, const struct figure_source *source, const struct chart_kind *kind)
{
	const struct run *run = &source->judgement->samples->run;
	size_t most = chart_kind_count(kind, run);

	for (size_t i = 0; i < most; i++) {
		struct figure *figure = &gallery->figure[gallery->count];

		if (kind->init(figure, source, i)) {
			gallery->name[gallery->count++] = figure->name;
		} else {
			gallery->idle[gallery->idle_count++] = chart_kind_file(kind, run, i);
		}
	}
}

static void gallery_init(struct gallery *gallery, struct workshop *workshop,
	const struct figure_source *source, const struct chart_kind *wanted)
{
	const struct chart_kind *kind;
	size_t most = 0;

	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		most += chart_kind_count(kind, &source->judgement->samples->run);
	}
	*gallery = (struct gallery){
		.charts = xasprintf("%s/charts", source->folder),
		.workshop = workshop,
		.figure = xcalloc(most, sizeof(*gallery->figure)),
		.name = xcalloc(most, sizeof(*gallery->name)),
		.idle = xcalloc(most, sizeof(*gallery->idle)),
	};
	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		if (wanted ? kind == wanted : kind->usual) {
			add_kind(gallery, source, kind);
		}
	}
}

static void gallery_finish(struct gallery *gallery)
{
	for (size_t i = 0; i < gallery->count; i++) {
		figure_finish(&gallery->figure[i]);
	}
	for (size_t i = 0; i < gallery->idle_count; i++) {
		free(gallery->idle[i]);
	}
	free(gallery->idle);
	free(gallery->charts);
	free(gallery->figure);
	free(gallery->name);
}

/* ---- what stands there ---- */

/* Where the file ENDING of chart NAME belongs; the caller frees. */
static char *place_of(const struct gallery *gallery, const char *name, size_t ending)
{
	return xasprintf("%s/%s.%s", gallery->charts, name, endings[ending]);
}

/* True if some file of a chart that is drawn here stands there. */
static bool stands(const struct gallery *gallery)
{
	for (size_t i = 0; i < gallery->count * ENDINGS; i++) {
		char *path = place_of(gallery, gallery->name[i / ENDINGS], i % ENDINGS);
		bool there = access(path, F_OK) == 0;

		free(path);
		if (there) {
			return true;
		}
	}
	return false;
}

/* True if the picture of chart NAME that may stand there shows what was written now. */
static bool is_current(const struct gallery *gallery, const char *name)
{
	bool same = true;

	for (size_t i = 0; i < MADE; i++) {
		char *path = place_of(gallery, name, i),
		     *own = xasprintf("%s.%s", name, endings[i]);

		same = same && workshop_is_same(gallery->workshop, own, path);
		free(own);
		free(path);
	}
	return same;
}

/* ---- to its place ---- */

static bool place(const struct gallery *gallery, const char *name, size_t ending)
{
	char *path = place_of(gallery, name, ending),
	     *own = xasprintf("%s.%s", name, endings[ending]);
	bool ok = workshop_place(gallery->workshop, own, path);

	free(own);
	free(path);
	return ok;
}

/* Takes away the files of chart NAME from ending FIRST on. */
static bool clear(const struct gallery *gallery, const char *name, size_t first)
{
	bool ok = true;

	for (size_t i = first; i < ENDINGS && ok; i++) {
		char *path = place_of(gallery, name, i);

		ok = workshop_clear(gallery->workshop, path);
		free(path);
	}
	return ok;
}

/* Moves everything to where it belongs, the pictures if they were DRAWN. False: warned. */
static bool publish(const struct gallery *gallery, bool drawn)
{
	bool ok = true;

	for (size_t i = 0; i < gallery->count && ok; i++) {
		const char *name = gallery->name[i];
		bool stays = !drawn && is_current(gallery, name);

		for (size_t k = 0; k < (drawn ? ENDINGS : MADE) && ok; k++) {
			ok = place(gallery, name, k);
		}
		ok = ok && (drawn || stays || clear(gallery, name, MADE));
	}
	for (size_t i = 0; i < gallery->idle_count && ok; i++) {
		ok = clear(gallery, gallery->idle[i], 0);
	}
	return ok;
}

/* ---- drawing ---- */

static enum charts_end ended(enum workshop_end end)
{
	static const enum charts_end ends[] = {
		[WORKSHOP_DONE] = CHARTS_DRAWN,
		[WORKSHOP_NO_GNUPLOT] = CHARTS_NO_GNUPLOT,
		[WORKSHOP_FAILED] = CHARTS_FAILED,
		[WORKSHOP_UNWRITABLE] = CHARTS_UNWRITABLE,
	};

	return ends[end];
}

static enum charts_end draw_all(const struct gallery *gallery, bool draw)
{
	for (size_t i = 0; i < gallery->count; i++) {
		enum workshop_end end = workshop_write(gallery->workshop, &gallery->figure[i]);

		if (end != WORKSHOP_DONE) {
			return ended(end);
		}
	}
	bool bare = !stands(gallery);
	enum charts_end end =
		!draw ? CHARTS_NO_GNUPLOT
		      : ended(workshop_draw(gallery->workshop, gallery->name, gallery->count,
				bare ? "" : "; so nothing was rebuilt"));
	bool whole = end == CHARTS_DRAWN || end == CHARTS_NO_GNUPLOT;

	if ((whole || (bare && end == CHARTS_FAILED)) && !publish(gallery, end == CHARTS_DRAWN)) {
		workshop_undo(gallery->workshop);
		return CHARTS_FAILED;
	}
	return end;
}

static bool make_folder(const char *path)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST) {
		warn("%s:", path);
		return false;
	}
	return true;
}

enum charts_end charts_make(struct workshop *workshop, const struct figure_source *source,
	const struct chart_kind *kind, bool draw, size_t *count)
{
	struct gallery gallery;

	gallery_init(&gallery, workshop, source, kind);
	*count = gallery.count;
	enum charts_end end =
		make_folder(gallery.charts) ? draw_all(&gallery, draw) : CHARTS_UNWRITABLE;
	gallery_finish(&gallery);
	return end;
}

enum charts_end charts_draw(const struct figure_source *source, const struct chart_kind *kind,
	const char *plots, size_t *count)
{
	struct workshop workshop;
	enum charts_end end = CHARTS_UNWRITABLE;

	*count = 0;
	if (workshop_open(&workshop, source->folder, plots, "svg png")) {
		end = charts_make(&workshop, source, kind, true, count);
		workshop_close(&workshop);
	}
	return end;
}

size_t charts_missing(const struct run *run, const char *folder, struct text *kinds)
{
	const struct chart_kind *kind;
	size_t missing = 0;

	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		size_t count = chart_kind_count(kind, run), before = missing;

		for (size_t k = 0; k < count; k++) {
			char *name = chart_kind_file(kind, run, k);

			missing += report_chart_stands(folder, name, "gp") &&
				   !report_chart_stands(folder, name, "svg");
			free(name);
		}
		if (missing > before) {
			text_add(kinds, "%s%s", before > 0 ? ", " : "", kind->name);
		}
	}
	return missing;
}

/* The folder that the file PATH is in; the caller frees. */
static char *parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == path ? xstrdup("/")
	       : slash       ? xasprintf("%.*s", (int)(slash - path), path)
			     : xstrdup(".");
}

/* Draws FIGURE in WORKSHOP and moves it to PATH. */
static enum charts_end draw_figure(
	struct workshop *workshop, const struct figure *figure, const char *path)
{
	char *name = figure->name;
	enum workshop_end end = workshop_write(workshop, figure);

	end = end == WORKSHOP_DONE ? workshop_draw(workshop, &name, 1, "") : end;
	if (end == WORKSHOP_DONE) {
		char *file = xasprintf("%s.%s", name, workshop->formats);

		if (!workshop_place(workshop, file, path)) {
			workshop_undo(workshop);
			end = WORKSHOP_FAILED;
		}
		free(file);
	}
	return ended(end);
}

enum charts_end charts_draw_file(
	struct figure *figure, const char *format, const char *plots, const char *path)
{
	char *parent = parent_of(path);
	struct workshop workshop;
	enum charts_end end = CHARTS_FAILED;

	figure_set_alone(figure);
	if (workshop_open(&workshop, parent, plots, format)) {
		end = draw_figure(&workshop, figure, path);
		workshop_close(&workshop);
	}
	free(parent);
	return end;
}
