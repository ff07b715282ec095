/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of the heat map: dark is good, and the ink on each is the one that is read better. */
#include "show/heat_color.h"

#include <math.h>
#include <stddef.h>

/* Not quite black and white, which a dark page would exchange (scripts/plots/style.gp). On colours as light
 * as these no softer ink has a contrast of 4.5. */
enum { DARK = 0x000001, WHITE = 0xfefefe };

/* At these logarithms of the ratio. In between mixed. */
static const struct {
	double octaves;
	uint32_t color;
} stops[] = {{0, 0x0b5394}, {0.15, 0x4a8cc4}, {0.5, 0xa9cbe6}, {1, 0xeef2f5}, {2, 0xf4c98b},
	{3, 0xd98a3d}};

enum { STOPS = sizeof(stops) / sizeof(stops[0]) };

static double channel(uint32_t color, int shift)
{
	return (double)(color >> shift & 0xff);
}

uint32_t heat_color(double ratio)
{
	double octaves = ratio > 1 ? log2(ratio) : 0;
	size_t next = 1;
	uint32_t color = 0;

	while (next < STOPS - 1 && octaves > stops[next].octaves) {
		next++;
	}
	double share = (octaves - stops[next - 1].octaves) /
		       (stops[next].octaves - stops[next - 1].octaves);
	share = fmin(share, 1);
	for (int shift = 0; shift <= 16; shift += 8) {
		double from = channel(stops[next - 1].color, shift);
		double to = channel(stops[next].color, shift);

		color |= (uint32_t)lround(from + (to - from) * share) << shift;
	}
	return color;
}

static double luminance(uint32_t color)
{
	static const double weights[] = {0.0722, 0.7152, 0.2126};
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double c = channel(color, 8 * i) / 255;

		sum += weights[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

double heat_contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

uint32_t heat_ink(double ratio)
{
	uint32_t color = heat_color(ratio);

	return heat_contrast(color, DARK) >= heat_contrast(color, WHITE) ? DARK : WHITE;
}
