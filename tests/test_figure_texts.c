/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of charts in their scripts, which people edit: of each there is one, so that an edit counts. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "gallery.h"
#include "show/chart_kinds.h"
#include "text.h"

/* How often NAME is given a value in HEAD. */
static size_t count_assignments(const char *head, const char *name)
{
	char *words = xasprintf("\n%s = ", name), *whole = xasprintf("\n%s", head);
	size_t count = 0;

	for (const char *at = whole; (at = strstr(at, words)) != NULL; at++) {
		count++;
	}
	free(whole);
	free(words);
	return count;
}

static void expect_each_once(const struct figure *figure)
{
	static const char *const names[] = {"NAME", "ID", "TITLE", "SUBTITLE", "FOOTER"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t count = count_assignments(figure->head.text, names[i]);

		ck_assert_msg(count == 1, "%s has %s %zu times", figure->name, names[i], count);
	}
}

START_TEST(every_text_of_a_chart_is_assigned_once)
{
	static const char *const names[] = {"here", "there"};
	struct figure_source source;
	struct text made = {0};

	gallery_usual_probed(7, gallery_smt_probe);
	struct judgement both[] = {gallery, gallery};
	struct beside beside = {both, names, 2};
	figure_source_init(&source, &gallery, NULL);
	source.beside = &beside;
	for (size_t i = 0; chart_kind_at(i); i++) {
		struct figure figure;

		if (chart_kind_at(i)->init(&figure, &source, 1)) {
			text_add(&made, "%s ", chart_kind_at(i)->name);
			expect_each_once(&figure);
			figure_finish(&figure);
		}
	}
	ck_assert_ptr_nonnull(made.text);
	static const char *const at_least[] = {
		"overview", "questions", "heat", "speedup", "time", "samples", "losses", "beside"};
	for (size_t i = 0; i < sizeof(at_least) / sizeof(at_least[0]); i++) {
		ck_assert_msg(strstr(made.text, at_least[i]) != NULL, "%s lacks %s", made.text,
			at_least[i]);
	}
	text_finish(&made);
	figure_source_finish(&source);
	gallery_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("figure_texts");
	TCase *tcase = tcase_create("figure_texts");

	tcase_add_test(tcase, every_text_of_a_chart_is_assigned_once);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
