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

size_t drawn_draw(enum charts_end expected)
{
	size_t count = 0;

	drawn_folder = gallery_folder();
	capture_start();
	enum charts_end end = charts_draw(&gallery, drawn_folder, plots, &count);
	char *said = capture_end();
	ck_assert_str_eq(said, "");
	ck_assert_int_eq(end, expected);
	free(said);
	return count;
}

bool drawn_silently(size_t expected)
{
	bool can_draw = gallery_can_draw();

	ck_assert_uint_eq(drawn_draw(can_draw ? CHARTS_DRAWN : CHARTS_NO_GNUPLOT), expected);
	return can_draw;
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
