/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `manyhands topology` prints, word for word, and what it refuses. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/topology.h"

static char *printed; /* by the last call of print; freed at the end of the test */

static void forget(void)
{
	free(printed);
	printed = NULL;
}

/* The lines for a machine: hwloc's words, cores of a faster kind, a fixture tree or NULL. */
static const char *print(const char *synthetic, uint32_t fast_cores, const char *tree, bool json)
{
	struct machine machine;
	char root[512] = "";
	size_t length;
	FILE *out = open_memstream(&printed, &length);

	if (tree) {
		snprintf(root, sizeof(root), "%s/tests/fixtures/cgroup-%s", SOURCE_ROOT, tree);
	}
	ck_assert_ptr_nonnull(out);
	ck_assert(machine_init(&machine, synthetic, fast_cores, root));
	if (json) {
		ck_assert(topology_print_json(&machine, out));
	} else {
		topology_print(&machine, out);
	}
	machine_finish(&machine);
	fclose(out);
	return printed;
}

START_TEST(a_machine_with_smt_in_words)
{
	ck_assert_str_eq(print("pack:2 [numa] l3:1(size=33554432) core:16 pu:2", 0, NULL, false),
		"machine     not this one: made up from a text or read from a file\n"
		"cores       32 cores in 2 packages\n"
		"threads     2 hardware threads per core (SMT): 64 CPUs, but those of one core "
		"share it,\n"
		"            so the second adds far less than another core would\n"
		"kinds       not known\n"
		"memory      2 NUMA nodes: a core reaches the memory of its own node faster\n"
		"caches      L3 32 MiB per 16 cores\n"
		"allowed     all 64 CPUs: neither a cpuset nor affinity (taskset) keeps us from "
		"any\n"
		"quota       no CPU quota\n"
		"sweep       would try 1, 2, 3, 4, 6, 8, 12, 16, 24, 32 (cores), 48, 64 (CPUs), "
		"65 (CPUs + 1),\n"
		"            96, 128, 192, 256 (4x) workers\n");
}
END_TEST

START_TEST(a_hybrid_machine_under_a_quota_in_words)
{
	ck_assert_str_eq(print("pack:1 [numa] core:16 pu:1", 8, "v2-outer-tighter", false),
		"machine     not this one: made up from a text or read from a file\n"
		"cores       16 cores in 1 package\n"
		"threads     1 hardware thread per core (no SMT): 16 CPUs\n"
		"kinds       8 P-cores (fast, 8 CPUs) and 8 E-cores (slower):\n"
		"            given equal shares of work, the slower ones end last\n"
		"memory      1 NUMA node: all of it is equally near to every core\n"
		"caches      not known\n"
		"allowed     all 16 CPUs: neither a cpuset nor affinity (taskset) keeps us from "
		"any\n"
		"quota       1.5 CPUs: 150 ms of CPU time in every 100 ms, then all workers stand "
		"still\n"
		"            (/sys/fs/cgroup/app.slice/cpu.max)\n"
		"limits      500 processes and threads (control group), 1.0 GiB of memory (control "
		"group)\n"
		"sweep       would try 1, 2 (quota), 3, 4 (4x), 6, 8 (P-cores), 12, 16 (cores, "
		"CPUs),\n"
		"            17 (CPUs + 1), 24, 32, 48, 64 workers\n");
}
END_TEST

START_TEST(json_holds_the_same_facts)
{
	json_error_t error;
	json_t *object =
		json_loads(print("[numa] core:8 pu:2", 2, "v2-outer-tighter", true), 0, &error);
	const char *summary, *source;
	int cores, cpus, fast, workers;
	double usable, quota;

	ck_assert_msg(object != NULL, "%s", error.text);
	ck_assert_int_eq(json_unpack_ex(object, &error, 0,
				 "{s:s, s:i, s:i, s:f, s:{s:f, s:s}, s:[{}, {s:i}], s:[{s:i}]}",
				 "summary", &summary, "cores", &cores, "cpus", &cpus, "usable_cpus",
				 &usable, "quota", "cpus", &quota, "source", &source, "kinds",
				 "cores", &fast, "points", "workers", &workers),
		0);
	ck_assert_str_eq(summary, "1.5 CPUs by quota (of 16)");
	ck_assert_str_eq(source, "/sys/fs/cgroup/app.slice/cpu.max");
	ck_assert_int_eq(cores, 8);
	ck_assert_int_eq(cpus, 16);
	ck_assert_int_eq(fast, 2);
	ck_assert_int_eq(workers, 1);
	ck_assert_double_eq(usable, 1.5);
	ck_assert_double_eq(quota, 1.5);
	ck_assert(json_is_null(json_object_get(object, "cpu_model")));
	ck_assert(json_is_null(json_object_get(object, "memory_kib")));
	ck_assert(json_is_null(json_object_get(object, "nproc_max")));
	ck_assert_int_eq(json_integer_value(json_object_get(object, "pids_max")), 500);
	json_decref(object);
}
END_TEST

/* The exit status of the command; its stderr goes into TEXT. */
static int command(int argc, char **argv, char *text, size_t bytes)
{
	FILE *saved = stderr, *file = fmemopen(text, bytes, "w");

	ck_assert_ptr_nonnull(file);
	stderr = file;
	int status = command_topology(argc, argv);
	stderr = saved;
	fclose(file);
	return status;
}

static const struct {
	const char *option, *value, *line;
} refusals[] = {
	{"--topology", "bogus",
		"manyhands: topology 'bogus': expected hwloc's words, for example 'pack:2 core:4 "
		"pu:2'\n"},
	{"--topology", "core:\33[31m",
		"manyhands: topology 'core:?[31m': expected hwloc's words, for example 'pack:2 "
		"core:4 pu:2'\n"},
	{"--format", "xml", "manyhands: --format: expected table or json, not 'xml'\n"},
	{"--format=json", "here", "manyhands: topology: expected options only, not 'here'\n"},
};

START_TEST(bad_input_is_refused_with_one_line)
{
	char name[] = "manyhands topology", option[32], value[32], text[512] = "";
	char *argv[] = {name, option, value, NULL};

	snprintf(option, sizeof(option), "%s", refusals[_i].option);
	snprintf(value, sizeof(value), "%s", refusals[_i].value);
	ck_assert_int_eq(command(3, argv, text, sizeof(text)), 2);
	ck_assert_str_eq(text, refusals[_i].line);
}
END_TEST

START_TEST(this_machine_is_printed)
{
	char name[] = "manyhands topology", text[512] = "";
	char *argv[] = {name, NULL};

	ck_assert_int_eq(command(1, argv, text, sizeof(text)), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("topology");
	TCase *words = tcase_create("words"), *commands = tcase_create("command");
	SRunner *runner = srunner_create(suite);

	unsetenv("HWLOC_XMLFILE");
	unsetenv("HWLOC_SYNTHETIC");
	tcase_add_checked_fixture(words, NULL, forget);
	tcase_add_test(words, a_machine_with_smt_in_words);
	tcase_add_test(words, a_hybrid_machine_under_a_quota_in_words);
	tcase_add_test(words, json_holds_the_same_facts);
	tcase_add_loop_test(commands, bad_input_is_refused_with_one_line, 0,
		(int)(sizeof(refusals) / sizeof(refusals[0])));
	tcase_add_test(commands, this_machine_is_printed);
	suite_add_tcase(suite, words);
	suite_add_tcase(suite, commands);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
