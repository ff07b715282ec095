/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds measured through the real launcher: what is recorded, in which order, and when it ends. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "measured.h"
#include "scratch.h"
#include "text.h"
#include "trials.h"

static struct samples samples;

static void setup(void)
{
	measured_setup();
	samples = (struct samples){0};
}

static void teardown(void)
{
	samples_finish(&samples);
	measured_teardown();
}

static void run(enum rounds_end expected)
{
	ck_assert_int_eq(measured_run(), expected);
	measured_read(&samples);
}

static size_t count_of(const char *cell, enum sample_status status)
{
	size_t count = 0;

	for (size_t i = 0; i < samples.count; i++) {
		count += (!cell || strcmp(samples.sample[i].cell, cell) == 0) &&
			 samples.sample[i].status == status;
	}
	return count;
}

static void expect_notes(const char *const *notes, size_t count)
{
	ck_assert_uint_eq(samples.note_count, count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_str_eq(samples.notes[i], notes[i]);
	}
}

/* ---- what is recorded ---- */

START_TEST(round_0_is_recorded_and_then_every_round_in_the_planned_order)
{

	measured.workloads = "steady steady:tasks=8";
	measured.strategies = "thread-pool,process-split";
	measured.rounds = 3;
	run(ROUNDS_DONE);
	size_t per_round = order_samples(&measured.plan);
	ck_assert_uint_eq(per_round, 2 * (4 + 2 + 1));
	ck_assert_uint_eq(samples.count, 6 + 3 * per_round);
	for (size_t i = 0; i < samples.count; i++) {
		const struct sample *sample = &samples.sample[i];

		uint64_t place = i < 6 ? i : per_round + (i - 6);
		ck_assert_uint_eq(sample->seq, place);
		ck_assert_uint_eq(sample->round, place / per_round);
		struct place planned = measured_place_at(place);
		ck_assert_str_eq(sample->cell, key_of(&measured.plan, planned.cell));
		ck_assert_int_eq(sample->role, planned.copy ? ROLE_COPY
					       : measured.plan.cells[planned.cell].baseline
						       ? ROLE_BASELINE
						       : ROLE_CELL);
		ck_assert_int_eq(sample->status, SAMPLE_OK);
		ck_assert_uint_eq(sample->answer, strstr(sample->cell, "tasks=8") ? 8 : 64);
		ck_assert(i == 0 || sample->at_ns > samples.sample[i - 1].at_ns);
	}
	expect_notes(NULL, 0);
}
END_TEST

START_TEST(the_run_line_says_what_was_planned_and_found)
{
	measured.workloads = "grow:size=500 steady";
	measured.workers = "1,cpus,4x";
	measured.rounds = 1;
	run(ROUNDS_DONE);
	const struct run *line = &samples.run;
	ck_assert_uint_eq(line->schema, SAMPLES_SCHEMA);
	ck_assert_uint_eq(line->seed, 11);
	ck_assert_uint_eq(line->rounds, 1);
	ck_assert_uint_eq(line->samples_per_round, order_samples(&measured.plan));
	ck_assert_str_eq(line->workloads[0].spec, "grow:size=500");
	ck_assert_str_eq(line->workloads[0].name, "grow");
	ck_assert_str_eq(line->workloads[0].work, "up to 500");
	ck_assert_uint_eq(line->workloads[0].task_count, 10);
	ck_assert_uint_ge(line->workloads[0].loop_ns, 5000000);
	ck_assert_str_eq(line->workloads[1].work, "64 tasks");
	ck_assert_str_eq(line->strategies[0].spec, "sequential");
	ck_assert_str_eq(line->strategies[1].kind, "thread");
	ck_assert_uint_eq(line->point_count, 3);
	ck_assert_uint_eq(line->points[2].workers, 8);
	ck_assert_ptr_nonnull(strstr(line->points[1].label, "CPUs"));
	ck_assert_str_eq(line->machine.cpu_model, "Test CPU");
	ck_assert_uint_eq(line->machine.cores, 2);
	ck_assert_str_eq(line->version, MANYHANDS_VERSION);
	ck_assert_ptr_nonnull(strstr(line->build, ", trial "));
	ck_assert_str_eq(line->compiler, measured.catalog.compiler);
	ck_assert_int_eq(strncmp(line->command, "manyhands run grow:size=500 steady ", 35), 0);
	ck_assert_uint_eq(strlen(line->started), strlen("2024-01-01T00:00:00Z"));
	ck_assert_uint_eq(line->cell_count, measured.plan.cell_count);
	for (size_t i = 0; i < line->cell_count; i++) {
		ck_assert_str_eq(line->cells[i].key, key_of(&measured.plan, i));
	}
}
END_TEST

