/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer of results: alone, append-only, and on a full disk. */
#include <check.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

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

START_TEST(a_second_writer_is_refused)
{
	struct samples samples;

	small_run_init(&samples);
	struct samples_writer *writer = samples_create(folder, &samples.run);
	ck_assert_ptr_nonnull(writer);
	ck_assert(samples_append(writer, &samples.sample[0]));
	capture_start();
	struct samples_writer *second = samples_resume(folder, 10);
	char *said = capture_end();
	ck_assert_ptr_null(second);
	ck_assert_ptr_nonnull(strstr(said, "is being written by another run"));
	free(said);
	capture_start();
	second = samples_create(folder, &samples.run);
	said = capture_end();
	ck_assert_ptr_null(second);
	ck_assert_ptr_nonnull(strstr(said, "--resume"));
	free(said);
	samples_close(writer);
	samples_finish(&samples);
	/* and none of them harmed the file */
	ck_assert(samples_read(folder, false, &samples));
	ck_assert_uint_eq(samples.count, 1);
	samples_finish(&samples);
}
END_TEST

START_TEST(resume_cuts_a_torn_line_and_goes_on)
{
	struct samples samples, again;

	small_run_init(&samples);
	small_run_write(&samples, folder);
	small_run_add(folder, "{\"type\":\"sample\",\"seq\":9,\"cel");
	capture_start();
	ck_assert(samples_read(folder, false, &again));
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "samples.jsonl:10: left out: torn"));
	free(said);
	ck_assert(again.torn);
	ck_assert_uint_eq(again.bad_line_count, 0);
	ck_assert_uint_eq(again.count, samples.count);
	struct samples_writer *writer = samples_resume(folder, again.sound_bytes);
	ck_assert_ptr_nonnull(writer);
	ck_assert(samples_note(writer, "resumed\033[2J"));
	ck_assert(samples_append(writer, &samples.sample[0]));
	samples_close(writer);
	samples_finish(&again);
	ck_assert(samples_read(folder, false, &again));
	ck_assert(!again.torn);
	ck_assert_uint_eq(again.count, samples.count + 1);
	ck_assert_uint_eq(again.note_count, 1);
	ck_assert_str_eq(again.notes[0], "resumed?[2J");
	samples_finish(&again);
	samples_finish(&samples);
}
END_TEST

START_TEST(resume_refuses_a_file_that_changed_since_it_was_read)
{
	struct samples samples;
	size_t length;

	small_run_init(&samples);
	small_run_write(&samples, folder);
	char *text = small_run_text(folder, &length);
	small_run_add(folder, "{\"type\":\"note\",\"text\":\"from someone else\"}\n");
	capture_start();
	ck_assert_ptr_null(samples_resume(folder, length));
	ck_assert_ptr_null(samples_resume(folder, length * 2));
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "has changed since it was read"));
	free(said);
	free(text);
	text = small_run_text(folder, NULL);
	ck_assert_ptr_nonnull(strstr(text, "from someone else"));
	free(text);
	samples_finish(&samples);
}
END_TEST

START_TEST(a_folder_that_is_missing_is_one_line)
{
	struct samples samples, again;

	small_run_init(&samples);
	capture_start();
	ck_assert_ptr_null(samples_create("/nonexistent/folder", &samples.run));
	ck_assert(!samples_read("/nonexistent/folder", false, &again));
	char *said = capture_end();
	ck_assert_str_eq(said,
		"manyhands: /nonexistent/folder/samples.jsonl: No such file or directory\n"
		"manyhands: /nonexistent/folder/samples.jsonl: No such file or directory\n");
	free(said);
	samples_finish(&samples);
}
END_TEST

START_TEST(a_pipe_or_folder_instead_of_the_file_is_refused)
{
	struct samples samples;
	char *path = xasprintf("%s/samples.jsonl", folder);

	ck_assert_int_eq(mkfifo(path, 0600), 0);
	capture_start();
	ck_assert(!samples_read(folder, false, &samples));
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "is not a plain file"));
	free(said);
	free(path);
}
END_TEST

