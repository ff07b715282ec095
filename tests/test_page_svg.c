/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of pictures in the page: themed colours, values on marks, nothing foreign let in. */
#include "show/page_svg.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char *const csv = "series,workers,speedup,low,high,disturbed,lane,status,strategy\n"
			       "-1,1,1,,,,,,ideal\n"
			       "1,1,0.998,0.99,1.01,0,,OK,thread-pool\n"
			       "1,2,1.753,1.2,2,1,,OK,thread-pool\n"
			       "2,1,,,,,1,CRASHED,\"a \"\"quoted\"\", <b>\"\n";

static struct page_rows rows;
static struct page_svg picture;

static void read_rows(const char *text)
{
	page_rows_finish(&rows);
	page_rows_init(&rows, text);
}

static void finish(void)
{
	page_svg_finish(&picture);
	page_rows_finish(&rows);
}

/* Makes a picture of INNER, drawn as gnuplot does; false: it is refused. */
static bool draw(const char *inner)
{
	char *svg = xasprintf(
		"<?xml version=\"1.0\" encoding=\"utf-8\"  standalone=\"no\"?>\n"
		"<svg \n viewBox=\"0 0 1000 600\"\n xmlns=\"http://www.w3.org/2000/svg\"\n>\n"
		"<title>speedup_1</title>\n<desc>Produced by GNUPLOT</desc>\n"
		"<g id=\"gnuplot_canvas\">\n"
		"<rect x=\"0\" y=\"0\" width=\"1000\" height=\"600\" fill=\"#ffffff\"/>\n"
		"%s\n</g>\n</svg>\n",
		inner);

	page_svg_finish(&picture);
	bool ok = page_svg_init(&picture, svg, "c1", &rows);
	free(svg);
	return ok;
}

static void expect(const char *words)
{
	ck_assert_msg(strstr(picture.body.text, words) != NULL, "the picture lacks: %s\n%s", words,
		picture.body.text);
}

static void expect_not(const char *words)
{
	ck_assert_msg(strstr(picture.body.text, words) == NULL, "the picture has: %s\n%s", words,
		picture.body.text);
}

static void expect_rows(const char *filter, const char *expected)
{
	size_t count;
	size_t *found = page_rows_find(&rows, filter, &count);
	struct text text = {0};

	text_add(&text, "%s", found ? "" : "none");
	for (size_t i = 0; found && i < count; i++) {
		text_add(&text, "%zu ", found[i]);
	}
	ck_assert_msg(strcmp(text.text, expected) == 0, "%s: %s, expected %s", filter, text.text,
		expected);
	text_finish(&text);
	free(found);
}

START_TEST(rows_are_found_by_their_columns)
{
	read_rows(csv);
	expect_rows("rows", "0 1 2 3 ");
	expect_rows("rows series=1", "1 2 ");
	expect_rows("rows series=2 speedup", "");
	expect_rows("rows high>speedup", "1 2 ");
	expect_rows("rows lane=1", "3 ");
	expect_rows("rows nothing=1", "none");
	expect_rows("rows speedup>nothing", "none");
	expect_rows("CSV using (of(-1)):'speedup'", "none");
	expect_rows("", "none");
	finish();
}
END_TEST

START_TEST(torn_data_give_rows_of_the_same_width)
{
	read_rows("a,b\n1\n2,3,4\n\"x\n\"\"y");
	ck_assert_uint_eq(rows.column_count, 2);
	ck_assert_uint_eq(rows.row_count, 3);
	ck_assert_str_eq(page_rows_field(&rows, 0, 1), "");
	ck_assert_str_eq(page_rows_field(&rows, 1, 1), "3");
	ck_assert_str_eq(page_rows_field(&rows, 2, 0), "x\n\"y");
	read_rows("");
	ck_assert_uint_eq(rows.row_count, 0);
	expect_rows("rows", "");
	finish();
}
END_TEST

START_TEST(rows_are_told_in_words_and_as_a_table)
{
	struct text text = {0};

	read_rows(csv);
	page_rows_words(&rows, 2, &text);
	ck_assert_str_eq(
		text.text, "thread-pool, 2 workers, speedup 1.75× (1.20 to 2.00), disturbed");
	text_finish(&text);
	page_rows_words(&rows, 3, &text);
	ck_assert_str_eq(text.text, "CRASHED, a \"quoted\", <b>, 1 worker");
	text_finish(&text);
	page_rows_markdown(&rows, &text);
	ck_assert_msg(strstr(text.text,
			      "| status | strategy | workers | speedup | disturbed |\n"
			      "| :--- | :--- | ---: | ---: | ---: |\n"
			      "|  | ideal | 1 | 1.00× |  |\n"
			      "|  | thread-pool | 1 | 0.998× (0.990 to 1.01) |  |\n") == text.text,
		"%s", text.text);
	text_finish(&text);
	finish();
}
END_TEST

