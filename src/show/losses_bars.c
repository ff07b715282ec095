/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bars of the chart of losses: what stands where in them, and what is named. */
#include "show/losses_bars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/label.h"
#include "text.h"

static int by_workers(const void *a, const void *b)
{
	uint32_t p = ((const struct bar *)a)->cell->workers;
	uint32_t q = ((const struct bar *)b)->cell->workers;

	return (p > q) - (p < q);
}

static double share_of(const struct bar *bar, size_t loss)
{
	return bar->account->part[loss].mid / bar->account->ideal;
}

/* True if LOSS is worth a name: large in some bar. */
static bool is_named(const struct losses_bars *bars, size_t loss)
{
	for (size_t i = 0; i < bars->count; i++) {
		if (bars->bar[i].account && fabs(share_of(&bars->bar[i], loss)) > LOSS_SMALL) {
			return true;
		}
	}
	return false;
}

/* Puts a loss on what is below AT, which moves up. */
static void put_loss(struct bar *bar, size_t loss, size_t fill, double *at)
{
	double share = fmax(0, share_of(bar, loss));

	bar->stretch[loss + 1] = (struct stretch){*at, *at + share, fill};
	*at += share;
}

/* Takes a gain from the top of the speedup. */
static void put_gain(struct bar *bar, size_t loss)
{
	struct stretch *speedup = &bar->stretch[0];
	double low = fmax(0, speedup->to + share_of(bar, loss));

	bar->stretch[loss + 1] = (struct stretch){low, speedup->to, FILL_GAINS + loss + 1};
	speedup->to = low;
}

/*
 * Losses stand on what was measured, those without a name last. What was gained is part of what was
 * measured, and the bar is that much higher than the ideal. Gains not worth a word are left out.
 */
static void stack(struct bar *bar, const bool named[LOSS_KINDS])
{
	double at = bar->account->measured / bar->account->ideal;

	bar->reached = at;
	bar->stretch[0] = (struct stretch){0, at, FILL_SPEEDUP};
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		if (named[i] && share_of(bar, i) < -LOSS_SMALL) {
			put_gain(bar, i);
			bar->gained = true;
		} else if (named[i]) {
			put_loss(bar, i, i + 1, &at);
		}
	}
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		if (!named[i]) {
			put_loss(bar, i, FILL_REST, &at);
		}
	}
	bar->top = at;
}

static void note_failure(struct bar *bar, const struct cell_result *result)
{
	label_failures(result, bar->note, sizeof(bar->note));
	if (!*bar->note) {
		snprintf(bar->note, sizeof(bar->note), "%s",
			result->sample_count > 0 ? "no stamps" : "no samples");
	}
}

void losses_bars_init(
	struct losses_bars *bars, const struct losses *losses, size_t workload, size_t strategy)
{
	size_t cells = losses->judgement->samples->run.cell_count;
	bool named[LOSS_KINDS];

	*bars = (struct losses_bars){losses, workload, strategy, .top = 1};
	bars->bar = xcalloc(cells, sizeof(*bars->bar));
	for (size_t i = 0; i < cells; i++) {
		const struct loss_account *account = &losses->cell[i];
		const struct run_cell *cell = account->result->cell;

		if (cell->workload == workload && cell->strategy == strategy && !cell->baseline) {
			bars->bar[bars->count++] = (struct bar){
				.cell = cell, .account = account->pairs > 0 ? account : NULL};
		}
	}
	qsort(bars->bar, bars->count, sizeof(*bars->bar), by_workers);
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		named[i] = is_named(bars, i);
	}
	for (size_t i = 0; i < bars->count; i++) {
		struct bar *bar = &bars->bar[i];

		if (bar->account) {
			stack(bar, named);
			bars->top = fmax(bars->top, bar->top);
			bars->gained = bars->gained || bar->gained;
			bars->last = bar;
		} else {
			note_failure(bar,
				&losses->judgement->cells[bar->cell -
							  losses->judgement->samples->run.cells]);
		}
	}
}

void losses_bars_finish(struct losses_bars *bars)
{
	free(bars->bar);
	*bars = (struct losses_bars){0};
}

bool losses_bars_show(const struct losses_bars *bars, size_t fill)
{
	/* of the graph's height: about a pixel */
	const double least = 0.0025;

	for (size_t i = 0; i < bars->count; i++) {
		double height = 0;

		for (size_t k = 0; bars->bar[i].account && k < STRETCHES; k++) {
			const struct stretch *stretch = &bars->bar[i].stretch[k];

			height += stretch->fill == fill ? stretch->to - stretch->from : 0;
		}
		if (height > least) {
			return true;
		}
	}
	return false;
}

const struct loss_account *losses_bars_naming(const struct losses_bars *bars, size_t loss)
{
	const struct bar *most = bars->last;

	for (size_t i = 0; i < bars->count; i++) {
		const struct bar *bar = &bars->bar[i];

		if (bar->account && share_of(bar, loss) > share_of(most, loss)) {
			most = bar;
		}
	}
	return most->account;
}

size_t losses_bars_crowded(const struct losses_bars *bars)
{
	for (size_t i = 0; i < bars->count; i++) {
		if (bars->bar[i].account && bars->bar[i].account->crowded) {
			return i;
		}
	}
	return bars->count;
}
