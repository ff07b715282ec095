/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every strategy, traced: each chunk's record is written once and makes sense, the answer is the same. */
#include <check.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trial/job.h"
#include "trial/spec.h"
#include "trial/suite.h"
#include "trial/turns.h"

static struct spec workload_spec, strategy_spec;
static struct job job;

static const struct workload *find_workload(const char *text)
{
	size_t length = strcspn(text, ":");

	for (size_t i = 0; suite_workloads[i]; i++) {
		if (strlen(suite_workloads[i]->name) == length &&
			strncmp(suite_workloads[i]->name, text, length) == 0) {
			return suite_workloads[i];
		}
	}
	ck_abort_msg("no workload %s", text);
	return NULL;
}

static void parse(struct spec *spec, const char *text, const struct param *params)
{
	char error[SPEC_ERROR_BYTES];

	ck_assert_msg(spec_parse(spec, text, params, error, sizeof(error)), "%s", error);
}

/* Makes the job of WORKLOAD under STRATEGY with ITEMS. */
static void make(const char *workload, const struct strategy *strategy, const char *items,
	uint32_t workers, bool busy, bool trace)
{
	char text[SPEC_TEXT_BYTES];

	snprintf(text, sizeof(text), "%s%s%s", strategy->name, *items ? ":" : "", items);
	parse(&workload_spec, workload, find_workload(workload)->params);
	parse(&strategy_spec, text, strategy->params);
	job = (struct job){.stamp_busy = busy, .trace = trace};
	ck_assert_msg(job_init(&job, find_workload(workload), workload_spec.value, strategy,
			      strategy_spec.value, workers, -1),
		"%s", job_reason());
}

static void execute(void)
{
	job_execute(&job);
	ck_assert_msg(atomic_load(&job.area->status) == AREA_OK, "%s", job_reason());
}

static void expect_record(uint64_t chunk, bool with_cpu)
{
	const struct trace_record *record = &job.record[chunk];
	const struct area_header *area = job.area;
	uint64_t first, count;

	job_chunk(&job, chunk, &first, &count);
	if (count == 0) {
		ck_assert_uint_eq(record->begun_count, 0);
		return;
	}
	ck_assert_uint_eq(record->begun_count, 1);
	ck_assert_uint_eq(record->first_task, first);
	ck_assert_uint_eq(record->task_count, count);
	ck_assert_uint_lt(record->worker, job.worker_count);
	ck_assert_uint_ge(record->born_ns, area->start_ns);
	ck_assert_uint_ge(record->begin_ns, record->born_ns);
	ck_assert_uint_ge(record->end_ns, record->begin_ns);
	ck_assert_uint_le(record->end_ns, area->end_ns);
	ck_assert_int_ge(record->begin_cpu, 0);
	ck_assert_int_ge(record->end_cpu, 0);
	if (with_cpu) {
		uint64_t wall_ns = record->end_ns - record->begin_ns;

		/* the two clocks may run apart by 500 ppm while the time of day is being set right */
		ck_assert_uint_le(record->cpu_ns, wall_ns + wall_ns / 1000 + 1000);
	} else {
		ck_assert_uint_eq(record->cpu_ns, AREA_UNKNOWN);
	}
}

/* What the records of a worker hold is what its slot says. */
static void expect_slots(void)
{
	for (uint32_t w = 0; w < job.worker_count; w++) {
		const struct area_worker *slot = area_slot(job.area, w);
		uint64_t tasks = 0, busy_ns = 0;

		for (uint64_t chunk = 0; chunk < job.chunk_count; chunk++) {
			const struct trace_record *record = &job.record[chunk];

			if (record->begun_count > 0 && record->worker == w) {
				tasks += record->task_count;
				busy_ns += record->end_ns - record->begin_ns;
			}
		}
		ck_assert_uint_eq(tasks, atomic_load(&slot->tasks_done));
		ck_assert_uint_eq(busy_ns, slot->busy_ns);
	}
}

