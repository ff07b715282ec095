/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which CPU each worker is put on, on machines that are not here. */
#include <check.h>
#include <hwloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/cpus.h"
#include "sweep/place.h"
#include "text.h"

static struct machine machine;

static void make_machine(const char *synthetic, uint32_t fast_cores)
{
	ck_assert(machine_init(&machine, synthetic, fast_cores, ""));
}

static void teardown(void)
{
	machine_finish(&machine);
}

/* The order of all allowed CPUs under PLACE, "0 8 4"; the caller frees. */
static char *order_text(enum placement place)
{
	uint32_t *cpu = xcalloc(machine.allowed_cpus, sizeof(*cpu));
	struct text text = {0};

	place_cpus(&machine, place, cpu);
	for (uint32_t i = 0; i < machine.allowed_cpus; i++) {
		text_add(&text, "%s%u", i > 0 ? " " : "", cpu[i]);
	}
	free(cpu);
	return text.text;
}

static void expect_orders(const char *spread, const char *compact, const char *smt)
{
	const char *const expected[] = {
		[PLACE_SPREAD] = spread, [PLACE_COMPACT] = compact, [PLACE_SMT] = smt};

	for (int place = PLACE_SPREAD; place <= PLACE_SMT; place++) {
		char *text = order_text((enum placement)place);

		ck_assert_msg(strcmp(text, expected[place]) == 0, "%s: %s, expected %s",
			place_words[place], text, expected[place]);
		free(text);
	}
}

static hwloc_topology_t load(const char *synthetic)
{
	hwloc_topology_t topology;

	ck_assert_int_eq(hwloc_topology_init(&topology), 0);
	ck_assert_int_eq(hwloc_topology_set_synthetic(topology, synthetic), 0);
	ck_assert_int_eq(hwloc_topology_load(topology), 0);
	return topology;
}

static hwloc_bitmap_t cpu_set(const char *list)
{
	hwloc_bitmap_t set = hwloc_bitmap_alloc();

	ck_assert_int_eq(hwloc_bitmap_list_sscanf(set, list), 0);
	return set;
}

/* Makes MACHINE one of SYNTHETIC on which only the CPUs of ALLOWED, "1,3-5", may be used. */
static void make_restricted(const char *synthetic, const char *allowed)
{
	hwloc_topology_t topology = load(synthetic);
	hwloc_bitmap_t set = cpu_set(allowed);

	machine = (struct machine){0};
	cpus_read(topology, set, &machine);
	hwloc_bitmap_free(set);
	hwloc_topology_destroy(topology);
}

