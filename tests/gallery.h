/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judged runs made up for the tests of charts, CSV and report. */
#ifndef MANYHANDS_TESTS_GALLERY_H
#define MANYHANDS_TESTS_GALLERY_H

#include <stdbool.h>

#include "fixture.h"
#include "judge/compare.h"

extern struct samples gallery_samples;
extern struct judgement gallery; /* of gallery_samples, after gallery_judge */

/* sleep and primes on two cores with two pools and process-per-task at 1, 2, 4 and 8 workers:
 * sleep scales, primes stops at 2, a process per task loses. */
void gallery_usual(uint32_t rounds);

/* The same with probes of the machine, whose times PROBE tells. */
void gallery_usual_probed(uint32_t rounds, fixture_probe_time *probe);

/* The cells and their samples for what was added with the fixture's functions; then judges. */
void gallery_measure(uint32_t rounds);
void gallery_measure_probed(uint32_t rounds, fixture_probe_time *probe);

/* Probes of a core with two hardware threads: 2 threads do 2 chains of latencies at once, but only 1.25
 * times the multiplications. */
double gallery_smt_probe(const struct run_probe *probe, uint32_t round);

/* Judges the samples as they are now. */
void gallery_judge(void);

void gallery_finish(void);

/* A folder to draw into, removed with its charts. */
char *gallery_folder(void);
void gallery_remove(char *folder);

/* FOLDER/NAME whole, allocated; NULL if it is not there. */
char *gallery_read(const char *folder, const char *name);
bool gallery_has(const char *folder, const char *name);

/* PATH becomes a folder with only an executable gnuplot in it, a shell script BODY; NULL: with
 * nothing in it. gallery_real_path puts PATH back. */
void gallery_fake_gnuplot(const char *body);
void gallery_real_path(void);

/* False where no gnuplot is installed: then there is nothing to draw with. */
bool gallery_can_draw(void);

#endif
