/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results file: what is written is what is read, and version 1 stays readable for ever. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "samples.h"
#include "scratch.h"
#include "small_run.h"
#include "text.h"

static char *folder;

static void make_folder(void)
{
	folder = scratch_create();
}

static void remove_folder(void)
{
	scratch_destroy(folder);
}

/* Every number of a run that the fixture leaves at zero, each with a value of its own. */
static void fill_run(struct run *run)
{
	run->seed = UINT64_MAX;
	run->rounds = 7;
	run->sample_time_ns = 25000000;
	run->timeout_ns = 61000000000;
	run->budget_ns = 62;
	free(run->workloads[0].calibrated);
	run->workloads[0].calibrated = xstrdup("iterations=812345");
	run->workloads[0].loop_ns = 63;
	run->machine.packages = 71;
	run->machine.cores = 72;
	run->machine.cpus = 73;
	run->machine.numa_nodes = 74;
	run->machine.allowed_cores = 75;
	run->machine.allowed_cpus = 76;
	run->machine.fast_cores = 77;
	run->machine.quota_cpus = 0.1;
	run->machine.usable_cpus = 1.0 / 3;
	run->machine.memory_kib = 78;
	run->machine.pids_max = 79;
	run->machine.nproc_max = SAMPLE_UNKNOWN;
}

START_TEST(what_is_written_is_read_again)
{
	struct samples samples, again;

	small_run_init(&samples);
	fill_run(&samples.run);
	samples.sample[1].rusage = (struct sample_rusage){11, 12, 13, 14, 15, 16, 17};
	samples.sample[1].role = ROLE_COPY;
	samples.sample[2].role = ROLE_PROBE;
	samples.sample[3].role = ROLE_TRACED;
	samples.sample[3].answer = UINT64_MAX;
	small_run_write(&samples, folder);
	ck_assert(samples_read(folder, false, &again));
	ck_assert_uint_eq(again.bad_line_count, 0);
	ck_assert(!again.torn);
	assert_same_run(&samples.run, &again.run);
	ck_assert_uint_eq(again.count, samples.count);
	for (size_t i = 0; i < samples.count; i++) {
		assert_same_sample(&samples.sample[i], &again.sample[i]);
	}
	samples_finish(&samples);
	samples_finish(&again);
}
END_TEST

START_TEST(every_status_is_read_again)
{
	for (int status = SAMPLE_OK; status <= SAMPLE_INTERRUPTED; status++) {
		struct samples samples, again;

		small_run_init(&samples);
		fixture_fail(&samples, samples.run.cells[0].key, 0, (enum sample_status)status,
			"it \"stopped\"\nhere");
		small_run_write(&samples, folder);
		ck_assert(samples_read(folder, false, &again));
		ck_assert_int_eq(again.sample[0].status, status);
		ck_assert_str_eq(again.sample[0].reason, "it \"stopped\"?here");
		samples_finish(&samples);
		samples_finish(&again);
		remove_folder();
		make_folder();
	}
}
END_TEST

START_TEST(what_is_unknown_is_left_out_and_never_zero)
{
	struct samples samples, again;
	struct sample *sample;
	struct sample_worker workers[2] = {
		{.tasks = 3,
			.begin_ns = SAMPLE_UNKNOWN,
			.busy_ns = SAMPLE_UNKNOWN,
			.migrations = SAMPLE_UNKNOWN,
			.begin_cpu = 5,
			.cpu = -1},
		{.tasks = SAMPLE_UNKNOWN,
			.begin_ns = 7,
			.busy_ns = SAMPLE_UNKNOWN,
			.migrations = 2,
			.begin_cpu = -1,
			.cpu = -1},
	};

	small_run_init(&samples);
	samples.run.machine.memory_kib = 0;
	samples.run.machine.fast_cores = 0;
	sample = &samples.sample[0];
	sample->ready_ns = SAMPLE_UNKNOWN;
	sample->rusage.major_faults = SAMPLE_UNKNOWN;
	sample->rusage.minor_faults = 0;
	sample_set_workers(sample, workers, 2);
	small_run_write(&samples, folder);
	char *text = small_run_text(folder, NULL);
	char *line = strchr(text, '\n') + 1;
	*strchr(line, '\n') = '\0';
	ck_assert_ptr_null(strstr(text, "memory_kib"));
	ck_assert_ptr_null(strstr(text, "fast_cores"));
	ck_assert_ptr_null(strstr(text, "budget_ns"));
	ck_assert_ptr_null(strstr(line, "ready_ns"));
	ck_assert_ptr_null(strstr(line, "major_faults"));
	ck_assert_ptr_null(strstr(line, "busy_ns"));
	ck_assert_ptr_null(strstr(line, "\"cpu\""));
	ck_assert_ptr_nonnull(strstr(line, "\"minor_faults\":0"));
	ck_assert_ptr_nonnull(strstr(line, "\"tasks\":[3,null],\"begin_ns\":[null,7]"));
	ck_assert_ptr_nonnull(strstr(line, "\"migrations\":[null,2],\"begin_cpu\":[5,null]"));
	ck_assert(samples_read(folder, false, &again));
	assert_same_sample(sample, &again.sample[0]);
	free(text);
	samples_finish(&samples);
	samples_finish(&again);
}
END_TEST

