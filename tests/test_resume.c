/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with a run that was cut off: exactly what is missing, in the planned order. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measured.h"
#include "scratch.h"
#include "text.h"
#include "trials.h"

static struct samples first, again;

/* A whole run of 3 rounds on two workloads: 4 samples in round 0, then 3 times 12. */
enum { ROUND_0 = 4, PER_ROUND = 12, ROUNDS = 3, ALL = ROUND_0 + ROUNDS * PER_ROUND };

static void setup(void)
{
	measured_setup();
	measured.workloads = "steady:tasks=2 steady:tasks=3";
	measured.workers = "1,2,3";
	measured.rounds = ROUNDS;
	first = again = (struct samples){0};
}

static void teardown(void)
{
	samples_finish(&first);
	samples_finish(&again);
	measured_teardown();
}

static void run_whole(void)
{
	ck_assert_int_eq(measured_run(), ROUNDS_DONE);
	measured_read(&first);
}

static void resume(uint32_t rounds)
{
	enum rounds_end end = ROUNDS_BROKEN;

	ck_assert_msg(measured_resume(rounds, &end), "%s", measured.error);
	ck_assert_int_eq(end, ROUNDS_DONE);
	measured_read(&again);
}

static bool is_in(const struct sample *sample, size_t count, uint64_t seq)
{
	for (size_t i = 0; i < count; i++) {
		if (sample[i].seq == seq && sample[i].status != SAMPLE_INTERRUPTED) {
			return true;
		}
	}
	return false;
}

/* The first BEFORE samples of `again` stood there; behind them is exactly what of ROUNDS rounds they
 * lack, in order. */
static void expect_missing_measured(size_t before, uint32_t rounds)
{
	size_t next = before;

	for (uint64_t seq = 0; seq < (rounds + 1) * (uint64_t)PER_ROUND; seq++) {
		if ((seq >= ROUND_0 && seq < PER_ROUND) || is_in(again.sample, before, seq)) {
			continue;
		}
		ck_assert_uint_lt(next, again.count);
		const struct sample *sample = &again.sample[next++];
		ck_assert_uint_eq(sample->seq, seq);
		ck_assert_uint_eq(sample->round, seq / PER_ROUND);
		ck_assert_str_eq(sample->cell, key_of(&measured.plan, measured_place_at(seq).cell));
		ck_assert_int_eq(sample->status, SAMPLE_OK);
		ck_assert(next < 2 || sample->at_ns > again.sample[next - 2].at_ns);
	}
	ck_assert_uint_eq(next, again.count);
}

/* The same cells at the same places as in the first run. */
static void expect_the_first_order(void)
{
	for (size_t i = 0; i < again.count; i++) {
		for (size_t j = 0; j < first.count; j++) {
			if (first.sample[j].seq == again.sample[i].seq) {
				ck_assert_str_eq(first.sample[j].cell, again.sample[i].cell);
			}
		}
	}
}

/* ---- where it was cut ---- */

static const size_t cuts[] = {0, ROUND_0 - 1, ROUND_0, ROUND_0 + 5, ROUND_0 + PER_ROUND,
	ROUND_0 + 2 * PER_ROUND + 3, ALL};
enum { CUTS = sizeof(cuts) / sizeof(cuts[0]) };

START_TEST(a_cut_run_goes_on_where_it_was_cut)
{
	run_whole();
	ck_assert_uint_eq(first.count, ALL);
	measured_cut(cuts[_i], "");
	resume(0);
	ck_assert_uint_eq(again.count, ALL);
	expect_missing_measured(cuts[_i], ROUNDS);
	expect_the_first_order();
}
END_TEST

START_TEST(a_torn_last_line_is_cut_off_and_its_sample_measured_again)
{
	run_whole();
	measured_cut(cuts[_i], "{\"type\":\"sample\",\"seq\":9,\"round\":1,\"ce");
	resume(0);
	ck_assert(!again.torn);
	ck_assert_uint_eq(again.count, ALL);
	expect_missing_measured(cuts[_i], ROUNDS);
}
END_TEST