START_TEST(moments_and_lengths_are_named_without_their_units)
{
	struct text text = {0};

	read_rows("state,from_s,to_s,chunk\ncomputes,0.0012,0.003,7\n");
	page_rows_words(&rows, 0, &text);
	ck_assert_str_eq(text.text, "computes, from 1.2 ms, to 3 ms, chunk 7");
	text_finish(&text);
	finish();
	read_rows("series,task_us,efficiency,low,high,strategy\n1,10.5,0.5,0.4,0.6,thread-pool\n");
	page_rows_words(&rows, 0, &text);
	ck_assert_str_eq(text.text, "thread-pool, task 10 µs, efficiency 50.0 % (40.0 to 60.0)");
	text_finish(&text);
	finish();
}
END_TEST

START_TEST(colours_become_variables_with_themselves_as_fallback)
{
	ck_assert(draw("<path stroke='rgb(  0, 114, 178)'  d='M1,2 L3,4'/>"
		       "<polygon fill = 'rgb(219, 225, 232)' points = '1,2 3,4 5,6 '/>"
		       "<g color=\"black\" stroke=\"currentColor\"><path d='M1,1'/></g>"));
	expect("<path stroke=\"var(--c0072b2,#0072b2)\" d=\"M1,2 L3,4\"/>");
	expect("<polygon fill=\"var(--fdbe1e8,#dbe1e8)\" points=\"1,2 3,4 5,6 \"/>");
	expect("<g color=\"var(--c000000,#000000)\" stroke=\"currentColor\">");
	expect_not("<rect"); /* the background is the page's */
	expect_not("<title");
	finish();
}
END_TEST

START_TEST(ids_belong_to_the_picture_and_empty_groups_go)
{
	ck_assert(draw(
		"<defs><circle id='gpPt5' r='1'/></defs>"
		"<g fill=\"none\"><g stroke='none'>\n</g></g>"
		"<use xlink:href='#gpPt5' transform='translate(1,2) scale(3)' color='#010203'/>"));
	expect("<circle id=\"c1-gpPt5\" r=\"1\"/>");
	expect("<use href=\"#c1-gpPt5\" transform=\"translate(1,2) scale(3)\"");
	expect_not("<g fill");
	expect_not("gnuplot_canvas");
	finish();
}
END_TEST

#define WORDS(y, words)                                                                            \
	"<g transform=\"translate(28.00," y ")\"><text><tspan>" words "</tspan></text></g>"

START_TEST(title_and_caption_are_left_to_the_page)
{
	ck_assert(draw(WORDS("34.24", "a &amp; b &lt;c&gt;") WORDS("61.24", "below") WORDS(
		"570.00", "hollow points") WORDS("588.00", "the footer") WORDS("300.00", "stays")));
	ck_assert_str_eq(picture.title.text, "a & b <c>");
	ck_assert_str_eq(picture.subtitle.text, "below");
	ck_assert_str_eq(picture.caption.text, "hollow points");
	expect("<svg viewBox=\"0 72 1000 488\" font-size=\"13\" role=\"img\" "
	       "aria-label=\"a &#38; b &#60;c&#62;\">");
	expect(">stays<");
	expect_not("footer");
	finish();
}
END_TEST

#define POINT(place) "<use xlink:href='#p' transform='translate(" place ") scale(3.90)'/>"

START_TEST(points_tell_the_values_of_their_rows)
{
	read_rows(csv);
	ck_assert(draw("<defs><circle id='p' r='1'/></defs>"
		       "<g id=\"s_plot_1\" ><title>rows series=1 speedup</title>"
		       "<g>" POINT("10,20") POINT("18,20") "</g></g>"));
	ck_assert_uint_eq(picture.tip_count, 2);
	expect("<circle cx=\"10.00\" cy=\"20.00\" r=\"4\"><title>thread-pool, 1 worker, speedup "
	       "0.998× (0.990 to 1.01)</title></circle>");
	expect("<circle cx=\"18.00\" cy=\"20.00\" r=\"4\"><title>thread-pool, 2 workers, ");
	finish();
}
END_TEST

START_TEST(areas_tell_theirs_and_foreign_words_stay_text)
{
	read_rows(csv);
	ck_assert(draw("<g id=\"s_plot_1\" ><title>rows lane=1</title>"
		       "<g><polygon points='1,2 3,4 5,6'/></g></g>"));
	expect("<polygon points=\"1,2 3,4 5,6\"><title>CRASHED, a &#34;quoted&#34;, &#60;b&#62;, 1 "
	       "worker</title></polygon>");
	finish();
}
END_TEST

