/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the driver learns from a trial's --describe, and what it makes of a trial that talks junk. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <errno.h>

#include "scratch.h"
#include "sweep/catalog.h"
#include "text.h"
#include "trials.h"

static struct catalog catalog;
static char *folder;

static void setup(void)
{
	folder = scratch_create();
	catalog = (struct catalog){0};
}

static void teardown(void)
{
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left behind */
	ck_assert_int_eq(errno, ECHILD);
	catalog_finish(&catalog);
	scratch_destroy(folder);
}

static const struct catalog_entry *find(
	const struct catalog_entry *entries, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(entries[i].name, name) == 0) {
			return &entries[i];
		}
	}
	ck_abort_msg("no %s", name);
	return NULL;
}

static const struct catalog_entry *workload(const char *name)
{
	return find(catalog.workloads, catalog.workload_count, name);
}

static const struct catalog_entry *strategy(const char *name)
{
	return find(catalog.strategies, catalog.strategy_count, name);
}

/* ---- the trials there are ---- */

START_TEST(the_real_trial_names_its_workloads_and_strategies_in_order)
{
	static const char *const workloads[] = {"nothing", "spin", "sleep", "mixed", "coupled",
		"primes", "perfect", "squares", "pages", "command"};
	static const char *const strategies[][2] = {{"sequential", "none"},
		{"thread-per-task", "thread"}, {"process-per-task", "process"},
		{"thread-split", "thread"}, {"process-split", "process"}, {"thread-pool", "thread"},
		{"process-pool", "process"}};

	trial_catalog(&catalog, REAL_TRIAL);
	ck_assert_uint_eq(catalog.workload_count, sizeof(workloads) / sizeof(workloads[0]));
	for (size_t i = 0; i < catalog.workload_count; i++) {
		ck_assert_str_eq(catalog.workloads[i].name, workloads[i]);
		ck_assert_uint_gt(strlen(catalog.workloads[i].summary), 0);
		ck_assert_ptr_null(catalog.workloads[i].kind);
	}
	ck_assert_uint_eq(catalog.strategy_count, 7);
	for (size_t i = 0; i < 7; i++) {
		ck_assert_str_eq(catalog.strategies[i].name, strategies[i][0]);
		ck_assert_str_eq(catalog.strategies[i].kind, strategies[i][1]);
	}
}
END_TEST

START_TEST(parameters_come_with_kind_role_range_and_words)
{
	trial_catalog(&catalog, REAL_TRIAL);
	const struct param *limit = &workload("primes")->params[0];
	ck_assert_str_eq(limit->name, "limit");
	ck_assert_int_eq(limit->kind, PARAM_COUNT);
	ck_assert_int_eq(limit->role, PARAM_SIZE);
	ck_assert_str_eq(limit->fallback, "1e6");
	ck_assert_uint_eq(limit->min, 10);
	ck_assert_uint_eq(limit->max, 4000000000);
	ck_assert_str_eq(limit->phrase, "below {}");
	ck_assert_ptr_null(limit->zero_word);
	const struct param *sleep = workload("sleep")->params;
	ck_assert_int_eq(sleep[1].kind, PARAM_NS);
	ck_assert_int_eq(sleep[2].kind, PARAM_CHOICE);
	ck_assert_str_eq(sleep[2].choices[0], "constant");
	ck_assert_str_eq(sleep[2].choices[3], "shuffled");
	ck_assert_ptr_null(sleep[2].choices[4]);
	ck_assert_ptr_null(sleep[3].name);
	const struct param *iterations = &workload("mixed")->params[3];
	ck_assert_int_eq(iterations->role, PARAM_CALIBRATED);
	ck_assert_str_eq(iterations->zero_word, "auto");
	ck_assert_int_eq(workload("pages")->params[1].kind, PARAM_BYTES);
	ck_assert_str_eq(strategy("thread-pool")->params[0].name, "chunk");
	const struct param *place = strategy("thread-split")->params;
	ck_assert_str_eq(place->name, "place");
	ck_assert_str_eq(place->fallback, "free");
	ck_assert_str_eq(place->choices[3], "smt");
	ck_assert_ptr_null(place[1].name);
}
END_TEST

