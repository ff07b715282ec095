/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The round behind all others, in which every cell is traced: what it records, and when it is measured. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measured.h"
#include "scratch.h"
#include "text.h"
#include "traces.h"
#include "trials.h"

static struct samples samples;

static void setup(void)
{
	measured_setup();
	measured.trace = true;
	measured.strategies = "thread-pool,process-per-task,thread-split";
	measured.rounds = 1;
	samples = (struct samples){0};
}

static void teardown(void)
{
	samples_finish(&samples);
	measured_teardown();
}

static void read_again(void)
{
	samples_finish(&samples);
	measured_read(&samples);
}

static void run(enum rounds_end expected)
{
	ck_assert_int_eq(measured_run(), expected);
	measured_read(&samples);
}

static size_t traced_count(void)
{
	size_t count = 0;

	for (size_t i = 0; i < samples.count; i++) {
		count += samples.sample[i].role == ROLE_TRACED &&
			 samples.sample[i].status != SAMPLE_INTERRUPTED;
	}
	return count;
}

/* The last samples are a traced one of every cell, in the order of the plan. */
static void expect_all_traced(void)
{
	size_t cells = samples.run.cell_count, first = samples.count - cells;

	ck_assert_uint_eq(traced_count(), cells);
	for (size_t c = 0; c < cells; c++) {
		const struct sample *sample = &samples.sample[first + c];
		uint32_t workers = samples.run.cells[c].workers;
		uint64_t tasks = 0;
		struct trace trace;

		ck_assert_int_eq(sample->role, ROLE_TRACED);
		ck_assert_int_eq(sample->status, SAMPLE_OK);
		ck_assert_uint_eq(sample->round, 0);
		ck_assert_uint_eq(sample->seq, 1001 * samples.run.samples_per_round + c);
		ck_assert_str_eq(sample->cell, samples.run.cells[c].key);
		ck_assert(sample->has_trace);
		ck_assert(trace_read(measured.folder, sample, workers, &trace));
		ck_assert_uint_eq(trace.bad_line_count, 0);
		for (size_t i = 0; i < trace.count; i++) {
			tasks += trace.chunk[i].task_count;
			ck_assert_uint_ne(trace.chunk[i].end_ns, SAMPLE_UNKNOWN);
		}
		ck_assert_uint_eq(tasks, samples.run.workloads[0].task_count);
		trace_finish(&trace);
	}
}

START_TEST(every_cell_is_traced_behind_the_last_round)
{
	run(ROUNDS_DONE);
	ck_assert(samples.run.trace);
	ck_assert_ptr_nonnull(strstr(samples.run.command, " --trace"));
	expect_all_traced();
	ck_assert_uint_eq(measured.last.done_count, samples.count);
	ck_assert_uint_eq(measured.last.total_count, samples.count);
	ck_assert(measured.last.traced);
}
END_TEST

START_TEST(without_being_asked_nothing_is_traced)
{
	measured.trace = false;
	run(ROUNDS_DONE);
	ck_assert_uint_eq(traced_count(), 0);
	char *traces = xasprintf("%s/traces", measured.folder);
	ck_assert_int_ne(access(traces, F_OK), 0);
	free(traces);
}
END_TEST

START_TEST(a_run_may_be_traced_later_and_then_measured_further)
{
	enum rounds_end end;

	measured.trace = false;
	run(ROUNDS_DONE);
	size_t before = samples.count;
	measured.trace = true;
	ck_assert(measured_resume(0, &end));
	read_again();
	ck_assert_uint_eq(samples.count, before + samples.run.cell_count);
	expect_all_traced();
	/* with more rounds: what was traced does not stand in their way, and is not traced again */
	ck_assert(measured_resume(2, &end));
	ck_assert_int_eq(end, ROUNDS_DONE);
	read_again();
	ck_assert_uint_eq(
		samples.count, before + samples.run.cell_count + samples.run.samples_per_round);
	ck_assert_uint_eq(traced_count(), samples.run.cell_count);
	ck_assert_uint_eq(samples.sample[samples.count - 1].round, 2);
}
END_TEST

START_TEST(an_interrupt_costs_one_sample_and_resume_traces_the_rest)
{
	enum rounds_end end;

	run(ROUNDS_DONE);
	size_t all = samples.count, cells = samples.run.cell_count;
	char *record = xasprintf("%s/samples.jsonl", measured.folder);
	ck_assert_int_eq(remove(record), 0);
	free(record);
	measured.interrupt_after = 1 + all - cells + 3; /* the third traced one, and sizing */
	samples_finish(&samples);
	run(ROUNDS_INTERRUPTED);
	ck_assert_uint_eq(samples.count, all - cells + 3);
	ck_assert_int_eq(samples.sample[samples.count - 1].status, SAMPLE_INTERRUPTED);
	ck_assert(!samples.sample[samples.count - 1].has_trace);
	char byte;
	ck_assert_int_eq(read(measured.interrupt[0], &byte, 1), 1);
	measured.interrupt_after = 0;
	ck_assert(measured_resume(0, &end));
	ck_assert_int_eq(end, ROUNDS_DONE);
	read_again();
	ck_assert_uint_eq(samples.count, all + 1);
	ck_assert_uint_eq(traced_count(), cells);
}
END_TEST

