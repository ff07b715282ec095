/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that repeats a run: what a shell makes of it is the same plan again. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/wish.h"
#include "text.h"
#include "trials.h"

static struct catalog catalog;
static struct machine machine;
static struct plan plan;

static void setup(void)
{
	trial_catalog(&catalog, REAL_TRIAL);
	made_up_machine(&machine, 4);
}

static void teardown(void)
{
	plan_finish(&plan);
	catalog_finish(&catalog);
}

/* The words that a shell makes of COMMAND, one a line; the caller frees. */
static char *shell_words(const char *command)
{
	char *script = xasprintf("printf '%%s\\n' %s", command);
	FILE *shell = popen(script, "r");
	struct text words = {0};
	char line[1024];

	ck_assert_ptr_nonnull(shell);
	while (fgets(line, sizeof(line), shell)) {
		text_add(&words, "%s", line);
	}
	ck_assert_int_eq(pclose(shell), 0);
	free(script);
	return words.text;
}

static int key_of_option(const char *word)
{
	for (const struct argp_option *option = wish_options; option->name; option++) {
		if (strcmp(option->name, word + 2) == 0) {
			return option->key;
		}
	}
	ck_abort_msg("the command has %s", word);
	return 0;
}

/* Reads WORDS as `run` would. */
static void read_words(char *words, struct wish *wish)
{
	char *rest = words, error[256];

	ck_assert_str_eq(strsep(&rest, "\n"), "manyhands");
	ck_assert_str_eq(strsep(&rest, "\n"), "run");
	for (char *word; (word = strsep(&rest, "\n")) && *word;) {
		bool is_option = strncmp(word, "--", 2) == 0;
		int key = is_option ? key_of_option(word) : ARGP_KEY_ARG;

		ck_assert_msg(wish_take(wish, key, is_option ? strsep(&rest, "\n") : word, error,
				      sizeof(error)),
			"%s", error);
	}
}

static void assert_same_plan(const struct plan *a, const struct plan *b)
{
	ck_assert_uint_eq(a->rounds, b->rounds);
	ck_assert_uint_eq(a->seed, b->seed);
	ck_assert_uint_eq(a->budget_ns, b->budget_ns);
	ck_assert_uint_eq(a->timeout_ns, b->timeout_ns);
	ck_assert_uint_eq(a->sample_time_ns, b->sample_time_ns);
	ck_assert_uint_eq(a->cell_count, b->cell_count);
	for (size_t i = 0; i < a->cell_count; i++) {
		char *key = xstrdup(key_of(a, i));

		ck_assert_str_eq(key, key_of(b, i));
		ck_assert_int_eq(a->cells[i].baseline, b->cells[i].baseline);
		free(key);
	}
	ck_assert_uint_eq(a->point_count, b->point_count);
	for (uint32_t i = 0; i < a->point_count; i++) {
		ck_assert_str_eq(a->points[i].label, b->points[i].label);
	}
}

START_TEST(the_words_of_the_command_make_the_same_plan)
{
	static const struct {
		const char *workloads, *strategies, *workers;
		uint64_t budget_ns, sample_time_ns, timeout_ns;
	} cases[] = {
		{"sleep primes", NULL, NULL, 0, 0, 0},
		{"p*", "all", "grid", 900000000000, 25000000, 90000000000},
		{"mixed:iterations=12345,wait=1ms mixed",
			"thread-pool:chunk=1,thread-pool:chunk=64,"
			"sequential:chunk=16,process-per-task",
			"1..5", 1500000, 1, 3600000000000},
		{"spin:kind=throughput,tasks=7", "sequential", "3", 0, 123456789, 0},
		{"primes:limit=1e6,primes:limit=2e6,per_task=5", "pool:chunk=auto", "cpus,4x",
			UINT64_C(100000000000000000), 0, 0},
	};
	struct wish again = {0};
	struct plan second;

	plan_words(&plan, &catalog, &machine, cases[_i].workloads, cases[_i].strategies,
		cases[_i].workers);
	plan.budget_ns = cases[_i].budget_ns;
	plan.sample_time_ns = cases[_i].sample_time_ns ? cases[_i].sample_time_ns : 100000000;
	plan.timeout_ns = cases[_i].timeout_ns ? cases[_i].timeout_ns : 60000000000;
	plan.seed = UINT64_MAX - 3;
	char *command = plan_command(&plan, NULL);
	char *words = shell_words(command);
	read_words(words, &again);
	make_plan(&second, &again.plan, &catalog, &machine);
	assert_same_plan(&plan, &second);
	plan_finish(&second);
	wish_finish(&again);
	free(words);
	free(command);
}
END_TEST

START_TEST(the_command_names_the_sizes_chosen_and_only_a_given_calibration)
{
	union value *value;

	plan_words(&plan, &catalog, &machine, "primes mixed:iterations=77 mixed:wait=1ms",
		"thread-pool", "2");
	plan_size_param(&plan, 0, &value);
	value->count = 5000000;
	plan.workloads.item[2]->spec.value[3].count = 99; /* as round 0 does */
	char *command = plan_command(&plan, NULL);
	ck_assert_str_eq(command,
		"manyhands run primes:limit=5e6 mixed:iterations=77 mixed:wait=1ms "
		"--strategies thread-pool --workers 2 --rounds 40 --precision 2% --seed 5 "
		"--sample-time 100ms --timeout 1min");
	free(command);
}
END_TEST

START_TEST(what_a_shell_would_read_is_quoted)
{
	static const char *const plugins[] = {"./plain-1.0.so", "/a b/it's.so", "./$HOME.so",
		"./`id`.so", "./a;b&c|d.so", "./*.so", "~/w.so", "./\"q\"\\.so", "./a#b(c)!.so", "",
		"./größe.so"};

	plan_words(&plan, &catalog, &machine, "nothing", "sequential", "1");
	char *command = plan_command(&plan, plugins[_i]);
	char *words = shell_words(command);
	char *expected = xasprintf("--plugin\n%s\n", plugins[_i]);
	ck_assert_str_eq(strstr(words, "--plugin\n"), expected);
	ck_assert_int_eq(strchr(command, '\'') != NULL, _i > 0);
	free(expected);
	free(words);
	free(command);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("command");
	TCase *tcase = tcase_create("command");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, the_words_of_the_command_make_the_same_plan, 0, 5);
	tcase_add_test(tcase, the_command_names_the_sizes_chosen_and_only_a_given_calibration);
	tcase_add_loop_test(tcase, what_a_shell_would_read_is_quoted, 0, 11);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