START_TEST(more_than_64_workers_become_five_rows)
{
	struct samples samples, again;
	struct sample_worker workers[101];

	small_run_init(&samples);
	for (uint32_t i = 0; i < 101; i++) {
		/* in no order: 37 and 101 have no common divisor */
		workers[i] = (struct sample_worker){.tasks = i * 37 % 101,
			.begin_ns = 1000 - i,
			.busy_ns = SAMPLE_UNKNOWN,
			.migrations = i,
			.begin_cpu = 1,
			.cpu = 1};
	}
	workers[0].begin_ns = SAMPLE_UNKNOWN;
	sample_set_workers(&samples.sample[0], workers, 101);
	small_run_write(&samples, folder);
	ck_assert(samples_read(folder, false, &again));
	const struct sample_workers *read = &again.sample[0].workers;
	ck_assert_uint_eq(read->count, 101);
	ck_assert_uint_eq(read->row_count, SAMPLE_SUMMARY_ROWS);
	for (uint32_t i = 0; i < SAMPLE_SUMMARY_ROWS; i++) {
		ck_assert_uint_eq(read->row[i].tasks, 25 * i);
		/* 100 known ones, 900 .. 999 */
		ck_assert_uint_eq(read->row[i].begin_ns, 900 + 99 * i / 4);
		ck_assert_uint_eq(read->row[i].busy_ns, SAMPLE_UNKNOWN);
		ck_assert_uint_eq(read->row[i].migrations, 25 * i);
		ck_assert_int_eq(read->row[i].begin_cpu, -1);
		ck_assert_int_eq(read->row[i].cpu, -1);
	}
	assert_same_sample(&samples.sample[0], &again.sample[0]);
	samples_finish(&samples);
	samples_finish(&again);
}
END_TEST

START_TEST(sixty_four_workers_are_kept_each)
{
	struct samples samples;
	struct sample_worker workers[SAMPLE_WORKERS_MAX] = {{0}};

	small_run_init(&samples);
	sample_set_workers(&samples.sample[0], workers, SAMPLE_WORKERS_MAX);
	ck_assert_uint_eq(samples.sample[0].workers.row_count, SAMPLE_WORKERS_MAX);
	sample_set_workers(&samples.sample[0], NULL, 0);
	ck_assert_ptr_null(samples.sample[0].workers.row);
	samples_finish(&samples);
}
END_TEST

/* tests/fixtures/samples-1.jsonl put into the folder. */
static void place_golden(void)
{
	size_t length;
	char *bytes = read_file(SOURCE_ROOT "/tests/fixtures/samples-1.jsonl", &length);
	char *path = xasprintf("%s/samples.jsonl", folder);

	ck_assert_ptr_nonnull(bytes);
	ck_assert(write_file(path, bytes, length));
	free(bytes);
	free(path);
}

