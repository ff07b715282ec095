/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters of the kernel, from a made-up folder and from the real one. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sweep/noise.h"
#include "text.h"
#include "trial/clock.h"

static char root[64];
static struct noise noise;

static void put(const char *name, const char *bytes)
{
	char *path = xasprintf("%s/%s", root, name);

	ck_assert(write_file(path, bytes, strlen(bytes)));
	free(path);
}

static void make_folder(const char *name)
{
	char *path = xasprintf("%s/%s", root, name);

	ck_assert_int_eq(mkdir(path, 0755), 0);
	free(path);
}

static void setup(void)
{
	snprintf(root, sizeof(root), "/tmp/manyhands-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	make_folder("proc");
	make_folder("proc/pressure");
	make_folder("group");
}

static void teardown(void)
{
	static const char *const names[] = {"proc/stat", "proc/pressure/cpu", "group/cpu.stat",
		"proc/pressure", "proc", "group", ""};

	noise_finish(&noise);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = xasprintf("%s/%s", root, names[i]);

		remove(path);
		free(path);
	}
}

START_TEST(only_the_allowed_cpus_count)
{
	struct noise_reading reading;

	put("proc/stat", "cpu  9 9 9 9 9 9 9 9 0 0\n"
			 "cpu0 100 1 20 5000 7 3 4 50 0 0\n"
			 "cpu1 1000 0 0 0 0 0 0 900 0 0\n"
			 "cpu12 10 0 0 0 0 0 0 2 0 0\n"
			 "intr 1 2 3\n");
	noise_init(&noise, root, "0,8-12", "");
	noise_read(&noise, &reading);
	/* user + nice + system + irq + softirq, in ticks of 10 ms; not idle, not waiting for a disk */
	ck_assert_uint_eq(reading.busy_ns, (100 + 1 + 20 + 3 + 4 + 10) * UINT64_C(10000000));
	ck_assert_uint_eq(reading.steal_ns, 52 * UINT64_C(10000000));
}
END_TEST

START_TEST(what_is_not_there_is_unknown)
{
	struct noise_reading reading;

	noise_init(&noise, root, "0-3", "");
	noise_read(&noise, &reading);
	ck_assert_uint_eq(reading.busy_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(reading.steal_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(reading.throttled_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(reading.pressure_ns, SAMPLE_UNKNOWN);
}
END_TEST

START_TEST(throttling_and_pressure_are_read_in_both_dialects)
{
	struct noise_reading reading;

	put("proc/pressure/cpu", "some avg10=0.10 avg60=0.00 avg300=0.00 total=123\n"
				 "full avg10=0.00 avg60=0.00 avg300=0.00 total=9\n");
	put("group/cpu.stat", "nr_periods 10\nnr_throttled 3\nthrottled_usec 77\n");
	noise_init(&noise, root, "0", "/group/cpu.max");
	noise_read(&noise, &reading);
	ck_assert_uint_eq(reading.pressure_ns, 123000);
	ck_assert_uint_eq(reading.throttled_ns, 77000);
	put("group/cpu.stat", "nr_periods 10\nnr_throttled 3\nthrottled_time 88\n");
	noise_read(&noise, &reading);
	ck_assert_uint_eq(reading.throttled_ns, 88);
}
END_TEST

START_TEST(a_window_is_told_by_the_sample_that_ends_it)
{
	struct noise_reading before = {.now_ns = 0}, after = {.now_ns = 0};
	struct sample sample;

	noise_init(&noise, root, "0", "");
	noise.window =
		(struct noise_reading){.now_ns = 1000, .busy_ns = 0, .own_ns = 0, .steal_ns = 5};
	sample_init(&sample);
	sample.seq = 7;
	after = (struct noise_reading){
		.now_ns = 400000000, .busy_ns = 300, .own_ns = 100, .steal_ns = 6};
	noise_note(&noise, &before, &after, &sample);
	ck_assert_uint_eq(sample.noise.window_ns, SAMPLE_UNKNOWN);
	sample.seq = 8;
	after.now_ns = 600001000;
	noise_note(&noise, &before, &after, &sample);
	ck_assert_uint_eq(sample.noise.window_ns, 600000000);
	ck_assert_uint_eq(sample.noise.window_foreign_ns, 200);
	ck_assert_uint_eq(sample.noise.window_steal_ns, 1);
	ck_assert_uint_eq(sample.noise.window_first_seq, 7); /* the first one noted */
	sample.seq = 9;
	after.now_ns = 1200002000;
	noise_note(&noise, &before, &after, &sample);
	ck_assert_uint_eq(sample.noise.window_first_seq, 9);
}
END_TEST

START_TEST(our_own_work_is_not_foreign)
{
	struct noise_reading before, after;
	struct sample sample;
	uint64_t end_ns = clock_now_ns() + 600000000;

	noise_init(&noise, "", "0-1023", "");
	noise_read(&noise, &before);
	while (clock_now_ns() < end_ns) {
	}
	noise_read(&noise, &after);
	ck_assert_uint_ge(after.own_ns - before.own_ns, 1);
	ck_assert_uint_ge(after.busy_ns, before.busy_ns);
	sample_init(&sample);
	sample.seq = 1;
	noise_note(&noise, &before, &after, &sample);
	ck_assert_uint_ne(sample.noise.window_ns, SAMPLE_UNKNOWN);
	/* what is foreign is what is busy less our own, so less than all */
	ck_assert_uint_lt(
		sample.noise.window_foreign_ns, after.busy_ns - before.busy_ns + 20000000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("noise");
	TCase *tcase = tcase_create("noise");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, only_the_allowed_cpus_count);
	tcase_add_test(tcase, what_is_not_there_is_unknown);
	tcase_add_test(tcase, throttling_and_pressure_are_read_in_both_dialects);
	tcase_add_test(tcase, a_window_is_told_by_the_sample_that_ends_it);
	tcase_add_test(tcase, our_own_work_is_not_foreign);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
