/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of report.html: what stands in it and in which order, failures shown, foreign text harmless. */
#include "show/page.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "drawn.h"
#include "gallery.h"

static struct text html;
static char *folder;

static const char *page(void)
{
	if (!folder) {
		folder = gallery_folder();
	}
	text_finish(&html);
	page_html(&gallery, folder, &html);
	return html.text;
}

static void finish(void)
{
	text_finish(&html);
	if (folder) {
		gallery_remove(folder);
		folder = NULL;
	}
	gallery_finish();
}

static void put_chart(const char *name, const char *content)
{
	char *charts = xasprintf("%s/charts", folder), *path = xasprintf("%s/%s", charts, name);

	mkdir(charts, 0755);
	ck_assert(write_file(path, content, strlen(content)));
	free(path);
	free(charts);
}

static void expect(const char *words)
{
	ck_assert_msg(strstr(html.text, words) != NULL, "the page lacks: %s", words);
}

static void expect_not(const char *words)
{
	ck_assert_msg(strstr(html.text, words) == NULL, "the page has: %s", words);
}

/* Every tag of the page is one that we write, with attributes that do nothing. */
static void expect_known_tags(void)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	static const char known[] =
		" html head meta link title style body a header nav main section article figure "
		"figcaption div p h1 h2 h3 h4 ul ol li table caption thead tbody tr th td details "
		"summary pre code strong em small span svg g defs path polygon rect circle use "
		"text "
		"tspan ";

	for (const char *at = strstr(html.text, "<html"); (at = strchr(at, '<')) != NULL;) {
		at += 1 + (at[1] == '/');
		char *name = xasprintf(" %.*s ", (int)strcspn(at, " >/"), at);
		ck_assert_msg(strstr(known, name) != NULL, "a foreign tag: %.40s", at);
		free(name);
		const char *end = strchr(at, '>'), *word = at;
		while ((word = strstr(word, " on")) != NULL && word < end) {
			word += 3;
			ck_assert_msg(word[strspn(word, letters)] != '=', "a handler: %.60s", at);
		}
	}
}

START_TEST(the_page_has_its_parts_in_order)
{
	static const char *const ids[] = {
		"answer", "losses", "charts", "trust", "machine", "method", "repeat"};
	const char *last = NULL;

	gallery_usual_probed(7, gallery_smt_probe);
	last = page();
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		char *heading = xasprintf("<h2 id=\"%s\">", ids[i]);
		char *link = xasprintf("<a href=\"#%s\">", ids[i]);
		const char *place = strstr(html.text, heading);

		ck_assert_msg(place > last, "%s", heading);
		expect(link);
		last = place;
		free(heading);
		free(link);
	}
	expect("<h1 id=\"manyhands-sleep-primes\">manyhands: sleep, primes</h1>\n<p>2 cores · 7 "
	       "rounds");
	expect("<pre><code>manyhands run <span>--seed</span> 1\n</code></pre>");
	expect_known_tags();
	finish();
}
END_TEST

START_TEST(nothing_may_run_or_be_fetched)
{
	gallery_usual(7);
	page();
	expect("default-src 'none'; script-src 'none';");
	expect_not("<script");
	expect_not("http://");
	expect_not("https://");
	expect_not("src=");
	finish();
}
END_TEST

START_TEST(verdicts_and_what_is_said_come_first)
{
	gallery_usual(7);
	page();
	expect("data-ask=\"threads or the loop?\"><strong>faster: 1.97×</strong> "
	       "<span>1.97 to 1.97×</span> <small>2 threads / loop</small></td>");
	expect("<article aria-labelledby=\"answer-2\">\n<h3 id=\"answer-2\">primes, below 4 000 "
	       "000</h3>\n<p>2 threads are 1.97× as fast as the loop");
	finish();
}
END_TEST

START_TEST(failures_are_shown_with_their_reasons)
{
	gallery_usual(7);
	fixture_fail(
		&gallery_samples, "sleep/thread-pool/8", 0, SAMPLE_TIMED_OUT, "no end within 2 s");
	fixture_fail(&gallery_samples, "sleep/sequential/1", 0, SAMPLE_CRASHED, "signal 11 <b>");
	gallery_judge();
	page();
	expect("<h4>What failed</h4>");
	expect("<li>thread-pool at 8 workers: all 7 samples TIMED OUT, the first: <code>no end "
	       "within 2 s</code></li>");
	expect("<code>signal 11 &#60;b&#62;</code>");
	expect("<td role=\"cell\" class=\"bad\" data-ask=\"the loop\">CRASHED</td>");
	expect("nothing to compare");
	finish();
}
END_TEST

START_TEST(charts_not_drawn_are_named_and_their_values_stand_there)
{
	gallery_usual(7);
	page();
	expect_not("class=\"missing\"");
	put_chart("speedup-primes.csv", "series,workers,speedup\n1,2,3\n");
	put_chart("overview.csv", "series,workers,speedup\n1,2,3\n");
	page();
	expect("Missing, since no gnuplot drew them: overview, speedup-primes.");
	expect("<code>gnuplot-nox</code>");
	expect("<details open><summary>The values of speedup-primes</summary>");
	expect("1.97× (1.97–1.97)");
	finish();
}
END_TEST

