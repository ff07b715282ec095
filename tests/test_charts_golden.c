/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data of a chart of every kind, whole, against tests/fixtures/charts/KIND.csv. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gallery.h"
#include "lengths.h"
#include "lost.h"
#include "show/chart_kinds.h"
#include "text.h"
#include "timeline_scene.h"

static const char golden[] = SOURCE_ROOT "/tests/fixtures/charts";
static const char *const how = "if that is meant: MANYHANDS_GOLDEN=write meson test -C build "
			       "charts_golden";

/* ---- runs that have something of all that a chart can show ---- */

static void start_gallery(void)
{
	gallery_usual_probed(7, gallery_smt_probe);
	fixture_fail(&gallery_samples, "primes:limit=4e6/process-pool/8", 0, SAMPLE_CRASHED,
		"worker 3: Segmentation fault");
	fixture_fail(&gallery_samples, "primes:limit=4e6/process-per-task/4", 6, SAMPLE_TIMED_OUT,
		"60 s");
	fixture_disturb(&gallery_samples, "primes:limit=4e6/thread-pool/4", 1);
	/* times that scatter, so that the ends of intervals differ from their middle */
	for (size_t i = 0; i < gallery_samples.count; i++) {
		struct sample *sample = &gallery_samples.sample[i];

		sample->total_ns += sample->total_ns / 1000 * (sample->seq * 7 % 11);
	}
	gallery_judge();
}

static void start_lost(void)
{
	static const uint32_t workers[] = {1, 2, 4, 8, 16};
	static const struct lost lost = {.start = 0.5,
		.handout = 0.7,
		.slower = 2,
		.queued = 1,
		.off = 0.3,
		.ending = 0.2,
		.uneven = 0.4,
		.others_cpus = 0.1};

	lost_run_points(8, "thread-pool", workers, 5, 7, &lost);
	fixture_fail(&lost_samples, "primes:limit=4e6/thread-pool/4", 0, SAMPLE_CRASHED, "gone");
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];

		sample->total_ns += sample->role == ROLE_CELL ? sample->round % 3 * 50000 : 0;
	}
	lost_judge();
}

static void start_lengths(void)
{
	static const double costs[] = {3e3, 40e3, 640e3};

	lengths_start();
	lengths.costs = costs;
	lengths.capacity = 1.95;
	lengths_run("thread-pool,thread-per-task,process-per-task");
}

static void start_timeline(void)
{
	scene_begin("mixed", "thread-pool", 2);
	scene_trace_loop(50);
	scene_task(0, 2, 12, 5);
	scene_task(1, 2, 22, 10);
	scene_task(0, 12, 42, 15);
	scene_task(1, 22, 62, 20);
	scene_trace(scene_cell("pool"), 63);
	judgement_init(&judgement, &samples);
}

static const struct scene {
	const char *kinds; /* with a space on both sides */
	void (*start)(void), (*finish)(void);
	const struct judgement *judgement;
	size_t workload;
} scenes[] = {
	{" losses waterfall ", start_lost, lost_finish, &lost_judgement, 0},
	{" granularity ", start_lengths, lengths_finish, &lengths_judgement, 0},
	{" timeline ", start_timeline, scene_finish, &judgement, 0},
	/* all others: */
	{NULL, start_gallery, gallery_finish, &gallery, 1},
};

static const struct scene *find_scene(const char *kind)
{
	const struct scene *scene = scenes;
	char *word = xasprintf(" %s ", kind);

	while (scene->kinds && !strstr(scene->kinds, word)) {
		scene++;
	}
	free(word);
	return scene;
}

/* ---- comparing ---- */

static void expect_lines(const char *path, const char *expected, const char *made)
{
	for (size_t line = 1; *expected || *made; line++) {
		size_t a = strcspn(expected, "\n"), b = strcspn(made, "\n");

		ck_assert_msg(a == b && memcmp(expected, made, a) == 0 && expected[a] == made[b],
			"%s, line %zu\n  there: %.*s\n  now:   %.*s\n%s", path, line, (int)a,
			expected, (int)b, made, how);
		expected += a + (expected[a] == '\n');
		made += b + (made[b] == '\n');
	}
}

/* Compares MADE with the golden file of KIND, which it becomes where that is wished. */
static void expect_golden(const char *kind, const char *made)
{
	char *path = xasprintf("%s/%s.csv", golden, kind);
	const char *wish = getenv("MANYHANDS_GOLDEN");

	if (wish && strcmp(wish, "write") == 0) {
		ck_assert_msg(write_file(path, made, strlen(made)), "%s", path);
	}
	char *expected = read_file(path, NULL);
	ck_assert_msg(expected != NULL, "%s is missing; %s", path, how);
	expect_lines(path, expected, made);
	free(expected);
	free(path);
}

START_TEST(the_data_of_every_kind_are_those_of_the_golden_file)
{
	static const char *const names[] = {"here", "there"};
	const struct chart_kind *kind = chart_kind_at((size_t)_i);
	const struct scene *scene = find_scene(kind->name);
	struct figure_source source;
	struct figure figure;

	scene->start();
	const struct judgement both[] = {*scene->judgement, *scene->judgement};
	const struct beside beside = {both, names, 2};
	figure_source_init(&source, scene->judgement, folder); /* the timeline's, else NULL */
	source.beside = kind->scope == CHART_OF_RUNS ? &beside : NULL;
	ck_assert_msg(kind->init(&figure, &source, scene->workload),
		"no run of this test has anything to draw as %s: give it a scene", kind->name);
	expect_golden(kind->name, figure.csv.text);
	figure_finish(&figure);
	figure_source_finish(&source);
	scene->finish();
}
END_TEST

START_TEST(every_golden_file_is_of_a_kind)
{
	DIR *list = opendir(golden);
	struct dirent *entry;

	ck_assert_msg(list != NULL, "%s is missing; %s", golden, how);
	while ((entry = readdir(list)) != NULL) {
		char *name = xstrdup(entry->d_name), *dot = strrchr(name, '.');

		if (*name != '.') {
			ck_assert_msg(dot && strcmp(dot, ".csv") == 0, "%s/%s", golden, name);
			*dot = '\0';
			ck_assert_msg(chart_kind_find(name) != NULL, "%s/%s.csv is of no kind",
				golden, name);
		}
		free(name);
	}
	closedir(list);
}
END_TEST

static int kind_count(void)
{
	int count = 0;

	while (chart_kind_at((size_t)count)) {
		count++;
	}
	return count;
}

int main(void)
{
	Suite *suite = suite_create("charts_golden");
	TCase *tcase = tcase_create("charts_golden");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(
		tcase, the_data_of_every_kind_are_those_of_the_golden_file, 0, kind_count());
	tcase_add_test(tcase, every_golden_file_is_of_a_kind);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
