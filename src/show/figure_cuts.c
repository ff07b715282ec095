/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals that go beyond the axis of a chart: their series, so that the frame gets a mark there. */
#include <stdlib.h>

#include "show/figure.h"
#include "show/script.h"

/* The data have six digits: what is told to be cut off must be so in them, too. */
static const double SLACK = 1e-5;

bool figure_is_above(const struct axis *axis, double value)
{
	return value > axis->high * (1 + SLACK);
}

bool figure_is_below(const struct axis *axis, double value)
{
	return axis->log && value < axis->low * (1 - SLACK);
}

void figure_note_cuts(struct figure_cuts *cuts, const struct axis *axis, const struct panel *panel,
	const size_t *numbers)
{
	for (size_t i = 0; i < panel->drawn_count; i++) {
		const struct series *series = &panel->series[i];
		bool above = false, below = false;

		for (size_t k = 0; k < series->cell_count; k++) {
			struct interval value = panel_value(panel->kind, series->cell[k]);

			above = above || figure_is_above(axis, value.high);
			below = below || figure_is_below(axis, value.low);
		}
		figure_note_cut(cuts, numbers[i], above, below);
	}
}

void figure_note_cut(struct figure_cuts *cuts, size_t number, bool above, bool below)
{
	if (above) {
		text_add(&cuts->above, "%zu ", number);
	}
	if (below) {
		text_add(&cuts->below, "%zu ", number);
	}
}

void figure_add_cuts(struct figure *figure, struct figure_cuts *cuts)
{
	script_text(&figure->head, "CUT_ABOVE", cuts->above.text ? cuts->above.text : "");
	script_text(&figure->head, "CUT_BELOW", cuts->below.text ? cuts->below.text : "");
	text_finish(&cuts->above);
	text_finish(&cuts->below);
}
