/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hidden folder where files are made before all of them together are moved to where they belong. */
#include "show/workshop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "show/gnuplot.h"
#include "show/script.h"
#include "text.h"

/* Far more than any chart takes; a gnuplot that hangs must not hang us. */
#define DRAW_LIMIT_NS UINT64_C(60000000000)

bool workshop_open(
	struct workshop *workshop, const char *parent, const char *plots, const char *formats)
{
	struct hidden hidden = hidden_make(parent);

	*workshop = (struct workshop){
		.hidden = hidden,
		.folder = hidden.path,
		.parent = parent,
		.plots = plots,
		.formats = formats,
	};
	if (!workshop->folder) {
		warn("%s:", parent);
	}
	return workshop->folder != NULL;
}

void workshop_close(struct workshop *workshop)
{
	hidden_remove(&workshop->hidden);
	for (size_t i = 0; i < workshop->move_count; i++) {
		free(workshop->move[i].path);
		free(workshop->move[i].aside);
	}
	free(workshop->move);
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

bool workshop_write_text(struct workshop *workshop, const char *name, const struct text *text)
{
	char *path = xasprintf("%s/%s", workshop->folder, name);
	FILE *file = fopen(path, "we");
	bool ok = file &&
		  fwrite(text->text ? text->text : "", 1, text->length, file) == text->length &&
		  fflush(file) == 0;
	int error = errno;

	if (file && fclose(file) != 0 && ok) {
		error = errno;
		ok = false;
	}
	if (!ok) {
		errno = error;
		warn("can't write %s for %s:", name, workshop->parent);
	}
	free(path);
	return ok;
}

static bool write_ending(struct workshop *workshop, const struct figure *figure, const char *ending,
	const struct text *text)
{
	char *name = xasprintf("%s.%s", figure->name, ending);
	bool ok = workshop_write_text(workshop, name, text);

	free(name);
	return ok;
}

enum workshop_end workshop_write(struct workshop *workshop, const struct figure *figure)
{
	char *style = read_script(workshop->plots, "style");
	char *plot = style ? read_script(workshop->plots, figure->plot) : NULL;
	struct text script = {0};
	enum workshop_end end = WORKSHOP_FAILED;

	if (style && plot) {
		text_add(&script,
			"# Change what you like, then draw again, here: gnuplot -d %s.gp\n"
			"# A new report writes this file anew: keep what you changed under another "
			"name.\n",
			figure->name);
		script_text(&script, "FORMATS", workshop->formats);
		text_add(&script, "%s\n%s\n%s", figure->head.text, style, plot);
		end = write_ending(workshop, figure, "gp", &script) &&
				      write_ending(workshop, figure, "csv", &figure->csv)
			      ? WORKSHOP_DONE
			      : WORKSHOP_UNWRITABLE;
	}
	text_finish(&script);
	free(style);
	free(plot);
	return end;
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

enum workshop_end workshop_draw(
	const struct workshop *workshop, char *const *names, size_t count, const char *so)
{
	switch (gnuplot_draw(workshop->folder, names, count, DRAW_LIMIT_NS, so)) {
	case GNUPLOT_DREW:
		break;
	case GNUPLOT_MISSING:
		return WORKSHOP_NO_GNUPLOT;
	case GNUPLOT_FAILED:
		return WORKSHOP_FAILED;
	}
	for (size_t i = 0; i < count; i++) {
		if (!is_drawn(workshop, names[i])) {
			warn("charts/%s.gp: gnuplot did not write the whole picture (is the disk "
			     "full?)%s",
				names[i], so);
			return WORKSHOP_UNWRITABLE;
		}
	}
	return WORKSHOP_DONE;
}

/* ---- to where things belong, and back ---- */

bool workshop_is_same(const struct workshop *workshop, const char *name, const char *path)
{
	char *own = xasprintf("%s/%s", workshop->folder, name);
	size_t bytes = 0, old_bytes = 0;
	char *now = read_file(own, &bytes), *old = read_file(path, &old_bytes);
	bool same = now && old && bytes == old_bytes && memcmp(now, old, bytes) == 0;

	free(old);
	free(now);
	free(own);
	return same;
}

/* Keeps what stands at PATH; its place is empty then. False: warned. */
static bool keep_aside(struct workshop *workshop, const char *path)
{
	char *aside = xasprintf("%s/.old-%zu", workshop->folder, workshop->move_count);
	struct stat status;
	bool folder = lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
	bool stood = !folder && rename(path, aside) == 0;

	if (!stood && (folder || errno != ENOENT)) {
		errno = folder ? EISDIR : errno;
		warn("%s:", path);
		free(aside);
		return false;
	}
	if (!stood) {
		free(aside);
		aside = NULL;
	}
	workshop->move =
		xrealloc(workshop->move, workshop->move_count + 1, sizeof(*workshop->move));
	workshop->move[workshop->move_count++] = (struct workshop_move){xstrdup(path), aside};
	return true;
}

bool workshop_clear(struct workshop *workshop, const char *path)
{
	return keep_aside(workshop, path);
}

bool workshop_place(struct workshop *workshop, const char *name, const char *path)
{
	char *from = xasprintf("%s/%s", workshop->folder, name);
	bool ok = keep_aside(workshop, path);

	if (ok && rename(from, path) != 0) {
		warn("%s:", path);
		ok = false;
	}
	free(from);
	return ok;
}

void workshop_undo(struct workshop *workshop)
{
	while (workshop->move_count > 0) {
		struct workshop_move *move = &workshop->move[--workshop->move_count];

		if (move->aside ? rename(move->aside, move->path) != 0
				: unlink(move->path) != 0 && errno != ENOENT) {
			warn("%s:", move->path);
		}
		free(move->path);
		free(move->aside);
	}
}