START_TEST(every_name_alone_is_a_good_spec)
{
	static const char *const trials[] = {REAL_TRIAL, FAKE_TRIAL};
	char error[SPEC_ERROR_BYTES];
	struct spec spec;

	trial_catalog(&catalog, trials[_i]);
	for (size_t i = 0; i < catalog.workload_count; i++) {
		const struct catalog_entry *entry = &catalog.workloads[i];

		ck_assert_msg(spec_parse(&spec, entry->name, entry->params, error, sizeof(error)),
			"%s", error);
	}
	for (size_t i = 0; i < catalog.strategy_count; i++) {
		const struct catalog_entry *entry = &catalog.strategies[i];

		ck_assert_msg(spec_parse(&spec, entry->name, entry->params, error, sizeof(error)),
			"%s", error);
	}
}
END_TEST

START_TEST(the_build_of_the_trial_is_told)
{
	trial_catalog(&catalog, REAL_TRIAL);
	ck_assert_uint_gt(strlen(catalog.version), 0);
	ck_assert_ptr_nonnull(strstr(catalog.compiler, " "));
	ck_assert_ptr_nonnull(strstr(catalog.flags, "-O"));
}
END_TEST

START_TEST(the_largest_number_survives)
{
	trial_catalog(&catalog, FAKE_TRIAL);
	ck_assert_uint_eq(strategy("skip")->params[0].max, UINT64_MAX);
	ck_assert_str_eq(strategy("skip")->kind, "none");
}
END_TEST

/* ---- junk ---- */

#define BUILD "{\"type\":\"build\",\"version\":\"1\",\"compiler\":\"cc\",\"flags\":\"-O2\"}\n"
#define WORKLOAD "{\"type\":\"workload\",\"name\":\"w\",\"summary\":\"s\",\"params\":[]}\n"
#define STRATEGY                                                                                   \
	"{\"type\":\"strategy\",\"name\":\"t\",\"summary\":\"s\",\"kind\":\"none\",\"params\":[]}" \
	"\n"
#define PARAM(text)                                                                                \
	"{\"type\":\"workload\",\"name\":\"w\",\"summary\":\"s\",\"params\":[" text "]}\n"
#define COUNT(name, rest)                                                                          \
	"{\"name\":\"" name "\",\"kind\":\"count\",\"role\":\"plain\",\"min\":\"1\","              \
	"\"max\":\"9\"" rest "}"
#define GOOD(name) COUNT(name, ",\"default\":\"5\"")

/* What is said on stderr of a trial whose --describe prints OUTPUT. */
static char *said_of(const char *output)
{
	char *lines = xasprintf("cat <<'END'\n%sEND", output);
	char *trial = trial_script(folder, "trial", lines);

	capture_start();
	bool ok = catalog_init(&catalog, trial, NULL);
	char *said = capture_end();
	ck_assert_msg(ok == (said[0] == '\0'), "ok %d, but: %s", ok, said);
	free(lines);
	free(trial);
	return said;
}

static const struct {
	const char *output, *said; /* said: NULL if all is well */
} described[] = {
	{BUILD WORKLOAD STRATEGY, NULL},
	{BUILD PARAM(GOOD("a") "," GOOD("b")) STRATEGY, NULL},
	{"", "no build"},
	{BUILD STRATEGY, "no workload"},
	{BUILD WORKLOAD, "no strategy"},
	{WORKLOAD STRATEGY, "no build"},
	{BUILD BUILD, "line 2 is not understood"},
	{"hello world\n", "line 1 is not understood"},
	{BUILD "\n" WORKLOAD, "line 2 is not understood"},
	{BUILD WORKLOAD "{\"type\":\"str", "line 3 is not understood"},
	{BUILD "[1,2]\n", "line 2 is not understood"},
	{BUILD "{\"type\":\"juggler\",\"name\":\"w\",\"summary\":\"s\"}\n",
		"line 2 is not understood"},
	{BUILD "{\"type\":7}\n", "line 2 is not understood"},
	{BUILD "{\"type\":\"workload\",\"summary\":\"s\"}\n", "line 2 is not understood"},
	{BUILD "{\"type\":\"workload\",\"name\":\"w\"}\n", "line 2 is not understood"},
	{BUILD "{\"type\":\"workload\",\"name\":\"a/b\",\"summary\":\"s\"}\n", "line 2 is not"},
	{BUILD "{\"type\":\"strategy\",\"name\":\"t\",\"summary\":\"s\"}\n", "line 2 is not"},
	{BUILD "{\"type\":\"strategy\",\"name\":\"t\",\"summary\":\"s\",\"kind\":\"ant\"}\n",
		"line 2"},
	{BUILD "{\"type\":\"workload\",\"name\":\"w\",\"name\":\"v\",\"summary\":\"s\"}\n",
		"line 2"},
	{BUILD PARAM(COUNT("a", "")), "line 2 is not understood"},
	{BUILD PARAM(COUNT("a", ",\"default\":\"10\"")), "line 2 is not understood"},
	{BUILD PARAM(COUNT("a=b", ",\"default\":\"5\"")), "line 2 is not understood"},
	{BUILD PARAM(GOOD("a") ",{\"kind\":\"count\",\"help\":\"nameless\"}"), "line 2 is not"},
	{BUILD PARAM("{\"name\":\"a\",\"kind\":\"choice\",\"role\":\"plain\",\"default\":\"x\"}"),
		"line 2 is not understood"},
	{BUILD PARAM("{\"name\":\"a\",\"kind\":\"colour\",\"role\":\"plain\",\"default\":\"5\"}"),
		"line 2 is not understood"},
	{BUILD PARAM("7"), "line 2 is not understood"},
	{BUILD PARAM("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17"), "line 2 is not understood"},
};
enum { DESCRIBED = sizeof(described) / sizeof(described[0]) };

