/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain lines are parsed as jansson parses them; what is not plain is left to it. */
#include <check.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>

#include "plain_lines.h"
#include "samples_json.h"
#include "scratch.h"
#include "small_run.h"
#include "text.h"

/* A sample line with all kinds of values there are. */
static const char full[] =
	SAMPLE("\"total_ns\":520,\"reason\":\"a 'b' <c> | $(d)\",\"trace\":null,\"more\":true,"
	       "\"less\":false, \"none\" : {} , \"list\":[ ],\"workers\":{\"count\":2,\"tasks\":[1,"
	       "null],\"end_ns\":[999999999999999999,0]}");

/* True if LINE was plain; then it must be what jansson makes of it. */
static bool is_plain(const char *line, size_t length)
{
	json_t *json = plain_parse(line, length);
	json_t *expected = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	bool plain = json != NULL;

	ck_assert_msg(
		!json || json_equal(json, expected), "other than jansson: %.*s", (int)length, line);
	json_decref(json);
	json_decref(expected);
	return plain;
}

START_TEST(every_sample_line_that_is_written_is_plain)
{
	char *folder = scratch_create();
	struct samples samples;
	size_t length;

	small_run_init(&samples);
	samples.sample[1].workers.row[0].busy_ns = SAMPLE_UNKNOWN;
	samples.sample[1].items = (struct sample_items){.count = 3, .ended = 2};
	samples.sample[2].role = ROLE_TRACED;
	samples.sample[2].has_trace = true;
	small_run_write(&samples, folder);
	char *text = small_run_text(folder, &length), *line = strchr(text, '\n') + 1;
	size_t count = 0;

	for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		ck_assert_msg(
			is_plain(line, (size_t)(end - line)), "%.*s", (int)(end - line), line);
		count++;
	}
	ck_assert_uint_eq(count, samples.count);
	ck_assert(is_plain(full, strlen(full)));
	ck_assert(is_plain("{}", 2));
	free(text);
	samples_finish(&samples);
	scratch_destroy(folder);
}
END_TEST

static const char *const others[] = {
	"",
	" ",
	"null",
	"7",
	"\"x\"",
	"[]",
	"{",
	"}",
	"{]",
	"{\"a\"",
	"{\"a\":",
	"{\"a\":1",
	"{\"a\":1,}",
	"{,}",
	"{\"a\" 1}",
	"{\"a\":1}}",
	"{\"a\":1} ",
	"{\"a\":1}x",
	"{a:1}",
	"{\"a\":}",
	/* numbers */
	"{\"a\":-1}",
	"{\"a\":1.0}",
	"{\"a\":1e3}",
	"{\"a\":01}",
	"{\"a\":00}",
	"{\"a\":+1}",
	"{\"a\":0x1}",
	"{\"a\":1000000000000000000}",
	"{\"a\":99999999999999999999}",
	"{\"a\":NaN}",
	"{\"a\":1 2}",
	/* words */
	"{\"a\":nul}",
	"{\"a\":nulll}",
	"{\"a\":True}",
	"{\"a\":t}",
	"{\"a\":f",
	/* texts */
	"{\"a\":\"\\n\"}",
	"{\"a\":\"\\u0041\"}",
	"{\"a\":\"\xc3\x97\"}",
	"{\"a\":\"\xff\"}",
	"{\"a\":\"\t\"}",
	"{\"a\":\"\x7f\"}",
	"{\"a\":\"b}",
	"{\"a\":'b'}",
	"{\"\\u0061\":1}",
	"{\"a234567890123456789012345678901234567890123456789012345678901234\":1}",
	/* lists, names twice, depth, white space */
	"{\"a\":[1,]}",
	"{\"a\":[,1]}",
	"{\"a\":[1 2]}",
	"{\"a\":[1}",
	"{\"a\":[1",
	"{\"a\":1,\"a\":1}",
	"{\"b\":{\"a\":1,\"c\":2,\"a\":1}}",
	"{\"a\":[[[1]]]}",
	"{\"a\":{\"b\":{\"c\":{}}}}",
	"{\"a\":\t1}",
};

START_TEST(what_is_not_plain_is_left_to_jansson)
{
	ck_assert_msg(!is_plain(others[_i], strlen(others[_i])), "%s", others[_i]);
}
END_TEST

START_TEST(a_nul_is_not_the_end)
{
	static const char inside[] = "{\"a\":\"b\0c\"}", behind[] = "{\"a\":1}\0";

	ck_assert(!is_plain(inside, sizeof(inside) - 1));
	ck_assert(!is_plain(behind, sizeof(behind) - 1));
}
END_TEST

START_TEST(every_line_cut_short_is_no_line)
{
	for (size_t length = 0; length < strlen(full); length++) {
		char *line = xcalloc(length, 1); /* so that a byte too many is seen */

		memcpy(line, full, length);
		ck_assert(!is_plain(line, length));
		free(line);
	}
}
END_TEST

START_TEST(a_changed_line_is_what_jansson_says_it_is)
{
	static const char letters[] = "{}[],:\"\\ 0179-.eEnulltrfasx\t\x7f\xc3";
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t plain = 0;

	ck_assert_ptr_nonnull(rng);
	gsl_rng_set(rng, 11);
	for (int i = 0; i < 40000; i++) {
		char line[sizeof(full)];
		size_t length = strlen(full);

		memcpy(line, full, sizeof(full));
		for (unsigned long k = 1 + gsl_rng_uniform_int(rng, 2); k > 0; k--) {
			size_t at = gsl_rng_uniform_int(rng, length);

			if (gsl_rng_uniform_int(rng, 4) == 0) {
				memmove(line + at, line + at + 1, length - at);
				length--;
			} else {
				line[at] = letters[gsl_rng_uniform_int(rng, sizeof(letters) - 1)];
			}
		}
		plain += is_plain(line, length);
	}
	ck_assert_uint_gt(plain, 4000);
	gsl_rng_free(rng);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("samples_plain");
	TCase *lines = tcase_create("lines");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(lines, every_sample_line_that_is_written_is_plain);
	tcase_add_loop_test(
		lines, what_is_not_plain_is_left_to_jansson, 0, sizeof(others) / sizeof(others[0]));
	tcase_add_test(lines, a_nul_is_not_the_end);
	tcase_add_test(lines, every_line_cut_short_is_no_line);
	tcase_add_test(lines, a_changed_line_is_what_jansson_says_it_is);
	suite_add_tcase(suite, lines);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