START_TEST(the_run_of_the_golden_file_stays_readable)
{
	struct samples samples;
	const struct run *run = &samples.run;

	place_golden();
	ck_assert(samples_read(folder, false, &samples));
	ck_assert_uint_eq(samples.bad_line_count, 0);
	ck_assert_uint_eq(run->schema, 1);
	ck_assert_str_eq(run->started, "2024-07-01T12:34:56Z");
	ck_assert_uint_eq(run->seed, UINT64_MAX);
	ck_assert_uint_eq(run->rounds, 7);
	ck_assert_uint_eq(run->budget_ns, UINT64_C(900000000000));
	ck_assert_uint_eq(run->samples_per_round, 16);
	ck_assert_str_eq(run->machine.hypervisor, "KVM");
	ck_assert_uint_eq(run->machine.allowed_cpus, 6);
	ck_assert_double_eq(run->machine.usable_cpus, 1.5);
	ck_assert_uint_eq(run->machine.pids_max, 4096);
	ck_assert_uint_eq(run->machine.nproc_max, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(run->workload_count, 2);
	ck_assert_ptr_null(run->workloads[0].calibrated);
	ck_assert_str_eq(run->workloads[1].calibrated, "iterations=812345");
	ck_assert_uint_eq(run->workloads[1].task_count, 8);
	ck_assert_uint_eq(run->workloads[1].loop_ns, 24300000);
	ck_assert_str_eq(run->strategies[1].spec, "thread-pool:chunk=64");
	ck_assert_str_eq(run->strategies[2].kind, "process");
	ck_assert_str_eq(run->points[1].label, "quota, 2x");
	ck_assert_uint_eq(run->cell_count, 14);
	ck_assert(run->cells[7].baseline && !run->cells[8].baseline);
	ck_assert_str_eq(run->cells[13].key, "mixed:tasks=8,wait=2ms/process-pool/100");
	samples_finish(&samples);
}
END_TEST

START_TEST(the_samples_of_the_golden_file_stay_readable)
{
	static const enum sample_status statuses[] = {SAMPLE_OK, SAMPLE_OK, SAMPLE_WRONG,
		SAMPLE_FAILED, SAMPLE_CRASHED, SAMPLE_TIMED_OUT, SAMPLE_OK, SAMPLE_OK,
		SAMPLE_INTERRUPTED};
	static const enum sample_role roles[] = {ROLE_BASELINE, ROLE_CELL, ROLE_CELL, ROLE_CELL,
		ROLE_TRACED, ROLE_PROBE, ROLE_COPY, ROLE_CELL, ROLE_CELL};
	struct samples samples;

	place_golden();
	ck_assert(samples_read(folder, false, &samples));
	ck_assert_uint_eq(samples.count, 9);
	for (size_t i = 0; i < 9; i++) {
		ck_assert_int_eq(samples.sample[i].status, statuses[i]);
		ck_assert_int_eq(samples.sample[i].role, roles[i]);
	}
	const struct sample *second = &samples.sample[1];
	ck_assert_uint_eq(second->seq, 17);
	ck_assert_uint_eq(second->round, 1);
	ck_assert_uint_eq(second->answer, UINT64_C(142913828922));
	ck_assert_uint_eq(second->at_ns, 1443512345);
	ck_assert_uint_eq(second->total_ns, 123512345);
	ck_assert_uint_eq(second->ready_ns, 60200);
	ck_assert_uint_eq(second->first_task_ns, 61900);
	ck_assert_uint_eq(second->last_task_ns, 123410001);
	ck_assert_uint_eq(second->reaped_ns, 123501000);
	ck_assert_uint_eq(second->cpu_ns, 243900222);
	ck_assert_uint_eq(second->main_runqueue_ns, SAMPLE_UNKNOWN); /* older than that */
	ck_assert_uint_eq(second->rusage.maxrss_kib, 2176);
	ck_assert_uint_eq(second->rusage.involuntary_switches, 7);
	ck_assert_uint_eq(second->workers.count, 2);
	ck_assert_uint_eq(second->workers.row[1].tasks, 976);
	ck_assert_uint_eq(second->workers.row[0].busy_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(second->workers.row[0].runqueue_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(second->workers.row[1].runqueue_ns, 20000);
	ck_assert_int_eq(second->workers.row[0].cpu, 0);
	ck_assert_int_eq(second->workers.row[1].cpu, -1);
	/* of before there were any */
	ck_assert_int_eq(second->workers.row[0].begin_cpu, -1);
	ck_assert_uint_eq(second->workers.row[0].migrations, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(samples.sample[2].rusage.system_ns, SAMPLE_UNKNOWN);
	ck_assert_str_eq(samples.sample[3].reason, "37 of 64 tasks done");
	ck_assert(!samples.sample[3].has_answer);
	ck_assert_uint_eq(samples.sample[3].total_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(samples.sample[7].answer, UINT64_MAX);
	ck_assert_uint_eq(samples.sample[7].workers.row[4].begin_ns, 6000000);
	ck_assert_uint_eq(samples.note_count, 1);
	ck_assert_str_eq(samples.notes[0], "round 1: 1 cell is retired after two TIMED OUT");
	samples_finish(&samples);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("samples");
	TCase *tests = tcase_create("samples");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tests, make_folder, remove_folder);
	tcase_add_test(tests, what_is_written_is_read_again);
	tcase_add_test(tests, every_status_is_read_again);
	tcase_add_test(tests, what_is_unknown_is_left_out_and_never_zero);
	tcase_add_test(tests, more_than_64_workers_become_five_rows);
	tcase_add_test(tests, sixty_four_workers_are_kept_each);
	tcase_add_test(tests, the_run_of_the_golden_file_stays_readable);
	tcase_add_test(tests, the_samples_of_the_golden_file_stay_readable);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
