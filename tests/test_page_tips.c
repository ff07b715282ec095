/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what marks tell in a picture of very many. */
#include "show/page_svg.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct page_rows rows;
static struct page_svg picture;

static void finish(void)
{
	page_svg_finish(&picture);
	page_rows_finish(&rows);
}

static void expect(const char *words)
{
	ck_assert_msg(strstr(picture.body.text, words) != NULL, "the picture lacks: %s", words);
}

static void expect_not(const char *words)
{
	ck_assert_msg(strstr(picture.body.text, words) == NULL, "the picture has: %s", words);
}

/* Reads a table of COUNT rows and a picture of as many marks, MARK of them by their number. */
static void draw_many(size_t count, void (*mark)(struct text *svg, size_t index))
{
	struct text table = {0}, svg = {0};

	text_add(&table, "number\n");
	text_add(&svg, "<svg viewBox=\"0 0 1000 600\"><defs><circle id='p' r='1'/></defs>"
		       "<g id=\"s_plot_1\" ><title>rows</title>");
	for (size_t i = 0; i < count; i++) {
		text_add(&table, "%zu\n", i);
		mark(&svg, i);
	}
	text_add(&svg, "</g></svg>");
	page_rows_init(&rows, table.text);
	ck_assert(page_svg_init(&picture, svg.text, "c1", &rows));
	ck_assert_uint_eq(picture.mark_count, count);
	text_finish(&svg);
	text_finish(&table);
}

static void add_point(struct text *svg, size_t index)
{
	text_add(svg, "<use xlink:href='#p' transform='translate(%zu,20) scale(3.90)'/>", index);
}

/* Every fifth is wide, and those are no more than get a shape; the last one is the widest. */
static void add_area(struct text *svg, size_t index)
{
	size_t right = index + (index == 3999 ? 1000 : index % 5 == 0 ? 10 : 1);

	text_add(svg, "<polygon points='%zu,2 %zu,2 %zu,8 %zu,8'/>", index, right, right, index);
}

START_TEST(of_very_many_points_some_everywhere_tell_their_values)
{
	draw_many(800, add_point);
	ck_assert_uint_eq(picture.tip_count, 800);
	finish();
	draw_many(4000, add_point);
	ck_assert_uint_eq(picture.tip_count, 800);
	expect("<title>number 4</title>");
	expect("<title>number 1999</title>");
	expect("<title>number 3999</title>");
	expect_not("<title>number 5</title>");
	finish();
}
END_TEST

START_TEST(of_very_many_areas_the_widest_tell_their_values)
{
	draw_many(4000, add_area);
	ck_assert_uint_eq(picture.tip_count, 800);
	expect("<title>number 0</title>");
	expect("<title>number 3990</title>");
	expect("<title>number 3999</title>");
	expect_not("<title>number 1</title>");
	expect_not("<title>number 3995</title>"); /* 800 are as wide, and one is wider */
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("page_tips");
	TCase *tcase = tcase_create("many");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(tcase, of_very_many_points_some_everywhere_tell_their_values);
	tcase_add_test(tcase, of_very_many_areas_the_widest_tell_their_values);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
