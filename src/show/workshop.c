/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hidden folder where figures are drawn before they are moved to where they belong. */
#include "show/workshop.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "show/gnuplot.h"
#include "show/script.h"
#include "text.h"

/* Far more than any chart takes; a gnuplot that hangs must not hang us. */
#define DRAW_LIMIT_NS UINT64_C(60000000000)

bool workshop_open(
	struct workshop *workshop, const char *parent, const char *plots, const char *formats)
{
	*workshop = (struct workshop){
		.folder = xasprintf("%s/.drawing-XXXXXX", parent),
		.plots = plots,
		.formats = formats,
	};
	if (!mkdtemp(workshop->folder)) {
		warn("%s:", parent);
		free(workshop->folder);
		return false;
	}
	return true;
}

void workshop_close(struct workshop *workshop)
{
	DIR *folder = opendir(workshop->folder);

	if (folder) {
		for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
			unlinkat(dirfd(folder), entry->d_name, 0);
		}
		closedir(folder);
	}
	rmdir(workshop->folder);
	free(workshop->folder);
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
	bool ok = write_file(path, text->text ? text->text : "", text->length);

	free(path);
	return ok;
}

bool workshop_write(struct workshop *workshop, const struct figure *figure)
{
	char *style = read_script(workshop->plots, "style");
	char *plot = style ? read_script(workshop->plots, figure->plot) : NULL;
	struct text script = {0};
	bool ok = false;

	if (style && plot) {
		text_add(&script,
			"# Change what you like, then draw again, here: gnuplot -d %s.gp\n"
			"# A new report writes this file anew: keep what you changed under another "
			"name.\n",
			figure->name);
		script_text(&script, "FORMATS", workshop->formats);
		text_add(&script, "%s\n%s\n%s", figure->head.text, style, plot);
		ok = write_in(workshop->folder, figure->name, "gp", &script) &&
		     write_in(workshop->folder, figure->name, "csv", &figure->csv);
		workshop->unwritable = !ok;
	}
	text_finish(&script);
	free(style);
	free(plot);
	return ok;
}

/* True if NAME.FORMAT ends as a picture does: on a full disk gnuplot stops writing and says nothing. */
static bool is_whole(const struct workshop *workshop, const char *name, const char *format)
{
	static const struct {
		const char *format, *end;
	} ends[] = {{"svg", "</svg>"}, {"png", "IEND"}, {"pdf", "%%EOF"}};
	enum { TAIL = 32 };
	char *path = xasprintf("%s/%s.%s", workshop->folder, name, format), tail[TAIL + 1];
	FILE *file = fopen(path, "re");
	size_t length = 0;

	if (file) {
		if (fseek(file, -TAIL, SEEK_END) != 0) {
			rewind(file);
		}
		length = fread(tail, 1, TAIL, file);
		fclose(file);
	}
	free(path);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (strcmp(ends[i].format, format) == 0) {
			return memmem(tail, length, ends[i].end, strlen(ends[i].end)) != NULL;
		}
	}
	return false;
}

/* True if NAME is whole in all formats. */
static bool is_drawn(const struct workshop *workshop, const char *name)
{
	char *formats = xstrdup(workshop->formats), *rest = formats;
	bool whole = true;

	for (char *format; (format = strsep(&rest, " ")) != NULL;) {
		whole = whole && is_whole(workshop, name, format);
	}
	free(formats);
	return whole;
}

bool workshop_draw(const struct workshop *workshop, char *const *names, size_t count, bool *drawn)
{
	size_t torn = 0, first = 0;

	if (!gnuplot_draw(workshop->folder, names, count, DRAW_LIMIT_NS, drawn)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (drawn[i] && !is_drawn(workshop, names[i])) {
			drawn[i] = false;
			first = torn++ == 0 ? i : first;
		}
	}
	if (torn > 0) {
		warn("charts/%s.gp%s: gnuplot did not write the whole picture (is the disk full?); "
		     "older pictures stay as they are",
			names[first], torn > 1 ? " and others" : "");
	}
	return true;
}

bool workshop_move(
	const struct workshop *workshop, const char *name, const char *ending, const char *path)
{
	char *from = xasprintf("%s/%s.%s", workshop->folder, name, ending);
	bool ok = rename(from, path) == 0;

	if (!ok) {
		warn("%s:", path);
	}
	free(from);
	return ok;
}
