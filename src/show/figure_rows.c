/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data of charts: a line per cell, and what else is drawn over worker counts. */
#include "show/figure.h"

#include <math.h>
#include <stdlib.h>

#include "show/csv.h"

static void add_value(struct text *csv, double value)
{
	if (isfinite(value)) {
		text_add(csv, ",%.6g", value);
	} else {
		text_add(csv, ",");
	}
}

void figure_add_field(struct figure *figure, const char *text)
{
	char safe[1024];

	text_clean(text, safe, sizeof(safe));
	csv_field(&figure->csv, safe);
}

/* The line of RESULT: series, workers, value, low, high, disturbed, lane, status, strategy. */
static void add_row(struct figure *figure, const struct panel *panel, const char *prefix,
	size_t series, size_t lane, const struct cell_result *result)
{
	struct interval value = panel_value(panel->kind, result);
	const char *spec = panel->judgement->samples->run.strategies[result->cell->strategy].spec;
	char lack[128] = "";

	if (panel->kind != PANEL_TIME && result->cell->baseline && isfinite(value.mid)) {
		value = (struct interval){1, 1, 1, true}; /* by definition */
	}
	bool lacks = panel_lack(panel->kind, result, lack, sizeof(lack));
	text_add(&figure->csv, "%s%zu,%u", prefix, series, result->cell->workers);
	add_value(&figure->csv, value.mid);
	add_value(&figure->csv, value.low);
	add_value(&figure->csv, value.high);
	add_value(&figure->csv, isnan(value.mid) ? NAN : cell_flags_are_many(&result->flags));
	add_value(&figure->csv, lacks ? (double)lane : NAN);
	text_add(&figure->csv, ",");
	csv_field(&figure->csv, lacks ? lack : isfinite(value.mid) ? "OK" : "");
	text_add(&figure->csv, ",");
	figure_add_field(figure, spec);
	text_add(&figure->csv, "\n");
}

static void add_ideal_row(
	struct figure *figure, const struct panel *panel, const char *prefix, double workers)
{
	text_add(&figure->csv, "%s-1,%.9g", prefix, workers);
	add_value(&figure->csv, panel_ideal(panel, workers));
	text_add(&figure->csv, ",,,,,,ideal\n");
}

/* The count at which the ideal is told after WORKERS: the next, or, where steps can't be seen any more, the
 * next that was measured; beyond the last one the end of PANEL's lines. */
static uint64_t following_count(const struct panel *panel, uint64_t workers)
{
	enum { EVERY_COUNT = 128 };

	if (workers < EVERY_COUNT) {
		return workers + 1;
	}
	for (size_t i = 0; i < panel->workers_count; i++) {
		if (panel->workers[i] > workers) {
			return panel->workers[i];
		}
	}
	return workers < panel->last ? panel->last : workers + 1;
}

static void add_ideal(struct figure *figure, const struct panel *panel, const char *prefix)
{
	uint32_t first = panel->workers[0], last = panel->last;
	double usable = judgement_usable_cpus(panel->judgement);

	if (!isfinite(panel_ideal(panel, first))) {
		return;
	}
	for (uint64_t workers = first, following; workers <= last; workers = following) {
		following = following_count(panel, workers);
		add_ideal_row(figure, panel, prefix, (double)workers);
		if ((double)workers < usable && usable < fmin((double)following, last)) {
			add_ideal_row(figure, panel, prefix, usable); /* the kink */
		}
	}
}

static void add_band(struct figure *figure, const struct band *band, const char *prefix)
{
	for (size_t i = 0; i < band->count; i++) {
		const struct band_point *point = &band->point[i];

		text_add(&figure->csv, "%s-2,%u,", prefix, point->workers);
		add_value(&figure->csv, point->low);
		add_value(&figure->csv, point->high);
		text_add(&figure->csv, ",,,,capacity\n");
	}
}

/* What lies within the data is series -3, what lies beyond -4; they share the point where they meet. */
static void add_law(struct figure *figure, const struct law_curve *law, const char *prefix)
{
	for (int series = -3; series >= (law->within < law->count ? -4 : -3); series--) {
		size_t from = series == -3 || law->within == 0 ? 0 : law->within - 1;
		size_t to = series == -3 ? law->within : law->count;

		for (size_t i = from; i < to; i++) {
			text_add(&figure->csv, "%s%d,%.9g", prefix, series, law->point[i].workers);
			add_value(&figure->csv, law->point[i].speedup);
			text_add(&figure->csv, ",,,,,,law\n");
		}
	}
}

void figure_add_rows(struct figure *figure, const struct panel *panel, const char *prefix,
	const size_t *series_numbers)
{
	add_band(figure, &panel->band, prefix);
	add_ideal(figure, panel, prefix);
	add_law(figure, &panel->law, prefix);
	if (panel->loop) {
		add_row(figure, panel, prefix, 0, panel->loop_fails ? 1 : 0, panel->loop);
	}
	for (size_t i = 0; i < panel->count; i++) {
		const struct series *series = &panel->series[i];

		for (size_t j = 0; j < series->cell_count; j++) {
			add_row(figure, panel, prefix, series_numbers[i], series->lane,
				series->cell[j]);
		}
	}
}
