/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watching a run: between samples it judges what is in the folder and redraws the live view. */
#ifndef MANYHANDS_CLI_WATCH_H
#define MANYHANDS_CLI_WATCH_H

#include "judge/compare.h"
#include "show/live.h"
#include "sweep/rounds.h"

struct watch {
	struct live live;
	const char *folder; /* borrowed; NULL: no record yet, only progress is drawn */
	uint64_t looked_ns; /* when the record was last judged */
	bool judged;
	struct samples samples;     /* the last look at the record */
	struct judgement judgement; /* of it; both valid if judged */
};

/* Fills in WATCHER to call this watch, which must not move until watch_finish; there is one at a
 * time. Warnings take the view off the screen first. */
void watch_init(struct watch *watch, bool no_progress, struct rounds_watcher *watcher);

/* Takes the view off the screen. */
void watch_finish(struct watch *watch);

#endif
