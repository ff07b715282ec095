/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is taken of a trace out of an area: all that is written can be read again. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "scratch.h"
#include "sweep/harvest.h"
#include "text.h"
#include "trial/trace.h"

enum { RECORDS = 3, START_NS = 1000 };

static struct trace_record record[RECORDS];
static struct trace taken;

static void teardown(void)
{
	trace_finish(&taken);
}

/* A record of chunk INDEX, a task long, that says it took CPU_NS of the 100 ns up to END_NS. */
static void put(uint64_t index, uint64_t end_ns, uint64_t cpu_ns)
{
	record[index] = (struct trace_record){
		.first_task = index,
		.task_count = 1,
		.born_ns = START_NS,
		.begin_ns = START_NS + 100 * index,
		.end_ns = end_ns,
		.cpu_ns = cpu_ns,
		.begun_count = 1,
	};
}

/* Takes the trace of an area of one worker with these records. */
static void take(void)
{
	struct area_header header = {
		.magic = AREA_MAGIC,
		.header_bytes = (uint32_t)area_header_bytes(),
		.worker_bytes = AREA_WORKER_BYTES,
		.worker_count = 1,
		.trace_count = RECORDS,
		.start_ns = START_NS,
	};
	int area = memfd_create("area", MFD_CLOEXEC);

	ck_assert_int_ge(area, 0);
	ck_assert_int_eq(pwrite(area, &header, sizeof(header), 0), sizeof(header));
	ck_assert_int_eq(pwrite(area, record, sizeof(record), (off_t)trace_area_bytes(1, 0)),
		sizeof(record));
	harvest_trace(area, 1, &taken);
	close(area);
}

/* Writes what was taken and reads it again: nothing may be left out. */
static void expect_readable(void)
{
	char *folder = scratch_create(), *traces = xasprintf("%s/traces", folder);
	struct sample sample;
	struct trace again;

	sample_init(&sample);
	sample.total_ns = 1000;
	ck_assert(trace_write(folder, 0, &taken));
	ck_assert(trace_read(folder, &sample, 1, &again));
	ck_assert_uint_eq(again.bad_line_count, 0);
	ck_assert_uint_eq(again.count, taken.count);
	trace_finish(&again);
	sample_finish(&sample);
	scratch_destroy(traces);
	scratch_destroy(folder);
}

START_TEST(cpu_time_by_another_clock_is_no_longer_than_the_chunk)
{
	put(0, START_NS + 100, 103);
	put(1, START_NS + 200, 97);
	put(2, START_NS + 300, AREA_UNKNOWN);
	take();
	ck_assert_uint_eq(taken.count, 3);
	ck_assert_uint_eq(taken.chunk[0].cpu_ns, 100);
	ck_assert_uint_eq(taken.chunk[1].cpu_ns, 97);
	ck_assert_uint_eq(taken.chunk[2].cpu_ns, SAMPLE_UNKNOWN);
	expect_readable();
}
END_TEST

START_TEST(a_worker_that_died_between_two_stamps_leaves_a_chunk_without_an_end)
{
	put(0, START_NS + 100, 90);
	put(1, 0, 90);
	put(2, START_NS + 300, 90);
	take();
	ck_assert_uint_eq(taken.count, 3);
	ck_assert_uint_eq(taken.chunk[1].end_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(taken.chunk[1].cpu_ns, SAMPLE_UNKNOWN);
	expect_readable();
}
END_TEST

START_TEST(chunks_not_begun_or_begun_twice_are_none)
{
	put(0, START_NS + 100, 90);
	put(1, START_NS + 200, 90);
	put(2, START_NS + 300, 90);
	record[0].begun_count = 0;
	record[1].begun_count = 2;
	take();
	ck_assert_uint_eq(taken.count, 1);
	ck_assert_uint_eq(taken.chunk[0].chunk, 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("harvest");
	TCase *tcase = tcase_create("harvest");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, cpu_time_by_another_clock_is_no_longer_than_the_chunk);
	tcase_add_test(tcase, a_worker_that_died_between_two_stamps_leaves_a_chunk_without_an_end);
	tcase_add_test(tcase, chunks_not_begun_or_begun_twice_are_none);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
