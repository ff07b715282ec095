/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: data and assignments from C, drawing by gnuplot from scripts/plots. */
#include "show/charts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "show/workshop.h"
#include "text.h"

/* What is drawn, and where. */
struct gallery {
	char *charts; /* FOLDER/charts */
	struct workshop workshop;
	struct figure *figure;
	char **name;
	bool *drawn;
	size_t count;
};

/* Adds all figures of KIND. */
static void add_kind(
	struct gallery *gallery, const struct figure_source *source, const struct chart_kind *kind)
{
	size_t most = chart_kind_count(kind, &source->judgement->samples->run);

	for (size_t i = 0; i < most; i++) {
		gallery->count += kind->init(&gallery->figure[gallery->count], source, i);
	}
}

static void gallery_init(struct gallery *gallery, const struct figure_source *source,
	const struct chart_kind *wanted)
{
	size_t workloads = source->judgement->samples->run.workload_count, kinds = 0;

	while (chart_kind_at(kinds)) {
		kinds++;
	}
	size_t most = kinds * (workloads + 1);

	*gallery = (struct gallery){
		.charts = xasprintf("%s/charts", source->folder),
		.figure = xcalloc(most, sizeof(*gallery->figure)),
		.name = xcalloc(most, sizeof(*gallery->name)),
		.drawn = xcalloc(most, sizeof(*gallery->drawn)),
	};
	for (size_t i = 0; i < kinds; i++) {
		const struct chart_kind *kind = chart_kind_at(i);

		if (wanted ? kind == wanted : kind->usual) {
			add_kind(gallery, source, kind);
		}
	}
	for (size_t i = 0; i < gallery->count; i++) {
		gallery->name[i] = gallery->figure[i].name;
	}
}

static void gallery_finish(struct gallery *gallery)
{
	for (size_t i = 0; i < gallery->count; i++) {
		figure_finish(&gallery->figure[i]);
	}
	free(gallery->charts);
	free(gallery->figure);
	free(gallery->name);
	free(gallery->drawn);
}

static bool make_folder(const char *path)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST) {
		warn("%s:", path);
		return false;
	}
	return true;
}

/* Moves what belongs to chart INDEX to where it belongs. */
static bool publish(const struct gallery *gallery, size_t index)
{
	static const char *const endings[] = {"csv", "gp", "svg", "png"};
	bool ok = true;

	for (size_t i = 0; i < (gallery->drawn[index] ? 4 : 2); i++) {
		char *path =
			xasprintf("%s/%s.%s", gallery->charts, gallery->name[index], endings[i]);

		ok = workshop_move(&gallery->workshop, gallery->name[index], endings[i], path) &&
		     ok;
		free(path);
	}
	return ok;
}

static enum charts_end draw_all(struct gallery *gallery)
{
	for (size_t i = 0; i < gallery->count; i++) {
		if (!workshop_write(&gallery->workshop, &gallery->figure[i])) {
			return gallery->workshop.unwritable ? CHARTS_UNWRITABLE : CHARTS_FAILED;
		}
	}
	bool found =
		workshop_draw(&gallery->workshop, gallery->name, gallery->count, gallery->drawn);
	bool ok = true;
	for (size_t i = 0; i < gallery->count; i++) {
		ok = publish(gallery, i) && (gallery->drawn[i] || !found) && ok;
	}
	return !ok ? CHARTS_FAILED : found ? CHARTS_DRAWN : CHARTS_NO_GNUPLOT;
}

enum charts_end charts_draw(const struct figure_source *source, const struct chart_kind *kind,
	const char *plots, size_t *count)
{
	struct gallery gallery;
	enum charts_end end = CHARTS_FAILED;

	gallery_init(&gallery, source, kind);
	*count = gallery.count;
	if (make_folder(gallery.charts) &&
		workshop_open(&gallery.workshop, gallery.charts, plots, "svg png")) {
		end = draw_all(&gallery);
		workshop_close(&gallery.workshop);
	}
	gallery_finish(&gallery);
	return end;
}

/* The folder that the file PATH is in; the caller frees. */
static char *parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == path ? xstrdup("/")
	       : slash       ? xasprintf("%.*s", (int)(slash - path), path)
			     : xstrdup(".");
}

enum charts_end charts_draw_file(
	const struct figure *figure, const char *format, const char *plots, const char *path)
{
	char *parent = parent_of(path), *name = figure->name;
	struct workshop workshop;
	enum charts_end end = CHARTS_FAILED;
	bool drawn = false;

	if (workshop_open(&workshop, parent, plots, format)) {
		if (workshop_write(&workshop, figure)) {
			bool found = workshop_draw(&workshop, &name, 1, &drawn);

			end = !found ? CHARTS_NO_GNUPLOT
			      : drawn && workshop_move(&workshop, name, format, path)
				      ? CHARTS_DRAWN
				      : CHARTS_FAILED;
		}
		workshop_close(&workshop);
	}
	free(parent);
	return end;
}