/* Combination _i: each strategy with 1, 3 and 16 workers, with and without CPU times. */
START_TEST(every_strategy_writes_every_record_once_and_answers_as_ever)
{
	static const uint32_t counts[] = {1, 3, 16};
	static const char *const workloads[] = {
		"primes:limit=3001,per_task=300", "sleep:tasks=11,duration=1ms"};
	const struct strategy *strategy = suite_strategies[_i / 6];
	uint32_t workers = strategy->kind == WORKER_NONE ? 1 : counts[_i % 3];
	bool busy = _i / 3 % 2 == 0;

	for (size_t w = 0; w < 2; w++) {
		make(workloads[w], strategy, "", workers, busy, false);
		ck_assert_ptr_null(job.record);
		ck_assert_uint_eq(job.area->trace_count, 0);
		execute();
		uint64_t answer = job.area->answer;
		job_finish(&job);

		make(workloads[w], strategy, "", workers, busy, true);
		ck_assert_uint_eq(job.area->trace_count, job.chunk_count);
		execute();
		ck_assert_uint_eq(job.area->answer, answer);
		for (uint64_t chunk = 0; chunk < job.chunk_count; chunk++) {
			expect_record(chunk, busy);
		}
		expect_slots();
		job_finish(&job);
	}
}
END_TEST

START_TEST(a_record_stands_at_its_chunk_in_whatever_order_they_are_taken)
{
	const struct strategy *strategy = suite_strategies[_i];

	if (strategy->chunking != CHUNK_GIVEN) {
		return;
	}
	make("nothing:tasks=1000", strategy, "chunk=7,order=shuffled",
		strategy->kind == WORKER_NONE ? 1 : 3, false, true);
	execute();
	ck_assert_uint_eq(job.chunk_count, 143);
	for (uint64_t chunk = 0; chunk < job.chunk_count; chunk++) {
		expect_record(chunk, false);
	}
	ck_assert_uint_eq(job.record[142].task_count, 6);
	expect_slots();
	job_finish(&job);
}
END_TEST

START_TEST(a_record_is_one_cache_line)
{
	ck_assert_uint_eq(sizeof(struct trace_record), 64);
	ck_assert_uint_eq(offsetof(struct trace_record, end_ns), 32);
	ck_assert_uint_eq(trace_area_bytes(3, 10), area_bytes(3) + 640);
	make("nothing:tasks=10", suite_strategies[0], "", 1, false, true);
	for (uint64_t chunk = 0; chunk < 10; chunk++) {
		ck_assert_uint_eq((uintptr_t)&job.record[chunk] % 64, 0);
	}
	job_finish(&job);
}
END_TEST

/* True if the page at ADDRESS is in this process's page table (or swapped out of it), so that writing there
 * waits for nothing. */
static bool is_mapped(int pagemap, const void *address)
{
	uintptr_t page = (uintptr_t)address / (uintptr_t)sysconf(_SC_PAGESIZE);
	uint64_t entry;

	ck_assert_int_eq(pread(pagemap, &entry, sizeof(entry), (off_t)(page * sizeof(entry))),
		sizeof(entry));
	return entry >> 62 != 0;
}

START_TEST(no_record_is_written_to_a_page_for_the_first_time)
{
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	size_t missing = 0;

	if (pagemap < 0) {
		return; /* not on this kernel */
	}
	make("nothing:tasks=100000", suite_strategies[0], "", 1, false, true);
	for (uint64_t chunk = 0; chunk < job.chunk_count; chunk++) {
		missing += !is_mapped(pagemap, &job.record[chunk]);
	}
	close(pagemap);
	ck_assert_msg(missing == 0, "%zu of %" PRIu64 " records are on pages that fault", missing,
		job.chunk_count);
	job_finish(&job);
}
END_TEST

START_TEST(too_many_chunks_are_not_traced_but_done)
{
	make("nothing:tasks=1000001", suite_strategies[0], "", 1, false, true);
	ck_assert_ptr_null(job.record);
	ck_assert_uint_eq(job.area->trace_count, 0);
	execute();
	job_finish(&job);
	make("nothing:tasks=1000000", suite_strategies[0], "", 1, false, true);
	ck_assert_uint_eq(job.area->trace_count, 1000000);
	execute();
	expect_record(999999, false);
	job_finish(&job);
}
END_TEST

static int strategy_count(void)
{
	int count = 0;

	while (suite_strategies[count]) {
		count++;
	}
	return count;
}

int main(void)
{
	Suite *suite = suite_create("traced");
	TCase *tcase = tcase_create("traced");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, every_strategy_writes_every_record_once_and_answers_as_ever, 0,
		6 * strategy_count());
	tcase_add_loop_test(tcase, a_record_stands_at_its_chunk_in_whatever_order_they_are_taken, 0,
		strategy_count());
	tcase_add_test(tcase, a_record_is_one_cache_line);
	tcase_add_test(tcase, no_record_is_written_to_a_page_for_the_first_time);
	tcase_add_test(tcase, too_many_chunks_are_not_traced_but_done);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