START_TEST(a_run_that_was_traced_later_is_so_when_it_goes_on)
{
	enum rounds_end end;

	measured.trace = false;
	run(ROUNDS_DONE);
	size_t before = samples.count;
	measured.trace = true;
	measured.interrupt_after = 3;
	ck_assert(measured_resume(0, &end));
	ck_assert_int_eq(end, ROUNDS_INTERRUPTED);
	char byte;
	ck_assert_int_eq(read(measured.interrupt[0], &byte, 1), 1);
	measured.interrupt_after = 0;
	measured.trace = false; /* as if nobody said so again */
	ck_assert(measured_resume(0, &end));
	ck_assert_int_eq(end, ROUNDS_DONE);
	read_again();
	ck_assert_uint_eq(samples.count, before + 1 + samples.run.cell_count);
	ck_assert_uint_eq(traced_count(), samples.run.cell_count);
}
END_TEST

START_TEST(where_a_trace_cannot_be_written_its_sample_is_kept)
{
	enum rounds_end end;
	char *traces = xasprintf("%s/traces", measured.folder);

	ck_assert(write_file(traces, "in the way", 10));
	capture_start();
	ck_assert_int_eq(measured_run(), ROUNDS_BROKEN);
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "traces"));
	measured_read(&samples);
	const struct sample *last = &samples.sample[samples.count - 1];
	ck_assert_uint_eq(traced_count(), 1);
	ck_assert_int_eq(last->role, ROLE_TRACED);
	ck_assert_int_eq(last->status, SAMPLE_OK);
	ck_assert(!last->has_trace);
	/* what it lacks is made up for */
	size_t before = samples.count;
	ck_assert_int_eq(unlink(traces), 0);
	ck_assert(measured_resume(0, &end));
	ck_assert_int_eq(end, ROUNDS_DONE);
	read_again();
	ck_assert_uint_eq(samples.count, before + samples.run.cell_count);
	for (size_t i = before; i < samples.count; i++) {
		ck_assert(samples.sample[i].has_trace);
	}
	free(said);
	free(traces);
}
END_TEST

START_TEST(a_budget_ends_the_rounds_but_not_the_traces)
{
	measured.workers = "2";
	measured.budget_ns = 1;
	measured.rounds = 50;
	run(ROUNDS_BUDGET);
	expect_all_traced();
}
END_TEST

START_TEST(a_budget_keeps_time_for_the_traces)
{
	measured.workloads = "steady:tasks=2";
	measured.strategies = "thread-pool";
	measured.budget_ns = 700000000;
	measured.rounds = 1000;
	run(ROUNDS_BUDGET);
	expect_all_traced();
	ck_assert_double_lt(measured.last.elapsed_s, 1.4);
}
END_TEST

START_TEST(a_sample_that_dies_leaves_its_trace_so_far)
{
	struct trace trace;

	measured.workloads = "exit:at=5";
	measured.strategies = "process-pool";
	measured.workers = "1";
	run(ROUNDS_DONE);
	const struct sample *sample = &samples.sample[samples.count - 1];
	ck_assert_int_eq(sample->role, ROLE_TRACED);
	ck_assert_int_eq(sample->status, SAMPLE_FAILED);
	ck_assert(sample->has_trace);
	ck_assert(trace_read(measured.folder, sample, 1, &trace));
	ck_assert_uint_eq(trace.count, 6);
	ck_assert_uint_ne(trace.chunk[4].end_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(trace.chunk[5].end_ns, SAMPLE_UNKNOWN);
	trace_finish(&trace);
}
END_TEST

START_TEST(what_is_retired_is_not_traced_either)
{
	measured.workloads = "hang:at=1";
	measured.strategies = "thread-pool";
	measured.timeout_ns = 100000000;
	measured.rounds = 3;
	run(ROUNDS_DONE);
	ck_assert_uint_eq(traced_count(), 0);
}
END_TEST

START_TEST(too_many_chunks_are_noted_and_not_traced)
{
	measured.trial = REAL_TRIAL;
	measured.workloads = "nothing:tasks=1000001";
	measured.strategies = "thread-pool:chunk=2";
	measured.workers = "1";
	run(ROUNDS_DONE);
	ck_assert_uint_eq(samples.note_count, 1);
	ck_assert_str_eq(samples.notes[0], "nothing:tasks=1000001/sequential/1 is not traced: "
					   "1000001 chunks, at most 1000000 are");
	ck_assert_uint_eq(traced_count(), 2);
	ck_assert(!samples.sample[samples.count - 2].has_trace);
	ck_assert(samples.sample[samples.count - 1].has_trace);
	/* it will not have one next time, either */
	size_t before = samples.count;
	enum rounds_end end;
	ck_assert(measured_resume(0, &end));
	read_again();
	ck_assert_uint_eq(samples.count, before);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rounds_traced");
	TCase *tcase = tcase_create("rounds_traced");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, every_cell_is_traced_behind_the_last_round);
	tcase_add_test(tcase, without_being_asked_nothing_is_traced);
	tcase_add_test(tcase, a_run_may_be_traced_later_and_then_measured_further);
	tcase_add_test(tcase, an_interrupt_costs_one_sample_and_resume_traces_the_rest);
	tcase_add_test(tcase, a_run_that_was_traced_later_is_so_when_it_goes_on);
	tcase_add_test(tcase, where_a_trace_cannot_be_written_its_sample_is_kept);
	tcase_add_test(tcase, a_budget_ends_the_rounds_but_not_the_traces);
	tcase_add_test(tcase, a_budget_keeps_time_for_the_traces);
	tcase_add_test(tcase, a_sample_that_dies_leaves_its_trace_so_far);
	tcase_add_test(tcase, what_is_retired_is_not_traced_either);
	tcase_add_test(tcase, too_many_chunks_are_noted_and_not_traced);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