START_TEST(junk_is_refused_with_the_line)
{
	char *said = said_of(described[_i].output);

	if (described[_i].said) {
		ck_assert_msg(strstr(said, described[_i].said) != NULL, "said: %s", said);
		ck_assert_ptr_nonnull(strstr(said, "/trial --describe: "));
		ck_assert_ptr_eq(strchr(said, '\n'), said + strlen(said) - 1);
	} else {
		ck_assert_str_eq(said, "");
	}
	free(said);
}
END_TEST

/* ---- no catalog ---- */

START_TEST(a_trial_that_cannot_be_run_is_told)
{
	static const char *const reasons[] = {
		"No such file", "Permission denied", "Permission denied"};
	char *plain = xasprintf("%s/plain", folder);

	ck_assert(write_file(plain, "x", 1));
	const char *const paths[] = {"/nowhere/trial", plain, folder};
	capture_start();
	bool ok = catalog_init(&catalog, paths[_i], NULL);
	char *said = capture_end();
	ck_assert(!ok);
	ck_assert_msg(strstr(said, reasons[_i]) && strstr(said, paths[_i]), "said: %s", said);
	free(said);
	free(plain);
}
END_TEST

START_TEST(a_plugin_that_is_none_is_told)
{
	capture_start();
	bool ok = catalog_init(&catalog, REAL_TRIAL, "/nowhere/plugin.so");
	char *said = capture_end();
	ck_assert(!ok);
	ck_assert_msg(strstr(said, "/nowhere/plugin.so") != NULL, "said: %s", said);
	free(said);
}
END_TEST

/* ---- finding ---- */

START_TEST(the_environment_names_the_trial)
{
	setenv("MANYHANDS_TRIAL", "/some/trial", 1);
	char *path = catalog_find_trial();
	ck_assert_str_eq(path, "/some/trial");
	free(path);
}
END_TEST

START_TEST(a_trial_that_is_nowhere_is_told)
{
	setenv("MANYHANDS_TRIAL", "", 1); /* as if it were not set */
	capture_start();
	char *path = catalog_find_trial();
	char *said = capture_end();
	ck_assert_ptr_null(path);
	ck_assert_msg(strstr(said, "MANYHANDS_TRIAL") != NULL, "said: %s", said);
	free(said);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("catalog");
	TCase *tcase = tcase_create("catalog");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, the_real_trial_names_its_workloads_and_strategies_in_order);
	tcase_add_test(tcase, parameters_come_with_kind_role_range_and_words);
	tcase_add_loop_test(tcase, every_name_alone_is_a_good_spec, 0, 2);
	tcase_add_test(tcase, the_build_of_the_trial_is_told);
	tcase_add_test(tcase, the_largest_number_survives);
	tcase_add_loop_test(tcase, junk_is_refused_with_the_line, 0, DESCRIBED);
	tcase_add_loop_test(tcase, a_trial_that_cannot_be_run_is_told, 0, 3);
	tcase_add_test(tcase, a_plugin_that_is_none_is_told);
	tcase_add_test(tcase, the_environment_names_the_trial);
	tcase_add_test(tcase, a_trial_that_is_nowhere_is_told);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
