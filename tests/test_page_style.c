/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style sheet of the page: all of its rules get there, and its comments don't. */
#include "show/page_style.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "text.h"

/* What page_style.sed makes of SHEET; the caller frees. */
static char *made_of(const char *sheet)
{
	char *folder = scratch_create(), *path = xasprintf("%s/sheet.css", folder);
	char *command = xasprintf("sed -f '%s/src/show/page_style.sed' %s", SOURCE_ROOT, path);
	char *lines = xcalloc(4096, 1);

	ck_assert(write_file(path, sheet, strlen(sheet)));
	FILE *out = popen(command, "r");
	ck_assert_ptr_nonnull(out);
	ck_assert_uint_lt(fread(lines, 1, 4095, out), 4095);
	ck_assert_int_eq(pclose(out), 0);
	free(command);
	free(path);
	scratch_destroy(folder);
	return lines;
}

START_TEST(comments_go_and_nothing_else_does)
{
	char *lines = made_of("/* two\n   lines */\n"
			      "a { b: c; }\n"
			      "/* one line */\n"
			      "  d { content: \"x\\y\"; }\n"
			      "/* before * a / rule **/ e { f: g; }\n"
			      "h { i: j; } /* behind it */\n"
			      "\n"
			      "k { l: m; } /**/ n { o: p; }\n");

	ck_assert_str_eq(lines, "\"a { b: c; }\",\n"
				"\"d { content: \\\"x\\\\y\\\"; }\",\n"
				"\"e { f: g; }\",\n"
				"\"h { i: j; }\",\n"
				"\"k { l: m; }  n { o: p; }\",\n");
	free(lines);
}
END_TEST

START_TEST(every_rule_of_the_sheet_is_in_the_page)
{
	char *sheet = read_file(SOURCE_ROOT "/src/show/page_style.css", NULL);
	struct text html = {0};
	size_t count = 0;

	ck_assert_ptr_nonnull(sheet);
	page_style(&html);
	for (char *line = strtok(sheet, "\n"); line; line = strtok(NULL, "\n")) {
		if (strpbrk(line, "{}")) { /* no comment has one */
			line += strspn(line, " ");
			ck_assert_msg(strstr(html.text, line) != NULL, "missing: %s", line);
			count++;
		}
	}
	ck_assert_uint_gt(count, 50);
	ck_assert_ptr_null(strstr(html.text, "/*"));
	free(sheet);
	text_finish(&html);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("page_style");
	TCase *tcase = tcase_create("page_style");

	tcase_add_test(tcase, comments_go_and_nothing_else_does);
	tcase_add_test(tcase, every_rule_of_the_sheet_is_in_the_page);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