static bool is_kept(const struct sample *sample)
{
	return sample->seq % 3 != 1;
}

START_TEST(gaps_are_filled)
{
	run_whole();
	measured_rewrite(&first, ALL, is_kept);
	size_t kept = 0;
	for (size_t i = 0; i < first.count; i++) {
		kept += is_kept(&first.sample[i]);
	}
	resume(0);
	ck_assert_uint_eq(again.count, ALL);
	expect_missing_measured(kept, ROUNDS);
}
END_TEST

START_TEST(what_was_interrupted_is_measured_again)
{
	run_whole();
	first.sample[ROUND_0 + 6].status = SAMPLE_INTERRUPTED;
	first.sample[ROUND_0 + 6].reason = xstrdup("interrupted");
	measured_rewrite(&first, ROUND_0 + 7, NULL);
	resume(0);
	ck_assert_uint_eq(again.count, ALL + 1); /* the interrupted line stays */
	expect_missing_measured(ROUND_0 + 7, ROUNDS);
}
END_TEST

START_TEST(a_real_interrupt_and_a_resume_make_a_whole_run)
{
	measured.interrupt_after = 2 + ROUND_0 + 5;
	ck_assert_int_eq(measured_run(), ROUNDS_INTERRUPTED);
	measured.interrupt_after = 0;
	char byte;
	ck_assert_int_eq(read(measured.interrupt[0], &byte, 1), 1);
	resume(0);
	ck_assert_uint_eq(again.count, ALL + 1);
	expect_missing_measured(ROUND_0 + 5, ROUNDS);
}
END_TEST

START_TEST(more_rounds_may_be_asked_for)
{
	run_whole();
	resume(ROUNDS + 2);
	ck_assert_uint_eq(again.count, ALL + 2 * PER_ROUND);
	ck_assert_uint_eq(again.run.rounds, ROUNDS); /* the run line stays as it is */
	expect_missing_measured(ALL, ROUNDS + 2);
}
END_TEST

START_TEST(fewer_rounds_leave_what_is_there)
{
	run_whole();
	measured_cut(ROUND_0 + 2 * PER_ROUND + 1, "");
	resume(1);
	ck_assert_uint_eq(again.count, ROUND_0 + 2 * PER_ROUND + 1);
	samples_finish(&again);
	resume(2);
	ck_assert_uint_eq(again.count, ROUND_0 + 2 * PER_ROUND + 1);
}
END_TEST

START_TEST(whoever_watches_is_told_only_of_what_was_missing)
{
	run_whole();
	measured_cut(ALL - 2, ""); /* the last two of round 3 are missing */
	resume(0);
	ck_assert_uint_eq(measured.sample_count, 2);
	ck_assert_uint_eq(measured.block_count, 1);
	ck_assert_uint_eq(measured.round_count, 1);
	ck_assert_uint_eq(measured.last.done_count, ALL);
	ck_assert_uint_eq(measured.last.total_count, ALL);
}
END_TEST

START_TEST(the_clock_of_the_run_goes_on)
{
	run_whole();
	size_t cut = ROUND_0 + PER_ROUND;
	measured_cut(cut, "");
	resume(0);
	const struct sample *last = &again.sample[cut - 1], *next = &again.sample[cut];
	ck_assert_uint_ge(next->at_ns, last->at_ns + last->total_ns);
	ck_assert_uint_lt(next->at_ns, last->at_ns + last->total_ns + UINT64_C(20000000000));
}
END_TEST

/* ---- what is refused ---- */

static void set(char **text, const char *value)
{
	free(*text);
	*text = xstrdup(value);
}

static void change_build(struct run *run)
{
	set(&run->build, "v0.0.1, trial 0");
}

static void change_cpu(struct run *run)
{
	set(&run->machine.cpu_model, "Other CPU");
}

static void change_kernel(struct run *run)
{
	set(&run->machine.kernel, "Linux 2.6");
}

static void change_topology(struct run *run)
{
	set(&run->machine.topology, "Package:1 Core:2 PU:1");
}

static void change_packages(struct run *run)
{
	run->machine.packages = 2;
}