/* Mounts a file system of 64 KiB on the folder, seen by this process only; false where that is not
 * allowed. */
static bool mount_tiny(void)
{
	if (unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
		mount("tmpfs", folder, "tmpfs", 0, "size=64k") == 0) {
		return true;
	}
	printf("skipped, no file system can be mounted: %s\n", strerror(errno));
	return false;
}

START_TEST(a_full_disk_is_one_line_and_keeps_what_was_before)
{
	struct samples samples, again;
	size_t kept = 0;

	if (!mount_tiny()) {
		return;
	}
	small_run_init(&samples);
	struct samples_writer *writer = samples_create(folder, &samples.run);
	ck_assert_ptr_nonnull(writer);
	capture_start();
	while (kept < 1000 && samples_append(writer, &samples.sample[0])) {
		kept++;
	}
	ck_assert(!samples_append(writer, &samples.sample[0]));
	samples_close(writer);
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "samples.jsonl: No space left on device\n"));
	ck_assert_ptr_eq(strchr(said, '\n'), said + strlen(said) - 1);
	free(said);
	ck_assert_uint_gt(kept, 10);
	ck_assert_uint_lt(kept, 1000);
	bool read = samples_read(folder, false, &again);
	umount(folder);
	ck_assert(read);
	ck_assert(!again.torn);
	ck_assert_uint_eq(again.count, kept);
	samples_finish(&again);
	samples_finish(&samples);
}
END_TEST

START_TEST(a_disk_too_full_to_begin_leaves_no_file)
{
	struct samples samples;
	struct stat status;
	char *ballast = xasprintf("%s/ballast", folder);
	char *path = xasprintf("%s/samples.jsonl", folder);
	char *bytes = xcalloc(65536, 1);

	if (mount_tiny()) {
		small_run_init(&samples);
		FILE *file = fopen(ballast, "we");
		ck_assert_ptr_nonnull(file);
		fwrite(bytes, 1, 65536, file);
		fclose(file);
		capture_start();
		struct samples_writer *writer = samples_create(folder, &samples.run);
		char *said = capture_end();
		bool there = stat(path, &status) == 0;
		umount(folder);
		ck_assert_ptr_null(writer);
		ck_assert(!there);
		ck_assert_ptr_nonnull(strstr(said, "No space left on device"));
		free(said);
		samples_finish(&samples);
	}
	free(ballast);
	free(path);
	free(bytes);
}
END_TEST

START_TEST(a_run_line_that_is_too_long_is_refused)
{
	struct samples samples;

	fixture_init(&samples, 1);
	/* 3000 cells of a name of 400 letters */
	char *spec = xasprintf("x:file=%0400d", 1);
	fixture_workload(&samples, spec, "", 1);
	free(spec);
	fixture_strategy(&samples, "thread-pool");
	for (uint32_t workers = 1; workers <= 3000; workers++) {
		fixture_point(&samples, workers, "");
	}
	fixture_cells(&samples);
	capture_start();
	ck_assert_ptr_null(samples_create(folder, &samples.run));
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "more cells than one line holds"));
	free(said);
	samples_finish(&samples);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("samples_writer");
	TCase *tests = tcase_create("samples_writer");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tests, make_folder, remove_folder);
	tcase_add_test(tests, a_second_writer_is_refused);
	tcase_add_test(tests, resume_cuts_a_torn_line_and_goes_on);
	tcase_add_test(tests, resume_refuses_a_file_that_changed_since_it_was_read);
	tcase_add_test(tests, a_folder_that_is_missing_is_one_line);
	tcase_add_test(tests, a_pipe_or_folder_instead_of_the_file_is_refused);
	tcase_add_test(tests, a_full_disk_is_one_line_and_keeps_what_was_before);
	tcase_add_test(tests, a_disk_too_full_to_begin_leaves_no_file);
	tcase_add_test(tests, a_run_line_that_is_too_long_is_refused);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