START_TEST(two_packages_with_two_threads_a_core)
{
	make_machine("pack:2 [numa] core:4 pu:2", 0);
	expect_orders("0 8 4 12 2 10 6 14 1 9 5 13 3 11 7 15",
		"0 2 4 6 1 3 5 7 8 10 12 14 9 11 13 15", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15");
}
END_TEST

START_TEST(on_a_flat_machine_spread_leaves_gaps_and_the_others_do_not)
{
	make_machine("pack:1 [numa] core:6 pu:1", 0);
	expect_orders("0 4 2 1 5 3", "0 1 2 3 4 5", "0 1 2 3 4 5");
}
END_TEST

START_TEST(spread_goes_over_nodes_and_caches_within_a_package)
{
	make_machine("pack:2 group:2 [numa] l3:2 core:2 pu:1", 0);
	expect_orders("0 8 4 12 2 10 6 14 1 9 5 13 3 11 7 15",
		"0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15");
}
END_TEST

START_TEST(faster_cores_come_first_and_a_second_thread_last)
{
	make_machine("pack:1 [numa] core:4 pu:2", 2);
	expect_orders("0 2 4 6 1 3 5 7", "0 2 4 6 1 3 5 7", "0 1 2 3 4 5 6 7");
	machine_finish(&machine);
	/* the bigger part of the machine is not the faster one */
	make_machine("pack:1 [numa] core:8 pu:1", 3);
	expect_orders("0 2 1 4 6 5 3 7", "0 1 2 3 4 5 6 7", "0 1 2 3 4 5 6 7");
}
END_TEST

START_TEST(kinds_are_those_of_each_package)
{
	/* the fast cores are those of package 0 and the first of package 1 */
	make_machine("pack:2 [numa] core:2 pu:1", 3);
	expect_orders("0 2 1 3", "0 1 2 3", "0 1 2 3");
}
END_TEST

START_TEST(faster_cores_come_first_wherever_they_are)
{
	hwloc_topology_t topology = load("pack:1 [numa] core:4 pu:2");
	hwloc_bitmap_t slow = cpu_set("0-3"), fast = cpu_set("4-7"), all = cpu_set("0-7");

	ck_assert_int_eq(hwloc_cpukinds_register(topology, slow, 0, 0, NULL, 0), 0);
	ck_assert_int_eq(hwloc_cpukinds_register(topology, fast, 1, 0, NULL, 0), 0);
	machine = (struct machine){.kind_count = 2, .kind = {{2, 4, 0}, {2, 4, 1}}};
	cpus_read(topology, all, &machine);
	expect_orders("4 6 0 2 5 7 1 3", "4 6 0 2 5 7 1 3", "4 5 6 7 0 1 2 3");
	hwloc_bitmap_free(slow);
	hwloc_bitmap_free(fast);
	hwloc_bitmap_free(all);
	hwloc_topology_destroy(topology);
}
END_TEST

START_TEST(cpus_that_may_not_be_used_are_left_out)
{
	/* of core 0 only the second thread, nothing of core 1, core 2 and half of core 5 */
	make_restricted("pack:2 [numa] core:4 pu:2", "1,4-5,11");
	expect_orders("1 11 4 5", "1 4 5 11", "1 4 5 11");
	machine_finish(&machine);
	make_restricted("pack:2 [numa] core:4 pu:2", "13");
	expect_orders("13", "13", "13");
}
END_TEST

START_TEST(numbers_are_those_of_the_system)
{
	/* second threads are numbered after all first ones, as on most machines */
	make_machine("pack:2 [numa] core:2 pu:2(indexes=0,4,1,5,2,6,3,7)", 0);
	expect_orders("0 2 1 3 4 6 5 7", "0 1 4 5 2 3 6 7", "0 4 1 5 2 6 3 7");
}
END_TEST

START_TEST(without_cores_each_cpu_is_one)
{
	make_machine("[numa] pu:4", 0);
	expect_orders("0 2 1 3", "0 1 2 3", "0 1 2 3");
}
END_TEST

static const char *const topologies[] = {"pack:2 [numa] core:4 pu:2", "pack:3 [numa] core:5 pu:1",
	"pack:2 [numa] l3:3 core:3 pu:2", "pack:4 group:2 [numa] core:3 pu:4", "[numa] core:1 pu:1",
	"pack:2 [numa] l3:1 core:64 pu:2"};
enum { TOPOLOGIES = sizeof(topologies) / sizeof(topologies[0]) };

START_TEST(every_order_has_every_cpu_once)
{
	make_machine(topologies[_i], 0);
	for (int place = PLACE_SPREAD; place <= PLACE_SMT; place++) {
		uint32_t *cpu = xcalloc(machine.allowed_cpus, sizeof(*cpu));
		bool *seen = xcalloc(machine.allowed_cpus, sizeof(*seen));

		place_cpus(&machine, (enum placement)place, cpu);
		for (uint32_t i = 0; i < machine.allowed_cpus; i++) {
			ck_assert_uint_lt(cpu[i], machine.allowed_cpus);
			ck_assert(!seen[cpu[i]]);
			seen[cpu[i]] = true;
		}
		free(seen);
		free(cpu);
	}
}
END_TEST

/* How many of COUNT CPUs are in each of the machine's packages, the fullest first. */
static void count_packages(const uint32_t *cpu, uint32_t count, uint32_t in_package[4])
{
	memset(in_package, 0, 4 * sizeof(*in_package));
	for (uint32_t i = 0; i < count; i++) {
		for (uint32_t k = 0; k < machine.allowed_cpus; k++) {
			if (machine.allowed[k].number == cpu[i]) {
				in_package[machine.allowed[k].package]++;
			}
		}
	}
	for (int i = 0; i < 4; i++) {
		for (int j = i + 1; j < 4; j++) {
			if (in_package[j] > in_package[i]) {
				uint32_t swapped = in_package[i];

				in_package[i] = in_package[j];
				in_package[j] = swapped;
			}
		}
	}
}

/* Where hwloc itself puts COUNT workers on SYNTHETIC. */
static void distribute(const char *synthetic, uint32_t count, uint32_t *cpu)
{
	hwloc_topology_t topology = load(synthetic);
	hwloc_bitmap_t *set = xcalloc(count, sizeof(hwloc_bitmap_t));

	hwloc_obj_t root = hwloc_get_root_obj(topology);
	ck_assert_int_eq(hwloc_distrib(topology, &root, 1, set, count, INT_MAX, 0), 0);
	for (uint32_t i = 0; i < count; i++) {
		cpu[i] = (uint32_t)hwloc_bitmap_first(set[i]);
		hwloc_bitmap_free(set[i]);
	}
	free(set);
	hwloc_topology_destroy(topology);
}

START_TEST(spread_is_as_even_over_packages_as_hwloc)
{
	uint32_t ours[256], theirs[256];

	make_machine(topologies[_i], 0);
	place_cpus(&machine, PLACE_SPREAD, ours);
	for (uint32_t workers = 1; workers <= machine.cores && workers <= 24; workers++) {
		uint32_t our_count[4], their_count[4];

		distribute(topologies[_i], workers, theirs);
		count_packages(ours, workers, our_count);
		count_packages(theirs, workers, their_count);
		ck_assert_msg(memcmp(our_count, their_count, sizeof(our_count)) == 0,
			"%s, %u workers: %u %u %u %u, hwloc %u %u %u %u", topologies[_i], workers,
			our_count[0], our_count[1], our_count[2], our_count[3], their_count[0],
			their_count[1], their_count[2], their_count[3]);
	}
}
END_TEST

START_TEST(spread_uses_every_core_before_a_second_thread)
{
	uint32_t cpu[256];

	make_machine(topologies[_i], 0);
	place_cpus(&machine, PLACE_SPREAD, cpu);
	uint32_t threads = machine.cpus / machine.cores;
	for (uint32_t i = 0; i < machine.cores; i++) {
		ck_assert_uint_eq(cpu[i] % threads, 0);
	}
}
END_TEST

/* ---- lists for the trial ---- */

static struct catalog_entry entry = {
	.name = (char[]){"thread-pool"},
	.params =
		(struct param[]){{.name = "chunk", .kind = PARAM_COUNT, .fallback = "1", .max = 9},
			PLACE_PARAM, {0}},
};
static struct listed_spec strategy = {.entry = &entry};
static struct listed_spec *strategies[] = {&strategy};
static const struct speclist one_strategy = {.item = strategies, .count = 1};

static void parse_strategy(const char *text)
{
	char error[SPEC_ERROR_BYTES];

	ck_assert_msg(
		spec_parse(&strategy.spec, text, entry.params, error, sizeof(error)), "%s", error);
}

static void expect_list(uint32_t workers, const char *expected)
{
	char *list = place_list(&machine, &strategy, workers);

	if (expected) {
		ck_assert_ptr_nonnull(list);
		ck_assert_str_eq(list, expected);
	} else {
		ck_assert_ptr_null(list);
	}
	free(list);
}

START_TEST(a_list_is_as_long_as_the_workers_and_no_longer_than_the_cpus)
{
	make_machine("pack:2 [numa] core:2 pu:1", 0);
	parse_strategy("thread-pool:chunk=4,place=spread");
	expect_list(1, "0");
	expect_list(3, "0,2,1");
	expect_list(4, "0,2,1,3");
	expect_list(5, "0,2,1,3");
	expect_list(10000, "0,2,1,3");
	parse_strategy("thread-pool:place=compact");
	expect_list(3, "0,1,2");
	parse_strategy("thread-pool:place=smt");
	expect_list(3, "0,1,2");
}
END_TEST

START_TEST(free_has_no_list)
{
	make_machine("pack:2 [numa] core:2 pu:1", 0);
	parse_strategy("thread-pool");
	expect_list(3, NULL);
	parse_strategy("thread-pool:place=free");
	expect_list(3, NULL);
}
END_TEST

START_TEST(a_strategy_without_the_parameter_is_free)
{
	static struct param none[] = {{0}};
	struct param *params = entry.params;

	make_machine("pack:2 [numa] core:2 pu:1", 0);
	entry.params = none;
	parse_strategy("thread-pool");
	expect_list(3, NULL);
	entry.params = params;
}
END_TEST

START_TEST(a_machine_that_is_not_here_holds_no_workers)
{
	char error[256] = "";

	make_machine("pack:2 [numa] core:2 pu:1", 0);
	parse_strategy("thread-pool:place=spread");
	ck_assert(!place_is_possible(&one_strategy, &machine, error, sizeof(error)));
	ck_assert_str_eq(error, "thread-pool:place=spread: workers can't be put on the CPUs of a "
				"machine that is not "
				"this one; unset HWLOC_SYNTHETIC and HWLOC_XMLFILE");
	parse_strategy("thread-pool:chunk=4");
	ck_assert(place_is_possible(&one_strategy, &machine, error, sizeof(error)));
}
END_TEST

START_TEST(this_machine_holds_workers)
{
	char error[256] = "";

	make_machine(NULL, 0);
	parse_strategy("thread-pool:place=smt");
	ck_assert(place_is_possible(&one_strategy, &machine, error, sizeof(error)));
	for (uint32_t i = 0; i < machine.allowed_cpus; i++) {
		ck_assert_uint_lt(machine.allowed[i].number, PLACE_CPUS_MAX);
	}
}
END_TEST

/* ---- the trial's side ---- */

START_TEST(lists_are_read_back)
{
	uint32_t cpu[4] = {0};

	ck_assert_uint_eq(place_read_cpus("0", cpu, 4), 1);
	ck_assert_uint_eq(place_read_cpus("5,0,16383,5", cpu, 4), 4);
	ck_assert_uint_eq(cpu[0], 5);
	ck_assert_uint_eq(cpu[1], 0);
	ck_assert_uint_eq(cpu[2], 16383);
	ck_assert_uint_eq(cpu[3], 5);
}
END_TEST

START_TEST(what_is_no_list_is_refused)
{
	static const char *const texts[] = {"", ",", "0,", ",0", "0,,1", "-1", "+1", " 1", "1 ",
		"0-3", "x", "1,x", "16384", "99999999999999999999", "0,1,2,3,4", "1e1", "0x1"};
	uint32_t cpu[4];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_msg(place_read_cpus(texts[i], cpu, 4) == 0, "'%s' was read", texts[i]);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("place");
	TCase *tcase = tcase_create("place");
	SRunner *runner = srunner_create(suite);

	/* The environment can put another machine in the place of this one. */
	unsetenv("HWLOC_XMLFILE");
	unsetenv("HWLOC_SYNTHETIC");
	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, two_packages_with_two_threads_a_core);
	tcase_add_test(tcase, on_a_flat_machine_spread_leaves_gaps_and_the_others_do_not);
	tcase_add_test(tcase, spread_goes_over_nodes_and_caches_within_a_package);
	tcase_add_test(tcase, faster_cores_come_first_and_a_second_thread_last);
	tcase_add_test(tcase, kinds_are_those_of_each_package);
	tcase_add_test(tcase, faster_cores_come_first_wherever_they_are);
	tcase_add_test(tcase, cpus_that_may_not_be_used_are_left_out);
	tcase_add_test(tcase, numbers_are_those_of_the_system);
	tcase_add_test(tcase, without_cores_each_cpu_is_one);
	tcase_add_loop_test(tcase, every_order_has_every_cpu_once, 0, TOPOLOGIES);
	tcase_add_loop_test(tcase, spread_is_as_even_over_packages_as_hwloc, 0, TOPOLOGIES);
	tcase_add_loop_test(tcase, spread_uses_every_core_before_a_second_thread, 0, TOPOLOGIES);
	tcase_add_test(tcase, a_list_is_as_long_as_the_workers_and_no_longer_than_the_cpus);
	tcase_add_test(tcase, free_has_no_list);
	tcase_add_test(tcase, a_strategy_without_the_parameter_is_free);
	tcase_add_test(tcase, a_machine_that_is_not_here_holds_no_workers);
	tcase_add_test(tcase, this_machine_holds_workers);
	tcase_add_test(tcase, lists_are_read_back);
	tcase_add_test(tcase, what_is_no_list_is_refused);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