static void change_cores(struct run *run)
{
	run->machine.cores = 64;
}

static void change_cpus(struct run *run)
{
	run->machine.cpus = 64;
}

static void change_allowed(struct run *run)
{
	run->machine.allowed_cpus = 1;
}

static void change_usable(struct run *run)
{
	run->machine.usable_cpus = 1.5;
}

static void change_samples(struct run *run)
{
	run->samples_per_round = 7;
}

START_TEST(another_machine_or_build_is_refused)
{
	static const struct {
		void (*change)(struct run *run);
		const char *error;
	} cases[] = {
		{change_build, "the run was made with the build 'v0.0.1, trial 0', this is '"},
		{change_cpu, "the run was made with the CPU 'Other CPU', this is 'Test CPU'; "
			     "start a new one"},
		{change_kernel,
			"the run was made with the kernel 'Linux 2.6', this is 'Linux 6.1'"},
		{change_topology, "the run was made with the topology 'Package:1 Core:2 PU:1', "},
		{change_packages, "the run was made with the machine '2 packages, 2 cores, "},
		{change_cores, "the run was made with the machine '1 packages, 64 cores, "},
		{change_cpus, "the run was made with the machine '1 packages, 2 cores, 64 CPUs, "},
		{change_allowed, "the run was made with the machine '1 packages, 2 cores, 2 CPUs, "
				 "1 allowed, 2 usable', this is '"},
		{change_usable, "the run was made with the machine '1 packages, 2 cores, 2 CPUs, "
				"2 allowed, 1.5 usable', this is '"},
		{change_samples, "the cells of the run are not those of its plan"},
	};
	enum rounds_end end;

	measured.rounds = 1;
	run_whole();
	cases[_i].change(&first.run);
	measured_rewrite(&first, ROUND_0, NULL);
	ck_assert(!measured_resume(0, &end));
	ck_assert_msg(strncmp(measured.error, cases[_i].error, strlen(cases[_i].error)) == 0, "%s",
		measured.error);
	measured_read(&again);
	ck_assert_uint_eq(again.count, ROUND_0); /* nothing was added */
}
END_TEST

START_TEST(another_trial_is_refused)
{
	enum rounds_end end;

	measured.trial = REAL_TRIAL;
	measured.workloads = "nothing:tasks=10";
	measured.rounds = 1;
	run_whole();
	char *copy = trial_script(measured.folder, "copy", "exec " REAL_TRIAL " \"$@\"");
	measured.trial = copy;
	ck_assert(!measured_resume(0, &end));
	ck_assert_int_eq(strncmp(measured.error, "the run was made with the build '", 33), 0);
	free(copy);
}
END_TEST

START_TEST(the_same_machine_and_build_are_taken)
{
	measured.machine.synthetic = xstrdup("Package:1 Core:2 PU:1");
	run_whole();
	ck_assert_str_eq(first.run.machine.topology, "Package:1 Core:2 PU:1");
	resume(0);
	ck_assert_uint_eq(again.count, ALL);
	free(measured.machine.synthetic);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("resume");
	TCase *tcase = tcase_create("resume");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, a_cut_run_goes_on_where_it_was_cut, 0, CUTS);
	tcase_add_loop_test(tcase, a_torn_last_line_is_cut_off_and_its_sample_measured_again, 3, 5);
	tcase_add_test(tcase, gaps_are_filled);
	tcase_add_test(tcase, what_was_interrupted_is_measured_again);
	tcase_add_test(tcase, a_real_interrupt_and_a_resume_make_a_whole_run);
	tcase_add_test(tcase, more_rounds_may_be_asked_for);
	tcase_add_test(tcase, fewer_rounds_leave_what_is_there);
	tcase_add_test(tcase, whoever_watches_is_told_only_of_what_was_missing);
	tcase_add_test(tcase, the_clock_of_the_run_goes_on);
	tcase_add_loop_test(tcase, another_machine_or_build_is_refused, 0, 10);
	tcase_add_test(tcase, another_trial_is_refused);
	tcase_add_test(tcase, the_same_machine_and_build_are_taken);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
