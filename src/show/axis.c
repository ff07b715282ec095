/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes of charts: ranges, tics and where labels go. Pure arithmetic, drawn by gnuplot. */
#include "show/axis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* From here on a linear axis hides what happens among the small values. */
static const double log_ratio_seconds = 10, log_high_times = 6;

static const struct {
	double seconds;
	const char *name;
} units[] = {{1, " s"}, {1e-3, " ms"}, {1e-6, " µs"}, {1e-9, " ns"}};

/* The index of the unit that reads best for SECONDS: from 0.1 s on seconds, and so on. */
static size_t unit_for(double seconds)
{
	size_t unit = 0;

	while (unit < 3 && seconds < units[unit].seconds * 0.0999) {
		unit++;
	}
	return unit;
}

static void seconds_text(double seconds, char *text)
{
	size_t unit = unit_for(seconds);

	snprintf(text, AXIS_TEXT_BYTES, "%.6g%s", seconds / units[unit].seconds, units[unit].name);
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
	if (unit == AXIS_SECONDS) {
		seconds_text(value, axis->tic_text[axis->tic_count++]);
	} else {
		times_text(value, axis->tic_text[axis->tic_count++]);
	}
}

/* A step of 1, 2 or 5 times a power of ten that cuts HIGH into about five. */
static double round_step(double high)
{
	double decade = pow(10, floor(log10(high / 5)));
	double rough = high / 5 / decade;

	if (rough < 1.5) {
		return decade;
	}
	return rough < 3.5 ? 2 * decade : rough < 7.5 ? 5 * decade : 10 * decade;
}

/* What a tic's number is of: 1 for ratios, a hundredth for shares, that of HIGH for seconds. */
static double linear_unit(const struct axis *axis, enum axis_unit unit, const char **name)
{
	switch (unit) {
	case AXIS_SECONDS:
		*name = units[unit_for(axis->high)].name;
		return units[unit_for(axis->high)].seconds;
	case AXIS_TIMES:
		*name = "×";
		return 1;
	case AXIS_SHARE:
		break;
	}
	*name = " %";
	return 0.01;
}

/* From 0 up, all in the unit of the highest: "0 ms, 20 ms" rather than "0 s, 20 ms, 0.1 s". */
static void add_linear_tics(struct axis *axis, enum axis_unit unit)
{
	const char *name;
	double step = round_step(axis->high), shown = step / linear_unit(axis, unit, &name);
	int decimals = shown < 0.9999 ? (int)ceil(-log10(shown) - 1e-9) : 0;

	for (int i = 0; i * step <= axis->high && axis->tic_count < AXIS_TICS_MAX; i++) {
		axis->tic[axis->tic_count] = i * step;
		snprintf(axis->tic_text[axis->tic_count++], AXIS_TEXT_BYTES, "%.*f%s",
			i > 0 ? decimals : 0, i * shown, name);
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

void axis_init_linear(struct axis *axis, enum axis_unit unit, double high)
{
	*axis = (struct axis){.high = high};
	add_linear_tics(axis, unit);
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
	axis->log = unit == AXIS_SECONDS ? high / low >= log_ratio_seconds
		    : unit == AXIS_TIMES ? high >= log_high_times
					 : false;
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

void axis_init_ratio(struct axis *axis, double low, double high)
{
	static const double near[] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1, 1.05,
		1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3};
	enum { NEAR_COUNT = sizeof(near) / sizeof(near[0]) };
	/* tics nearer than this share of the axis would touch */
	static const double gap = 0.085;

	low = fmin(low, 1 / 1.05);
	high = fmax(high, 1.05);
	double span = log2(high / low), pad = exp2(0.04 * span);
	*axis = (struct axis){.log = true, .low = low / pad, .high = high * pad};
	axis->bottom = axis->low;
	if (span > 2.5) {
		add_log_tics(axis, AXIS_TIMES);
		return;
	}
	/* from 1 outwards, so that it is there in any case */
	for (int way = -1; way <= 1; way += 2) {
		double last = way < 0 ? NAN : 1;

		for (int i = way < 0 ? 10 : 11; i >= 0 && i < NEAR_COUNT; i += way) {
			bool room = isnan(last) || fabs(log2(near[i] / last)) > gap * span;

			if (room && near[i] >= axis->low && near[i] <= axis->high &&
				axis->tic_count < AXIS_TICS_MAX) {
				axis->tic[axis->tic_count] = last = near[i];
				snprintf(axis->tic_text[axis->tic_count++], AXIS_TEXT_BYTES,
					"%.3g×", near[i]);
			}
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

/* How early the count at INDEX gets its tic: the ends first. */
static int tic_rank(const uint32_t *workers, size_t count, size_t index, uint32_t usable)
{
	uint32_t number = workers[index];

	if (index == 0 || index == count - 1) {
		return 0;
	}
	if (number == usable) {
		return 1;
	}
	return (number & (number - 1)) == 0 ? 2 : 3;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

size_t workers_sort(uint32_t *workers, size_t count)
{
	size_t kept = 0;

	if (count == 0) {
		return 0;
	}
	qsort(workers, count, sizeof(*workers), by_number);
	for (size_t i = 0; i < count; i++) {
		if (kept == 0 || workers[i] != workers[kept - 1]) {
			workers[kept++] = workers[i];
		}
	}
	return kept;
}

void workers_axis_init(struct workers_axis *axis, const uint32_t *workers, size_t count,
	uint32_t usable, double pixels)
{
	enum { EDGE = 38, TIC = 30, RANKS = 4 }; /* pixels beyond the ends, and between tics */
	double span = log2(workers[count - 1]) - log2(workers[0]);

	*axis = (struct workers_axis){
		.first = workers[0],
		.last = workers[count - 1],
		.gap_octaves = count > 1 ? span / (double)(count - 1) : 1,
		.pixels_per_octave = span > 0 ? (pixels - 2 * EDGE) / span : pixels / 2,
	};
	double edge = span > 0 ? EDGE / axis->pixels_per_octave : 1;
	axis->low = workers[0] / exp2(edge);
	axis->high = workers[count - 1] * exp2(edge);
	for (int rank = 0; rank < RANKS; rank++) {
		for (size_t i = 0; i < count; i++) {
			if (tic_rank(workers, count, i, usable) == rank &&
				has_room(axis, workers[i], TIC / axis->pixels_per_octave)) {
				axis->tic[axis->tic_count++] = workers[i];
			}
		}
	}
}

void push_apart(double *places, size_t count, double gap, double low, double high)
{
	/*
	 * With i * gap taken off, "a gap apart" means "not falling": isotonic regression, solved by
	 * pooling neighbours that fall. All of a pool are equal, so it is taken in one by one.
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