START_TEST(whoever_watches_is_told_of_samples_blocks_and_rounds)
{
	measured.workloads = "steady:tasks=4 steady:tasks=8";
	measured.rounds = 3;
	run(ROUNDS_DONE);
	/* each workload's sizing, then the samples */
	ck_assert_uint_eq(measured.sample_count, 2 + samples.count);
	ck_assert_uint_eq(measured.block_count, 3 * 2);
	ck_assert_uint_eq(measured.round_count, 1 + 3);
	ck_assert_uint_eq(measured.round_1.done_count, 4);
	ck_assert_uint_eq(measured.round_1.total_count, samples.count);
	ck_assert_double_gt(measured.round_1.left_s, 0.009 * (double)(samples.count - 4));
	ck_assert_uint_eq(measured.last.done_count, samples.count);
	ck_assert_uint_eq(measured.last.total_count, samples.count);
	ck_assert_uint_eq(measured.last.round, 3);
	ck_assert_double_le(measured.last.left_s, 0);
	ck_assert_double_gt(measured.last.elapsed_s, 0);
}
END_TEST

/* ---- answers ---- */

START_TEST(an_answer_that_differs_from_the_loops_is_wrong)
{
	measured.workloads = "lie:at=3";
	measured.strategies = "thread-pool,process-pool";
	run(ROUNDS_DONE);
	for (size_t i = 0; i < samples.count; i++) {
		const struct sample *sample = &samples.sample[i];
		bool loop = sample->role == ROLE_BASELINE || sample->role == ROLE_COPY;

		ck_assert_int_eq(sample->status, loop ? SAMPLE_OK : SAMPLE_WRONG);
		if (!loop) {
			ck_assert_str_eq(sample->reason, "answer 65, the first loop said 64");
			ck_assert(sample->has_answer);
			ck_assert_uint_eq(sample->answer, 65);
		}
	}
	ck_assert_uint_ge(count_of(NULL, SAMPLE_WRONG), 8);
}
END_TEST

START_TEST(an_answer_that_the_workload_knows_to_be_wrong_is_wrong)
{
	measured.workloads = "wrong";
	measured.rounds = 1;
	run(ROUNDS_DONE);
	ck_assert_uint_eq(count_of(NULL, SAMPLE_WRONG), samples.count);
	ck_assert_str_eq(samples.sample[0].reason, "answer 64, expected 65");
}
END_TEST

START_TEST(the_real_workloads_give_one_answer_everywhere)
{
	static const char *const workloads[] = {"nothing:tasks=100", "spin:tasks=6,iterations=1000",
		"sleep:tasks=6,duration=100us", "mixed:tasks=6,cpu=50us,wait=50us",
		"primes:limit=1e4", "perfect:limit=500", "squares:count=1e5,per_task=1e4",
		"pages:tasks=20"};

	measured.trial = REAL_TRIAL;
	measured.workloads = workloads[_i];
	measured.strategies = "all";
	measured.workers = "1,3";
	measured.rounds = 1;
	run(ROUNDS_DONE);
	ck_assert_uint_eq(count_of(NULL, SAMPLE_OK), samples.count);
	for (size_t i = 0; i < samples.count; i++) {
		ck_assert(samples.sample[i].has_answer);
		if (samples.sample[i].role != ROLE_PROBE) {
			ck_assert_uint_eq(samples.sample[i].answer, samples.sample[0].answer);
		}
	}
}
END_TEST

