/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs gnuplot on scripts: several at once, each with a deadline, never through a shell. */
#ifndef MANYHANDS_SHOW_GNUPLOT_H
#define MANYHANDS_SHOW_GNUPLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum gnuplot_end { GNUPLOT_DREW, GNUPLOT_MISSING, GNUPLOT_FAILED };

/*
 * Runs `gnuplot -d NAME.gp` in FOLDER for each of the COUNT NAMES, at most as many at once as there
 * are CPUs for us, and waits for all. A run that lasts longer than LIMIT_NS is killed. The first one that
 * does not end well is warned of, with what gnuplot said and then SO; no more are begun then, and none is
 * warned of. GNUPLOT_MISSING: there is no gnuplot, and nothing was run or printed.
 */
enum gnuplot_end gnuplot_draw(
	const char *folder, char *const *names, size_t count, uint64_t limit_ns, const char *so);

#endif
