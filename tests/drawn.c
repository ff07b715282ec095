/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of the gallery, drawn into a folder of their own. */
#include "drawn.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "gallery.h"
#include "scratch.h"
#include "text.h"

static const char plots[] = SOURCE_ROOT "/scripts/plots";
char *drawn_folder;

/* Draws KIND into the folder with the scripts in SCRIPTS. */
static enum charts_end draw_kind(const struct chart_kind *kind, const char *scripts, size_t *count)
{
	struct figure_source source;

	figure_source_init(&source, &gallery, drawn_folder);
	enum charts_end end = charts_draw(&source, kind, scripts, count);
	figure_source_finish(&source);
	return end;
}

enum charts_end drawn_again(const char *scripts, size_t *count)
{
	return draw_kind(NULL, scripts, count);
}

static size_t draw_in_silence(const struct chart_kind *kind, enum charts_end expected)
{
	size_t count = 0;

	capture_start();
	enum charts_end end = draw_kind(kind, plots, &count);
	char *said = capture_end();
	ck_assert_str_eq(said, "");
	ck_assert_int_eq(end, expected);
	free(said);
	return count;
}

size_t drawn_draw(enum charts_end expected)
{
	drawn_folder = gallery_folder();
	return draw_in_silence(NULL, expected);
}

size_t drawn_written(void)
{
	gallery_fake_gnuplot(NULL);
	size_t count = drawn_draw(CHARTS_NO_GNUPLOT);
	gallery_real_path();
	return count;
}

size_t drawn_silently(void)
{
	const struct chart_kind *kind;

	if (!gallery_can_draw()) {
		drawn_written();
		return 0;
	}
	size_t count = drawn_draw(CHARTS_DRAWN);
	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		if (!kind->usual && kind->scope != CHART_OF_RUNS) {
			draw_in_silence(kind, CHARTS_DRAWN);
		}
	}
	return count;
}

void drawn_finish(void)
{
	gallery_remove(drawn_folder);
	gallery_finish();
}

char *drawn_file(const char *name)
{
	char *path = xasprintf("charts/%s", name);
	char *bytes = gallery_read(drawn_folder, path);

	ck_assert_msg(bytes != NULL, "%s is missing", path);
	free(path);
	return bytes;
}

void drawn_expect(const char *name, const char *words)
{
	char *bytes = drawn_file(name);

	ck_assert_msg(strstr(bytes, words) != NULL, "%s lacks: %s\n%.3000s", name, words, bytes);
	free(bytes);
}

void drawn_expect_not(const char *name, const char *words)
{
	char *bytes = drawn_file(name);

	ck_assert_msg(strstr(bytes, words) == NULL, "%s has: %s\n%.3000s", name, words, bytes);
	free(bytes);
}
