/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: data and assignments from C, drawing by gnuplot from scripts/plots. */
#include "show/charts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "show/figure.h"
#include "show/figure_granularity.h"
#include "show/figure_losses.h"
#include "show/gnuplot.h"
#include "text.h"

/* Far more than any chart takes; a gnuplot that hangs must not hang us. */
#define DRAW_LIMIT_NS UINT64_C(60000000000)

/* What is drawn, and where. */
struct gallery {
	char *charts;   /* FOLDER/charts */
	char *workshop; /* a folder in it where all is made before it is moved */
	struct figure *figure;
	char **name;
	bool *drawn;
	size_t count;
};

static void gallery_init(
	struct gallery *gallery, const struct judgement *judgement, const char *folder)
{
	size_t workloads = judgement->samples->run.workload_count, most = 3 * workloads + 1;
	struct capacity capacity;
	struct losses losses;

	capacity_init(&capacity, judgement->samples);
	losses_init(&losses, judgement);
	*gallery = (struct gallery){
		.charts = xasprintf("%s/charts", folder),
		.workshop = xasprintf("%s/charts/.drawing-XXXXXX", folder),
		.figure = xcalloc(most, sizeof(*gallery->figure)),
		.name = xcalloc(most, sizeof(*gallery->name)),
		.drawn = xcalloc(most, sizeof(*gallery->drawn)),
	};
	bool sweep = judgement->samples->run.granularity; /* of lengths: one chart says it all */
	if (sweep) {
		gallery->count += figure_init_granularity(&gallery->figure[0], judgement);
	} else if (workloads > 0) {
		figure_init_overview(&gallery->figure[gallery->count++], judgement, &capacity);
	}
	for (size_t i = 0; i < workloads && !sweep; i++) {
		figure_init_workload(
			&gallery->figure[gallery->count++], judgement, &capacity, PANEL_TIME, i);
		figure_init_workload(
			&gallery->figure[gallery->count++], judgement, &capacity, PANEL_SPEEDUP, i);
		gallery->count += figure_init_losses(&gallery->figure[gallery->count], &losses, i);
	}
	losses_finish(&losses);
	capacity_finish(&capacity);
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
	free(gallery->workshop);
	free(gallery->figure);
	free(gallery->name);
	free(gallery->drawn);
}

static bool make_folders(struct gallery *gallery)
{
	if (mkdir(gallery->charts, 0777) != 0 && errno != EEXIST) {
		warn("%s:", gallery->charts);
		return false;
	}
	if (!mkdtemp(gallery->workshop)) {
		warn("%s:", gallery->charts);
		return false;
	}
	return true;
}

/* Removes the workshop and what a failed drawing left in it. */
static void clear_workshop(const struct gallery *gallery)
{
	DIR *folder = opendir(gallery->workshop);

	if (folder) {
		for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
			unlinkat(dirfd(folder), entry->d_name, 0);
		}
		closedir(folder);
	}
	rmdir(gallery->workshop);
}

/* Reads PLOTS/NAME.gp; NULL: warned. */
static char *read_script(const char *plots, const char *name)
{
	char *path = xasprintf("%s/%s.gp", plots, name);
	char *script = read_file(path, NULL);

	if (!script) {
		warn("%s:", path);
	}
	free(path);
	return script;
}

static bool write_in(
	const char *folder, const char *name, const char *ending, const struct text *text)
{
	char *path = xasprintf("%s/%s.%s", folder, name, ending);
	bool ok = write_file(path, text->text, text->length);

	free(path);
	return ok;
}

/* Writes the data and the script of FIGURE into the workshop. */
static bool write_figure(
	const struct gallery *gallery, const struct figure *figure, const char *plots)
{
	char *style = read_script(plots, "style"), *plot = read_script(plots, figure->plot);
	struct text script = {0};
	bool ok = false;

	if (style && plot) {
		text_add(&script,
			"# Change what you like, then draw again, here: gnuplot -d %s.gp\n"
			"# A new report writes this file anew: keep what you changed under another "
			"name.\n",
			figure->name);
		text_add(&script, "%s\n%s\n%s", figure->head.text, style, plot);
		ok = write_in(gallery->workshop, figure->name, "gp", &script) &&
		     write_in(gallery->workshop, figure->name, "csv", &figure->csv);
	}
	text_finish(&script);
	free(style);
	free(plot);
	return ok;
}

static bool move_file(const struct gallery *gallery, const char *name, const char *ending)
{
	char *from = xasprintf("%s/%s.%s", gallery->workshop, name, ending);
	char *to = xasprintf("%s/%s.%s", gallery->charts, name, ending);
	bool ok = rename(from, to) == 0;

	if (!ok) {
		warn("%s:", to);
	}
	free(from);
	free(to);
	return ok;
}

/* Moves data and scripts, and the pictures that were drawn, to where they belong. */
static bool publish(const struct gallery *gallery)
{
	bool ok = true;

	for (size_t i = 0; i < gallery->count; i++) {
		const char *name = gallery->name[i];

		ok = move_file(gallery, name, "csv") && ok;
		ok = move_file(gallery, name, "gp") && ok;
		if (gallery->drawn[i]) {
			ok = move_file(gallery, name, "svg") && ok;
			ok = move_file(gallery, name, "png") && ok;
		}
	}
	return ok;
}

enum charts_end charts_draw(
	const struct judgement *judgement, const char *folder, const char *plots, size_t *count)
{
	struct gallery gallery;
	enum charts_end end = CHARTS_FAILED;
	bool ok = true;

	gallery_init(&gallery, judgement, folder);
	*count = gallery.count;
	if (!make_folders(&gallery)) {
		goto finish;
	}
	for (size_t i = 0; i < gallery.count && ok; i++) {
		ok = write_figure(&gallery, &gallery.figure[i], plots);
	}
	if (ok) {
		bool found = gnuplot_draw(gallery.workshop, gallery.name, gallery.count,
			DRAW_LIMIT_NS, gallery.drawn);

		ok = publish(&gallery);
		for (size_t i = 0; i < gallery.count; i++) {
			ok = ok && (gallery.drawn[i] || !found);
		}
		end = !ok ? CHARTS_FAILED : found ? CHARTS_DRAWN : CHARTS_NO_GNUPLOT;
	}
	clear_workshop(&gallery);
finish:
	gallery_finish(&gallery);
	return end;
}
