/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes of charts: ranges, tics and where labels go. Pure arithmetic, drawn by gnuplot. */
#include "show/axis.h"

#include <math.h>
#include <stdio.h>

/* From here on a linear axis hides what happens among the small values. */
static const double log_ratio_seconds = 10, log_high_times = 6;

static void seconds_text(double seconds, char *text)
{
	static const struct {
		double size;
		const char *name;
	} units[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}};
	size_t unit = 0;

	while (unit < 3 && seconds < units[unit].size * 0.0999 && seconds > 0) {
		unit++;
	}
	snprintf(text, AXIS_TEXT_BYTES, "%.6g %s", seconds / units[unit].size, units[unit].name);
}

static void times_text(double times, char *text)
{
	if (times < 1) {
		snprintf(text, AXIS_TEXT_BYTES, "1/%.0f×", 1 / times);
	} else {
		snprintf(text, AXIS_TEXT_BYTES, "%.6g×", times);
	}
}

/* Adds a tic of a logarithmic axis at VALUE unless it lies beyond. */
static void add_tic(struct axis *axis, enum axis_unit unit, double value)
{
	if (axis->tic_count == AXIS_TICS_MAX || value < axis->low * (1 - 1e-9) ||
		value > axis->high * (1 + 1e-9)) {
		return;
	}
	axis->tic[axis->tic_count] = value;
	(unit == AXIS_SECONDS ? seconds_text : times_text)(value, axis->tic_text[axis->tic_count++]);
}

static void add_linear_tics(struct axis *axis, enum axis_unit unit)
{
	double rough = axis->high / 5;
	double decade = pow(10, floor(log10(rough)));
	double step = decade * (rough / decade < 1.5 ? 1 : rough / decade < 3.5 ? 2 : rough / decade < 7.5 ? 5 : 10);

	double shown = step;
	const char *name = "×";
	if (unit == AXIS_SECONDS) {
		/* all in the unit of the largest: "0 ms, 20 ms" rather than "0 s, 20 ms, 0.1 s" */
		double size = axis->high >= 0.1 ? 1 : axis->high >= 0.1e-3 ? 1e-3 : axis->high >= 0.1e-6 ? 1e-6 : 1e-9;

		name = size == 1 ? " s" : size == 1e-3 ? " ms" : size == 1e-6 ? " µs" : " ns";
		shown = step / size;
	}
	int decimals = shown < 0.9999 ? (int)ceil(-log10(shown) - 1e-9) : 0;
	for (int i = 0; i * step <= axis->high && axis->tic_count < AXIS_TICS_MAX; i++) {
		axis->tic[axis->tic_count] = i * step;
		snprintf(axis->tic_text[axis->tic_count++], AXIS_TEXT_BYTES, "%.*f%s", i > 0 ? decimals : 0,
			i * shown, name);
	}
}

static void add_log_tics(struct axis *axis, enum axis_unit unit)
{
	double base = unit == AXIS_SECONDS ? 10 : 2;
	double span = log(axis->high / axis->low) / log(base);
	int every = 1 + (int)(span / 9);
	int first = (int)floor(log(axis->low) / log(base));

	for (int i = first - first % every - every; i <= first + (int)span + 2; i += every) {
		add_tic(axis, unit, pow(base, i));
		if (unit == AXIS_SECONDS && span < 3) {
			add_tic(axis, unit, 2 * pow(base, i));
			add_tic(axis, unit, 5 * pow(base, i));
		}
	}
}

void axis_init(struct axis *axis, enum axis_unit unit, double low, double high, double strip)
{
	*axis = (struct axis){.log = false};
	if (!(high > 0) || !isfinite(high)) {
		low = high = unit == AXIS_SECONDS ? NAN : 1;
	}
	if (!(low > 0)) {
		low = high;
	}
	axis->log = unit == AXIS_SECONDS ? high / low >= log_ratio_seconds : high >= log_high_times;
	if (axis->log) {
		double pad = pow(high / low, 0.06);

		axis->low = low / pad;
		axis->high = high * pad;
		axis->bottom = axis->low / pow(axis->high / axis->low, strip / (1 - strip));
		add_log_tics(axis, unit);
	} else {
		axis->high = isnan(high) ? 1 : high * 1.08;
		axis->bottom = -axis->high * strip / (1 - strip);
		if (!isnan(high)) {
			add_linear_tics(axis, unit);
		}
	}
}

double axis_place(const struct axis *axis, double value)
{
	double place = axis->log ? log(value / axis->bottom) / log(axis->high / axis->bottom)
		: (value - axis->bottom) / (axis->high - axis->bottom);

	return place < 0 ? 0 : place > 1 ? 1 : place;
}

/* True if WORKERS keeps OCTAVES of distance to all tics so far. */
static bool has_room(const struct workers_axis *axis, uint32_t workers, double octaves)
{
	for (size_t i = 0; i < axis->tic_count; i++) {
		if (fabs(log2(workers) - log2(axis->tic[i])) < octaves) {
			return false;
		}
	}
	return axis->tic_count < AXIS_TICS_MAX;
}

static bool is_power_of_two(uint32_t count)
{
	return (count & (count - 1)) == 0;
}

void workers_axis_init(struct workers_axis *axis, const uint32_t *workers, size_t count,
	uint32_t usable, double pixels)
{
	enum { EDGE = 38, TIC = 30 }; /* pixels beyond the outer counts, and between tics */
	double span = log2(workers[count - 1]) - log2(workers[0]);

	*axis = (struct workers_axis){
		.first = workers[0],
		.last = workers[count - 1],
		.gap_octaves = count > 1 ? span / (double)(count - 1) : 1,
	};
	axis->pixels_per_octave = span > 0 ? (pixels - 2 * EDGE) / span : pixels / 2;
	double edge = span > 0 ? EDGE / axis->pixels_per_octave : 1;
	axis->low = workers[0] / exp2(edge);
	axis->high = workers[count - 1] * exp2(edge);
	for (int pass = 0; pass < 4; pass++) {
		for (size_t i = 0; i < count; i++) {
			bool due = pass == 0 ? i == 0 || i == count - 1 : pass == 1 ? workers[i] == usable
				: pass == 2 ? is_power_of_two(workers[i]) : true;

			if (due && has_room(axis, workers[i], TIC / axis->pixels_per_octave)) {
				axis->tic[axis->tic_count++] = workers[i];
			}
		}
	}
}

void push_apart(double *places, size_t count, double gap, double low, double high)
{
	/*
	 * With i * gap taken off, "a gap apart" means "not falling": isotonic regression, solved by
	 * pooling falling neighbours. weight[] needs no memory of its own: a pool's members are equal.
	 */
	for (size_t i = 0; i < count; i++) {
		places[i] -= (double)i * gap;
	}
	for (size_t end = 1; end < count; end++) {
		size_t start = end;
		double sum = places[end];

		while (start > 0 && places[start - 1] > sum / (double)(end - start + 1)) {
			sum += places[--start];
		}
		for (size_t i = start; i <= end; i++) {
			places[i] = sum / (double)(end - start + 1);
		}
	}
	double top = high - (double)(count > 0 ? count - 1 : 0) * gap;
	for (size_t i = 0; i < count; i++) {
		places[i] = fmax(fmin(places[i], top), low) + (double)i * gap;
	}
}
