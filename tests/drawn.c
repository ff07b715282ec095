/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of the gallery, drawn into a folder of their own. */
#include "drawn.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gallery.h"
#include "scratch.h"
#include "text.h"

static const char plots[] = SOURCE_ROOT "/scripts/plots";
char *drawn_folder;

static const struct judgement *of = &gallery; /* what is drawn */

/* Draws KIND into the folder with the scripts in SCRIPTS. */
static enum charts_end draw_kind(const struct chart_kind *kind, const char *scripts, size_t *count)
{
	struct figure_source source;

	figure_source_init(&source, of, drawn_folder);
	enum charts_end end = charts_draw(&source, kind, scripts, count);
	figure_source_finish(&source);
	return end;
}

enum charts_end drawn_again(const char *scripts, size_t *count)
{
	return draw_kind(NULL, scripts, count);
}

static void expect_silence(void)
{
	char *said = capture_end();

	ck_assert_str_eq(said, "");
	free(said);
}

static size_t draw_in_silence(const struct chart_kind *kind, enum charts_end expected)
{
	size_t count = 0;

	capture_start();
	enum charts_end end = draw_kind(kind, plots, &count);
	expect_silence();
	if (count > 0) { /* else gnuplot was not looked for */
		ck_assert_int_eq(end, expected);
	}
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

size_t drawn_silently_of(const struct judgement *judgement)
{
	bool able = gallery_can_draw();
	enum charts_end expected = able ? CHARTS_DRAWN : CHARTS_NO_GNUPLOT;
	const struct chart_kind *kind;

	of = judgement;
	if (!able) {
		gallery_fake_gnuplot(NULL);
	}
	size_t count = drawn_draw(expected);
	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		if (!kind->usual && kind->scope != CHART_OF_RUNS) {
			draw_in_silence(kind, expected);
		}
	}
	if (!able) {
		gallery_real_path();
	}
	return able ? count : 0;
}

size_t drawn_silently(void)
{
	return drawn_silently_of(&gallery);
}

bool drawn_beside_silently(const struct beside *beside)
{
	char *charts, *path;
	struct figure_source source;
	struct figure figure;

	drawn_folder = gallery_folder();
	charts = xasprintf("%s/charts", drawn_folder);
	path = xasprintf("%s/beside.svg", charts);
	ck_assert_int_eq(mkdir(charts, 0777), 0);
	figure_source_init(&source, beside->judgement, NULL);
	source.beside = beside;
	bool made = chart_kind_find("beside")->init(&figure, &source, 0);
	figure_source_finish(&source);
	if (made && gallery_can_draw()) {
		capture_start();
		enum charts_end end = charts_draw_file(&figure, "svg", plots, path);
		expect_silence();
		ck_assert_int_eq(end, CHARTS_DRAWN);
		drawn_expect("beside.svg", "</svg>");
	}
	if (made) {
		figure_finish(&figure);
	}
	free(path);
	free(charts);
	return made;
}

void drawn_remove(void)
{
	gallery_remove(drawn_folder);
}

void drawn_finish(void)
{
	drawn_remove();
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

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* The names of the files in charts/ that end in ENDING, without it, in the order of the alphabet. */
static void list_charts(const char *ending, struct text *names)
{
	char *path = xasprintf("%s/charts", drawn_folder);
	struct dirent **entry;
	int count = scandir(path, &entry, NULL, by_name);

	ck_assert_int_ge(count, 0);
	text_add(names, "%s", "");
	for (int i = 0; i < count; i++) {
		char *dot = strrchr(entry[i]->d_name, '.');

		if (dot && strcmp(dot + 1, ending) == 0) {
			*dot = '\0';
			text_add(names, "%s%s", names->length > 0 ? " " : "", entry[i]->d_name);
		}
		free(entry[i]);
	}
	free(entry);
	free(path);
}

void drawn_expect_charts(const char *names)
{
	static const char *const endings[] = {"csv", "gp", "svg", "png"};

	for (size_t i = 0; i < (gallery_can_draw() ? 4 : 2); i++) {
		struct text found = {0};

		list_charts(endings[i], &found);
		ck_assert_msg(strcmp(found.text, names) == 0, "there are, as .%s: %s\nexpected: %s",
			endings[i], found.text, names);
		text_finish(&found);
	}
}
