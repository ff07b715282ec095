/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs made up of workers' stamps, so that each loss is known, for the tests of losses. */
#include "lost.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

struct samples lost_samples;
struct judgement lost_judgement;
struct losses lost_losses;

static const double MS = 1e6;

static double any_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	(void)cell, (void)round;
	*busy = 1;
	return LOST_LOOP_MS * MS;
}

static uint64_t ns(double ms)
{
	return (uint64_t)llround(ms * MS);
}

/* The worker INDEX of W. */
static struct sample_worker worker_of(const struct lost *lost, double workers, uint32_t index)
{
	/* the first one does what the others leave, so that they end `uneven` before it */
	double more = lost->uneven * (index == 0 ? (workers - 1) / workers : -1 / workers);
	double work = LOST_LOOP_MS / workers + more;
	double busy = work + lost->slower + lost->queued + lost->off;
	double last = lost->start + lost->handout + busy;

	return (struct sample_worker){
		.tasks = (uint64_t)ceil(LOST_TASKS / workers),
		.begin_ns = ns(lost->start),
		.end_ns = ns(last),
		.first_task_ns = lost->old ? SAMPLE_UNKNOWN : ns(lost->start),
		.last_task_ns = lost->old ? SAMPLE_UNKNOWN : ns(last),
		.busy_ns = lost->unstamped ? SAMPLE_UNKNOWN : ns(busy),
		.cpu_ns = ns((lost->waits ? 0 : work) + lost->slower),
		.runqueue_ns = lost->no_queue ? SAMPLE_UNKNOWN : ns(lost->queued),
		.begin_cpu = -1,
		.cpu = -1,
	};
}

static void set_window(struct sample *sample, const struct lost *lost)
{
	if (lost->others_cpus < 0) {
		return;
	}
	sample->noise.window_ns = ns(1000);
	sample->noise.window_first_seq = sample->seq;
	sample->noise.window_foreign_ns = ns(1000 * lost->others_cpus);
	sample->noise.window_steal_ns = ns(1000 * lost->stolen_cpus);
}

static void set_sample(struct sample *sample, uint32_t count, const struct lost *lost)
{
	struct sample_worker *worker = xcalloc(count, sizeof(*worker));
	uint64_t last_ns = 0, cpu_ns = 0;

	for (uint32_t i = 0; i < count; i++) {
		worker[i] = worker_of(lost, count, i);
		cpu_ns += worker[i].cpu_ns;
		last_ns = worker[i].end_ns > last_ns ? worker[i].end_ns : last_ns;
	}
	sample->ready_ns = ns(lost->start);
	sample->total_ns = last_ns + ns(lost->ending);
	sample->first_task_ns = ns(lost->start);
	sample->last_task_ns = last_ns;
	sample->reaped_ns = sample->total_ns;
	sample->cpu_ns = cpu_ns;
	sample->main_runqueue_ns = SAMPLE_UNKNOWN;
	set_window(sample, lost);
	sample_set_workers(sample, worker, count);
	free(worker);
}

void lost_judge(void)
{
	if (lost_judgement.samples) {
		losses_finish(&lost_losses);
		judgement_finish(&lost_judgement);
	}
	judgement_init(&lost_judgement, &lost_samples);
	losses_init(&lost_losses, &lost_judgement);
}

/* The workers of the cell that SAMPLE is of. */
static uint32_t workers_of(const struct sample *sample)
{
	return (uint32_t)strtoul(strrchr(sample->cell, '/') + 1, NULL, 10);
}

void lost_run_points(uint32_t cpus, const char *strategy, const uint32_t *workers, size_t count,
	uint32_t rounds, const struct lost *lost)
{
	const struct lost nothing = {.waits = lost->waits,
		.others_cpus = lost->others_cpus,
		.unstamped = lost->unstamped,
		.old = lost->old};

	fixture_init(&lost_samples, cpus);
	fixture_workload(&lost_samples, "primes:limit=4e6", "below 4 000 000", LOST_TASKS);
	fixture_strategy(&lost_samples, strategy);
	for (size_t i = 0; i < count; i++) {
		fixture_point(&lost_samples, workers[i], "");
	}
	fixture_cells(&lost_samples);
	fixture_rounds(&lost_samples, rounds, any_time);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];

		/* noise of a fixture's sample is zero, not unknown */
		memset(&sample->noise, 0xff, sizeof(sample->noise));
		if (sample->role == ROLE_BASELINE) {
			set_sample(sample, 1, &nothing);
		} else {
			set_sample(sample, workers_of(sample), lost);
		}
	}
	lost_judge();
}

void lost_run(uint32_t cpus, const char *strategy, uint32_t workers, uint32_t rounds,
	const struct lost *lost)
{
	lost_run_points(cpus, strategy, &workers, 1, rounds, lost);
}

void lost_finish(void)
{
	losses_finish(&lost_losses);
	judgement_finish(&lost_judgement); /* so that lost_judge begins anew */
	samples_finish(&lost_samples);
}

const struct loss_account *lost_account(void)
{
	for (size_t i = 0; i < lost_samples.run.cell_count; i++) {
		if (!lost_samples.run.cells[i].baseline) {
			return &lost_losses.cell[i];
		}
	}
	ck_abort_msg("no cell");
	return NULL;
}

double lost_sum(void)
{
	double sum = 0;

	for (size_t i = 0; i < LOSS_KINDS; i++) {
		sum += lost_account()->part[i].mid;
	}
	return sum;
}

void lost_expect(const double expected[LOSS_KINDS])
{
	const struct loss_account *account = lost_account();
	const double tiny = 1e-6;

	ck_assert_uint_gt(account->pairs, 0);
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		ck_assert_msg(fabs(account->part[i].mid - expected[i]) < tiny, "%s: %g, not %g",
			loss_name((enum loss)i), account->part[i].mid, expected[i]);
	}
	ck_assert_double_eq_tol(lost_sum(), account->ideal - account->measured, 1e-9);
	ck_assert_double_lt(account->clash, tiny);
}

void lost_expect_only(enum loss loss, double workers_ms)
{
	double expected[LOSS_KINDS] = {0};

	expected[loss] = workers_ms * 1e6 / lost_account()->time_ns;
	lost_expect(expected);
}

void lost_expect_words(enum loss loss, const char *expected)
{
	struct text words = {0};

	losses_words(lost_account(), loss, &words);
	ck_assert_str_eq(words.text, expected);
	text_finish(&words);
}