START_TEST(marks_say_nothing_where_they_are_not_as_many_as_rows)
{
	read_rows(csv);
	ck_assert(draw("<defs><circle id='p' r='1'/></defs>"
		       "<g id=\"s_plot_1\" ><title>rows series=1 speedup</title>" POINT(
			       "1,2") "</g>"
				      "<g id=\"s_plot_2\" ><title>CSV using 1:2</title>" POINT(
					      "1,2") "</g>"));
	ck_assert_uint_eq(picture.tip_count, 0);
	expect_not("<title>");
	finish();
}
END_TEST

START_TEST(what_gnuplot_does_not_draw_is_refused)
{
	static const char *const bad[] = {
		"<script>alert(1)</script>",
		"<foreignObject><b>x</b></foreignObject>",
		"<image href='http://x/y.png'/>",
		"<a xlink:href='javascript:x'><text>x</text></a>",
		"<use xlink:href='http://x/y#z'/>",
		"<path fill='url(http://x/y)'/>",
		"<path d='M0,0\"><script>'/>",
		"<path transform='expression(&quot;)'/>",
		"<g><path d='M0,0'/>",
		"<g></text>",
		"</g></g></g>",
		"<g <g>>",
		"<text x=1>",
		"<!-- never closed",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(!draw(bad[i]), "let in: %s", bad[i]);
		ck_assert_ptr_null(picture.body.text);
	}
	ck_assert(!page_svg_init(&picture, "", "c1", &rows));
	ck_assert(!page_svg_init(&picture, "no picture", "c1", &rows));
	finish();
}
END_TEST

/* The picture with its size as SIZE says; false: it is refused. */
static bool draw_sized(const char *size)
{
	char *svg = xasprintf("<svg viewBox=\"0 0 %s\"><g id=\"gnuplot_canvas\"></g></svg>", size);

	page_svg_finish(&picture);
	bool ok = page_svg_init(&picture, svg, "c1", &rows);
	free(svg);
	return ok;
}

START_TEST(sizes_that_are_no_numbers_of_pixels_are_refused)
{
	static const char *const bad[] = {"inf inf", "1000 inf", "nan nan", "1000 nan",
		"1e300 1e300", "1000 1e7", "-1000 600", "1000 1"};

	ck_assert(draw_sized("1000 600"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(!draw_sized(bad[i]), "let in: %s", bad[i]);
	}
	finish();
}
END_TEST

START_TEST(places_that_are_no_numbers_are_none)
{
	static const char *const bad[] = {"nan,40", "28.00,nan", "inf,40", "1e300,40", "-1e300,40",
		"28,1e99", "2e9,40", "28,-inf"};

	read_rows(csv);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *text = xasprintf("<g transform=\"translate(%s)\"><text>x</text></g>"
				       "<defs><circle id='p' r='1'/></defs>"
				       "<g id=\"s_plot_1\" ><title>rows lane=1</title>"
				       "<use xlink:href='#p' transform='translate(%s)'/></g>",
			bad[i], bad[i]);

		ck_assert(draw(text));
		ck_assert_uint_eq(picture.title.length, 0);
		ck_assert_uint_eq(picture.tip_count, 0);
		free(text);
	}
	finish();
}
END_TEST

START_TEST(handlers_and_styles_are_left_out)
{
	ck_assert(draw("<path onclick='alert(1)' style='fill:url(x)' class='y' d='M0,0'/>"));
	expect("<path d=\"M0,0\"/>");
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("page_svg");
	TCase *data = tcase_create("rows"), *tcase = tcase_create("svg");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(data, rows_are_found_by_their_columns);
	tcase_add_test(data, torn_data_give_rows_of_the_same_width);
	tcase_add_test(data, rows_are_told_in_words_and_as_a_table);
	tcase_add_test(data, moments_and_lengths_are_named_without_their_units);
	tcase_add_test(tcase, colours_become_variables_with_themselves_as_fallback);
	tcase_add_test(tcase, ids_belong_to_the_picture_and_empty_groups_go);
	tcase_add_test(tcase, title_and_caption_are_left_to_the_page);
	tcase_add_test(tcase, points_tell_the_values_of_their_rows);
	tcase_add_test(tcase, areas_tell_theirs_and_foreign_words_stay_text);
	tcase_add_test(tcase, marks_say_nothing_where_they_are_not_as_many_as_rows);
	tcase_add_test(tcase, what_gnuplot_does_not_draw_is_refused);
	tcase_add_test(tcase, sizes_that_are_no_numbers_of_pixels_are_refused);
	tcase_add_test(tcase, places_that_are_no_numbers_are_none);
	tcase_add_test(tcase, handlers_and_styles_are_left_out);
	suite_add_tcase(suite, data);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
