/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an interval to a verdict. */
#include "judge/decide.h"

double effect_of(const struct interval *ratio)
{
	return (ratio->mid >= 1 ? ratio->mid : 1 / ratio->mid) - 1;
}

static bool keeps_within(const struct interval *ratio, double margin)
{
	return ratio->exact && ratio->low >= 1 / (1 + margin) && ratio->high <= 1 + margin;
}

enum verdict decide(
	bool shown, const struct interval *ratio, const struct interval *wide, double margin)
{
	if (shown && effect_of(ratio) >= margin) {
		return ratio->mid > 1 ? VERDICT_FASTER : VERDICT_SLOWER;
	}
	if (margin > QUESTIONS_FLOOR_MAX) {
		return VERDICT_INCONCLUSIVE;
	}
	if (shown) {
		return VERDICT_NEGLIGIBLE;
	}
	return keeps_within(wide, margin) ? VERDICT_SAME : VERDICT_INCONCLUSIVE;
}

enum verdict verdict_mirrored(enum verdict verdict)
{
	return verdict == VERDICT_FASTER   ? VERDICT_SLOWER
	       : verdict == VERDICT_SLOWER ? VERDICT_FASTER
					   : verdict;
}

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_NOT_ASKED] = "not asked",
		[VERDICT_FASTER] = "faster",
		[VERDICT_SLOWER] = "slower",
		[VERDICT_SAME] = "no practical difference",
		[VERDICT_NEGLIGIBLE] = "detectable but negligible",
		[VERDICT_INCONCLUSIVE] = "inconclusive",
		[VERDICT_WITHDRAWN] = "withdrawn",
	};

	return names[verdict];
}
