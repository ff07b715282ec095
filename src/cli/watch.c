/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watching a run: between samples it judges what is in the folder and redraws the live view. */
#include "cli/watch.h"

#include <math.h>

#include "judge/granularity.h"
#include "judge/questions.h"
#include "text.h"
#include "trial/clock.h"

#define LOOK_EVERY_NS UINT64_C(500000000)

/* The view that a warning must not be mixed with. There is one terminal, so there is one view. */
static struct live *on_screen;

static void clear_screen(void)
{
	if (on_screen) {
		live_finish(on_screen);
	}
}

static void forget(struct watch *watch)
{
	if (watch->judged) {
		judgement_finish(&watch->judgement);
		samples_finish(&watch->samples);
		watch->judged = false;
	}
}

static void look_again(struct watch *watch)
{
	watch->looked_ns = clock_now_ns();
	forget(watch);
	if (watch->folder && watch->live.terminal && !watch->live.silent &&
		samples_read(watch->folder, true, &watch->samples)) {
		judgement_init(&watch->judgement, &watch->samples);
		watch->judged = true;
	}
}

static struct live_progress translate(const struct rounds_progress *progress)
{
	return (struct live_progress){
		.done_count = progress->done_count,
		.total_count = progress->total_count,
		.round = progress->round,
		.rounds = progress->rounds,
		.traced = progress->traced,
		.may_end_early = progress->may_end_early,
		.elapsed_s = progress->elapsed_s,
		.left_s = progress->left_s,
		.now = progress->now ? progress->now : "",
	};
}

static void draw(struct watch *watch, const struct rounds_progress *progress, bool force)
{
	struct live_progress shown = translate(progress);

	live_draw(&watch->live, watch->judged ? &watch->judgement : NULL, &shown, force);
}

/* In the first round the table fills cell by cell, so that nobody waits for a whole block of it. */
static void on_sample(void *context, const struct rounds_progress *progress)
{
	struct watch *watch = context;

	if (progress->round == 1 && clock_now_ns() - watch->looked_ns > LOOK_EVERY_NS) {
		look_again(watch);
	}
	draw(watch, progress, false);
}

static void on_block_end(void *context, const struct rounds_progress *progress)
{
	look_again(context);
	draw(context, progress, true);
}

static void on_round_end(void *context, const struct rounds_progress *progress)
{
	struct watch *watch = context;
	struct live_progress shown = translate(progress);

	live_round_line(&watch->live, &shown);
}

/* Of a sweep of task lengths the lengths count, of any other run the three questions. */
static double precision_of(const struct judgement *judgement)
{
	struct granularity granularity;

	if (!judgement->samples->run.granularity) {
		return questions_precision(judgement);
	}
	granularity_init(&granularity, judgement);
	double precision = granularity_precision(&granularity);
	granularity_finish(&granularity);
	return precision;
}

/* Judges what the record holds, whether it is shown or not. */
static double precision_so_far(void *context)
{
	const struct watch *watch = context;
	struct samples samples;
	struct judgement judgement;

	if (!watch->folder || !samples_read(watch->folder, true, &samples)) {
		return INFINITY;
	}
	judgement_init(&judgement, &samples);
	double precision = precision_of(&judgement);
	judgement_finish(&judgement);
	samples_finish(&samples);
	return precision;
}

void watch_init(struct watch *watch, bool no_progress, struct rounds_watcher *watcher)
{
	*watch = (struct watch){0};
	live_init(&watch->live, stderr, no_progress);
	on_screen = &watch->live;
	warn_set_before(clear_screen);
	*watcher = (struct rounds_watcher){
		.sample = on_sample,
		.block_end = on_block_end,
		.round_end = on_round_end,
		.precision = precision_so_far,
		.context = watch,
	};
}

void watch_finish(struct watch *watch)
{
	live_finish(&watch->live);
	warn_set_before(NULL);
	on_screen = NULL;
	forget(watch);
}