/* ---- what fails ---- */

START_TEST(a_loop_that_fails_is_recorded_from_round_0_on_and_the_run_goes_on)
{
	static const struct {
		const char *workload;
		enum sample_status status;
	} cases[] = {
		{"fail", SAMPLE_FAILED}, {"killed:at=0", SAMPLE_CRASHED}, {"wrong", SAMPLE_WRONG}};

	char *workloads = xasprintf("%s steady", cases[_i].workload);

	measured.workloads = workloads;
	run(ROUNDS_DONE);
	ck_assert_uint_eq(samples.sample[0].round, 0);
	ck_assert_int_eq(samples.sample[0].role, ROLE_BASELINE);
	ck_assert_int_eq(samples.sample[0].status, cases[_i].status);
	ck_assert_uint_eq(count_of(NULL, SAMPLE_OK), samples.count / 2);
	ck_assert_uint_eq(count_of(NULL, cases[_i].status), samples.count / 2);
	ck_assert_uint_eq(samples.run.workloads[0].loop_ns, 0);
	ck_assert_uint_gt(samples.run.workloads[1].loop_ns, 0);
	free(workloads);
}
END_TEST

START_TEST(a_cell_is_retired_after_two_samples_timed_out)
{
	measured.workloads = "hang:at=1 steady:tasks=2";
	measured.timeout_ns = 150000000;
	measured.rounds = 4;
	run(ROUNDS_DONE);
	ck_assert_uint_eq(count_of("hang:at=1/sequential/1", SAMPLE_TIMED_OUT), 2);
	ck_assert_uint_eq(count_of("hang:at=1/thread-pool/1", SAMPLE_TIMED_OUT), 2);
	ck_assert_uint_eq(count_of("hang:at=1/thread-pool/2", SAMPLE_TIMED_OUT), 2);
	ck_assert_uint_eq(count_of("steady:tasks=2/sequential/1", SAMPLE_OK),
		1 + 2 * 4); /* a copy in every round */
	for (size_t i = 0; i < samples.count; i++) {
		/* a copy of a loop that timed out tells nothing and is not what retires it */
		ck_assert(samples.sample[i].role != ROLE_COPY ||
			  samples.sample[i].status == SAMPLE_OK);
	}
	ck_assert_uint_eq(samples.note_count, 3);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(strncmp(samples.notes[i], "hang:at=1/", 10), 0);
		ck_assert_ptr_nonnull(
			strstr(samples.notes[i], " is retired after 2 samples TIMED OUT"));
	}
	/* what is retired is not waited for either */
	ck_assert_uint_eq(measured.last.done_count, samples.count);
	ck_assert_uint_eq(measured.last.total_count, samples.count);
}
END_TEST

START_TEST(a_run_of_which_everything_is_retired_ends)
{
	measured.workloads = "hang:at=1";
	measured.strategies = "sequential";
	measured.timeout_ns = 100000000;
	measured.rounds = 1000;
	run(ROUNDS_DONE);
	ck_assert_uint_eq(samples.count, 2);
}
END_TEST

START_TEST(the_estimate_learns_from_a_timeout)
{
	measured.workloads = "hang:at=1";
	measured.timeout_ns = 200000000;
	measured.rounds = 1;
	run(ROUNDS_DONE);
	for (size_t i = 0; i < measured.plan.cell_count; i++) {
		ck_assert_double_eq_tol(measured.rounds_state.estimate_ns[i], 2e8, 1);
	}
}
END_TEST

