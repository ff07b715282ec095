/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How one cell stands to another, as far as the interval of their ratio carries it. */
#include "judge/relation.h"

#include <math.h>
#include <stdio.h>

static const double ALPHA = 0.05;

static enum relation relation_of(const struct interval *ratio)
{
	if (!ratio->exact) {
		return RELATION_NONE;
	}
	if (ratio->high < 1 && ratio->mid <= 1 / (1 + VERDICT_MARGIN)) {
		return RELATION_FASTER;
	}
	if (ratio->low > 1 && ratio->mid >= 1 + VERDICT_MARGIN) {
		return RELATION_SLOWER;
	}
	bool within = ratio->low >= 1 / (1 + RELATION_BLUR) && ratio->high <= 1 + RELATION_BLUR;
	return within ? RELATION_EQUAL : RELATION_UNCLEAR;
}

struct related relate(const struct cell_result *a, const struct cell_result *b)
{
	struct interval ratio = compare_cells(a, b, ALPHA, NULL);

	return (struct related){relation_of(&ratio), ratio};
}

struct interval interval_inverse(const struct interval *interval)
{
	return (struct interval){
		.mid = 1 / interval->mid,
		.low = 1 / interval->high,
		.high = 1 / interval->low,
		.exact = interval->exact,
	};
}

/* DIGITS decimals, but no more than three digits that count. */
static int decimals_of(double value, int digits)
{
	int most = value >= 99.5 ? 0 : value >= 9.95 ? 1 : digits;

	return digits < most ? digits : most;
}

struct ratio_text ratio_text(const struct interval *ratio)
{
	bool near_one = fabs(ratio->low - 1) < 0.05 || fabs(ratio->high - 1) < 0.05 ||
			fabs(ratio->mid - 1) < 0.05;
	bool narrow = ratio->high - ratio->low < 0.15;
	/* an end just off 1 must not be printed as 1 where the interval excludes it */
	bool close =
		(ratio->low > 1 && ratio->low < 1.005) || (ratio->high < 1 && ratio->high > 0.995);
	int digits = ratio->mid >= 9.95 ? 0 : close ? 3 : near_one || narrow ? 2 : 1;
	struct ratio_text text;

	snprintf(text.mid, sizeof(text.mid), "%.*f", digits, ratio->mid);
	snprintf(text.range, sizeof(text.range), "%.*f to %.*f", decimals_of(ratio->low, digits),
		ratio->low, decimals_of(ratio->high, digits), ratio->high);
	return text;
}
