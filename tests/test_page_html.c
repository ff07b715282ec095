/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of HTML: what is foreign stays text, and our Markdown becomes the elements it stands for. */
#include "show/html.h"

#include <check.h>
#include <stdlib.h>

static struct text html;

static const char *as_text(const char *foreign)
{
	text_finish(&html);
	html_text(&html, foreign);
	return html.text;
}

static const char *from(const char *markdown)
{
	text_finish(&html);
	html_add_markdown(&html, markdown);
	return html.text;
}

START_TEST(foreign_text_has_no_markup)
{
	ck_assert_str_eq(as_text("<script>alert(\"x\")</script> & 'y'"),
		"&#60;script&#62;alert(&#34;x&#34;)&#60;/script&#62; &#38; &#39;y&#39;");
	ck_assert_str_eq(as_text("a\nb\x1b[31mc\xff"), "a?b?[31mc?");
	ck_assert_str_eq(as_text("$(reboot) `id` | 96 × 4 ms"), "$(reboot) `id` | 96 × 4 ms");
	ck_assert_str_eq(as_text("95 % of"), "95\u00a0% of");
	text_finish(&html);
}
END_TEST

START_TEST(paragraphs_lists_and_headings_become_elements)
{
	ck_assert_str_eq(from("## How far, and *why*\n\nOne **two** `a<b`.\n"),
		"<h2 id=\"how-far-and-why\">How far, and <em>why</em></h2>\n"
		"<p>One <strong>two</strong> <code>a&#60;b</code>.</p>\n");
	ck_assert_str_eq(from("- one\n- two\n\n1. first\n2. second\n"),
		"<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
		"<ol>\n<li>first</li>\n<li>second</li>\n</ol>\n");
	text_finish(&html);
}
END_TEST

START_TEST(a_table_has_headers_and_the_paragraph_above_as_caption)
{
	const char *table = from("Times:\n\n| workers | a \\| b |\n| ---: | :--- |\n| 1 | x |\n| 2 "
				 "| \\<y\\> |\n\nEnd.\n");

	ck_assert_str_eq(table,
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table: Times\">"
		"<table class=\"pair\">\n<caption><span>Times</span></caption>\n<thead>\n"
		"<tr><th scope=\"col\" class=\"n\">workers</th><th scope=\"col\">a | b</th></tr>\n"
		"</thead>\n<tbody>\n"
		"<tr><th scope=\"row\" class=\"n\">1</th><td>x</td></tr>\n"
		"<tr><th scope=\"row\" class=\"n\">2</th><td>&#60;y&#62;</td></tr>\n"
		"</tbody>\n</table></div>\n<p>End.</p>\n");
	text_finish(&html);
}
END_TEST

START_TEST(code_is_taken_as_it_stands)
{
	ck_assert_str_eq(from("````sh\necho ``` <b> **x**\n````\n"),
		"<pre><code>echo ``` &#60;b&#62; **x**\n</code></pre>\n");
	ck_assert_str_eq(
		from("`` worker 3: `boom` ``\n"), "<p><code>worker 3: `boom`</code></p>\n");
	text_finish(&html);
}
END_TEST

START_TEST(what_is_no_markup_of_ours_becomes_text)
{
	ck_assert_str_eq(from("<b>x</b> [a](javascript:b) ![c](http://d) ` open\n"),
		"<p>&#60;b&#62;x&#60;/b&#62; [a](javascript:b) ![c](http://d) ` open</p>\n");
	ck_assert_str_eq(from("**never closed\n"), "<p><strong>never closed</strong></p>\n");
	ck_assert_str_eq(from("ends in \\"), "<p>ends in \\</p>\n");
	ck_assert_str_eq(from("| alone"),
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
		"aria-label=\"Table\"><table>\n"
		"<thead>\n<tr><th scope=\"col\">alone</th></tr>\n</thead>\n<tbody>\n</tbody>\n"
		"</table></div>\n");
	text_finish(&html);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("page_html");
	TCase *tcase = tcase_create("page_html");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(tcase, foreign_text_has_no_markup);
	tcase_add_test(tcase, paragraphs_lists_and_headings_become_elements);
	tcase_add_test(tcase, a_table_has_headers_and_the_paragraph_above_as_caption);
	tcase_add_test(tcase, code_is_taken_as_it_stands);
	tcase_add_test(tcase, what_is_no_markup_of_ours_becomes_text);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