START_TEST(a_record_that_cannot_be_written_ends_the_run)
{
	struct rlimit limit = {.rlim_cur = 10000, .rlim_max = RLIM_INFINITY};

	measured.rounds = 100;
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	capture_start();
	enum rounds_end end = measured_run();
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	char *said = capture_end();
	ck_assert_int_eq(end, ROUNDS_BROKEN);
	ck_assert_ptr_nonnull(strstr(said, "can't go on writing"));
	free(said);
	measured_read(&samples);
	ck_assert_uint_gt(samples.count, 2);
	ck_assert_uint_eq(count_of(NULL, SAMPLE_OK), samples.count);
}
END_TEST

/* ---- when it ends ---- */

START_TEST(a_budget_ends_the_run_after_whole_rounds)
{
	static const char *const notes[] = {"the budget ended the run after 1 of 50 rounds"};

	measured.workers = "2"; /* there is nothing to leave out */
	measured.budget_ns = 1; /* used up at once: one round is always measured */
	measured.rounds = 50;
	run(ROUNDS_BUDGET);
	ck_assert_uint_eq(samples.count, 2 + order_samples(&measured.plan));
	expect_notes(notes, 1);
}
END_TEST

START_TEST(a_budget_for_several_rounds_is_used)
{
	measured.workloads = "steady:tasks=2";
	measured.budget_ns = 700000000;
	measured.rounds = 1000;
	run(ROUNDS_BUDGET);
	size_t per_round = order_samples(&measured.plan);
	ck_assert_uint_eq((samples.count - 2) % per_round, 0); /* whole rounds */
	size_t rounds = (samples.count - 2) / per_round;
	ck_assert_uint_gt(rounds, 1);
	ck_assert_uint_lt(rounds, 1000);
	ck_assert_uint_eq(samples.note_count, 1);
	char *note = xasprintf("the budget ended the run after %zu of 1000 rounds", rounds);
	ck_assert_str_eq(samples.notes[0], note);
	free(note);
}
END_TEST

START_TEST(an_interrupt_is_recorded_and_ends_the_run)
{
	measured.interrupt_after = 1 + 2 + 2; /* in round 1 the second sample */
	run(ROUNDS_INTERRUPTED);
	ck_assert_uint_eq(samples.count, 4);
	ck_assert_uint_eq(count_of(NULL, SAMPLE_OK), 3);
	ck_assert_int_eq(samples.sample[3].status, SAMPLE_INTERRUPTED);
	ck_assert_str_eq(samples.sample[3].reason, "interrupted");
	ck_assert_uint_eq(samples.sample[3].seq, order_samples(&measured.plan) + 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rounds");
	TCase *tcase = tcase_create("rounds");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, round_0_is_recorded_and_then_every_round_in_the_planned_order);
	tcase_add_test(tcase, the_run_line_says_what_was_planned_and_found);
	tcase_add_test(tcase, whoever_watches_is_told_of_samples_blocks_and_rounds);
	tcase_add_test(tcase, an_answer_that_differs_from_the_loops_is_wrong);
	tcase_add_test(tcase, an_answer_that_the_workload_knows_to_be_wrong_is_wrong);
	tcase_add_loop_test(tcase, the_real_workloads_give_one_answer_everywhere, 0, 8);
	tcase_add_loop_test(
		tcase, a_loop_that_fails_is_recorded_from_round_0_on_and_the_run_goes_on, 0, 3);
	tcase_add_test(tcase, a_cell_is_retired_after_two_samples_timed_out);
	tcase_add_test(tcase, a_run_of_which_everything_is_retired_ends);
	tcase_add_test(tcase, the_estimate_learns_from_a_timeout);
	tcase_add_test(tcase, a_record_that_cannot_be_written_ends_the_run);
	tcase_add_test(tcase, a_budget_ends_the_run_after_whole_rounds);
	tcase_add_test(tcase, a_budget_for_several_rounds_is_used);
	tcase_add_test(tcase, an_interrupt_is_recorded_and_ends_the_run);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