START_TEST(a_chart_that_is_none_is_left_out_and_told)
{
	gallery_usual(7);
	page();
	put_chart("speedup-primes.svg", "<svg viewBox=\"0 0 1000 600\"><script>x</script></svg>");
	page();
	expect("<code>charts/speedup-primes.svg</code> is not as gnuplot draws it");
	expect_known_tags();
	finish();
}
END_TEST

START_TEST(a_chart_says_so_where_not_all_of_its_marks_tell_their_values)
{
	struct text csv = {0}, svg = {0};

	gallery_usual(7);
	page();
	text_add(&csv, "number\n");
	text_add(&svg, "<svg viewBox=\"0 0 1000 600\"><defs><circle id='p' r='1'/></defs>"
		       "<g id=\"s_plot_1\" ><title>rows</title>");
	for (int i = 0; i < 900; i++) {
		text_add(&csv, "%d\n", i);
		text_add(&svg, "<use xlink:href='#p' transform='translate(%d,20) scale(3)'/>", i);
	}
	text_add(&svg, "</g></svg>");
	put_chart("heat.csv", csv.text);
	put_chart("heat.svg", svg.text);
	page();
	expect("<p class=\"note\">800 of 900 marks tell their values when pointed at; the table "
	       "has all.</p>");
	text_finish(&svg);
	text_finish(&csv);
	finish();
}
END_TEST

START_TEST(hostile_words_stay_words)
{
	static const char hostile[] = "\"><script>alert('x')</script>|`id`$(id)\n# h\n\x1b[31m&lt;";
	struct run *run = &gallery_samples.run;
	char **fields[] = {&run->machine.cpu_model, &run->machine.summary, &run->machine.topology,
		&run->command, &run->started, &run->version};

	gallery_usual(7);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		free(*fields[i]);
		*fields[i] = xstrdup(hostile);
	}
	free(run->workloads[0].work);
	run->workloads[0].work = xstrdup(hostile);
	fixture_fail(&gallery_samples, "sleep/thread-pool/8", 3, SAMPLE_FAILED, hostile);
	gallery_samples.notes = xcalloc(1, sizeof(*gallery_samples.notes));
	gallery_samples.notes[0] = xstrdup(hostile);
	gallery_samples.note_count = 1;
	gallery_judge();
	page();
	expect("&#34;&#62;&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;|`id`$(id)?# "
	       "h??[31m&#38;lt;");
	expect_known_tags();
	ck_assert_ptr_null(strchr(html.text, '\x1b'));
	finish();
}
END_TEST

START_TEST(the_same_samples_give_the_same_bytes)
{
	gallery_usual(7);
	char *first = xstrdup(page());
	gallery_judge();
	ck_assert_str_eq(first, page());
	free(first);
	finish();
}
END_TEST

/* How often WORDS stand in the page. */
static size_t count(const char *words)
{
	size_t found = 0;

	for (const char *at = html.text; (at = strstr(at, words)) != NULL; at++) {
		found++;
	}
	return found;
}

START_TEST(charts_as_gnuplot_draws_them_are_taken_in)
{
	gallery_usual(7);
	fixture_fail(&gallery_samples, "sleep/process-pool/8", 0, SAMPLE_CRASHED, "boom");
	gallery_judge();
	drawn_draw(gallery_can_draw() ? CHARTS_DRAWN : CHARTS_NO_GNUPLOT);
	text_finish(&html);
	page_html(&gallery, drawn_folder, &html);
	expect_known_tags();
	expect_not("is not as gnuplot draws it");
	if (gallery_can_draw()) {
		expect("<figure id=\"speedup-primes\">");
		expect("<title>thread-pool, 2 workers, speedup 1.97× (1.97 to 1.97)</title>");
		expect("<title>CRASHED, process-pool, 8 workers</title>");
		expect_not("gnuplot_canvas");
		ck_assert_uint_eq(count("<figure"), count("role=\"img\""));
		ck_assert_uint_eq(count("<figure"), count("<figcaption><strong>"));
		ck_assert_uint_eq(count("<figure"), count("<summary>"));
		ck_assert_uint_eq(count("<figure"), count("<g class=\"tips\">"));
	}
	text_finish(&html);
	drawn_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("page");
	TCase *tcase = tcase_create("page");
	SRunner *runner = srunner_create(suite);

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, the_page_has_its_parts_in_order);
	tcase_add_test(tcase, nothing_may_run_or_be_fetched);
	tcase_add_test(tcase, verdicts_and_what_is_said_come_first);
	tcase_add_test(tcase, failures_are_shown_with_their_reasons);
	tcase_add_test(tcase, charts_not_drawn_are_named_and_their_values_stand_there);
	tcase_add_test(tcase, a_chart_that_is_none_is_left_out_and_told);
	tcase_add_test(tcase, a_chart_says_so_where_not_all_of_its_marks_tell_their_values);
	tcase_add_test(tcase, hostile_words_stay_words);
	tcase_add_test(tcase, the_same_samples_give_the_same_bytes);
	tcase_add_test(tcase, charts_as_gnuplot_draws_them_are_taken_in);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
