/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the A/A self-test says. */
#include "judge/selftest.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#include "judge/stats.h"
#include "text.h"

static const double ALPHA = 0.05;
static const double LIMIT_CHANCE = 0.02;

size_t selftest_limit(size_t count, double *chance)
{
	size_t limit = 1;

	/* Q(k - 1) is the probability of k or more */
	while (gsl_cdf_binomial_Q((unsigned)limit - 1, ALPHA, (unsigned)count) > LIMIT_CHANCE) {
		limit++;
	}
	if (chance) {
		*chance = gsl_cdf_binomial_Q((unsigned)limit - 1, ALPHA, (unsigned)count);
	}
	return limit;
}

/* The interval of the log ratio of one comparison. */
static struct interval compare(const double *first_ns, const double *second_ns, size_t rounds)
{
	double *differences = xcalloc(rounds, sizeof(*differences));

	for (size_t r = 0; r < rounds; r++) {
		differences[r] = log(first_ns[r] / second_ns[r]);
	}
	struct interval location = stats_paired(differences, rounds, ALPHA);
	free(differences);
	return location;
}

static double median_of_all(const double *first_ns, const double *second_ns, size_t count)
{
	double *all = xcalloc(2 * count, sizeof(*all));

	for (size_t i = 0; i < count; i++) {
		all[2 * i] = first_ns[i];
		all[2 * i + 1] = second_ns[i];
	}
	double median = gsl_stats_median(all, 1, 2 * count);
	free(all);
	return median;
}

void selftest_judge(struct selftest_verdict *verdict, const double *first_ns,
	const double *second_ns, size_t comparisons, size_t rounds)
{
	double *half_widths = xcalloc(comparisons, sizeof(*half_widths));

	*verdict = (struct selftest_verdict){
		.comparison_count = comparisons,
		.round_count = rounds,
		.sample_ns = median_of_all(first_ns, second_ns, comparisons * rounds),
		.floor_share = NAN,
	};
	verdict->limit = selftest_limit(comparisons, &verdict->limit_chance);
	for (size_t c = 0; c < comparisons; c++) {
		struct interval location =
			compare(first_ns + c * rounds, second_ns + c * rounds, rounds);

		half_widths[c] = expm1((location.high - location.low) / 2);
		verdict->difference_count +=
			location.exact && (location.low > 0 || location.high < 0);
	}
	if (rounds >= STATS_INTERVAL_MIN) {
		verdict->floor_share = gsl_stats_median(half_widths, 1, comparisons);
	}
	verdict->failed = verdict->difference_count >= verdict->limit ||
			  !(verdict->floor_share <= SELFTEST_FLOOR_MAX);
	free(half_widths);
}

/* "1.3 %": two digits below 10. */
static void format_share(double share, char *text, size_t bytes)
{
	double percent = fmax(share * 100, 0.1);

	snprintf(text, bytes, "%.*f %%", percent < 9.95 ? 1 : 0, percent);
}

/* What it means for whoever measures here. */
static void say_floor(const struct selftest_verdict *verdict, struct text *words)
{
	char floor[32], duration[32];

	if (verdict->difference_count >= verdict->limit) {
		text_add(words, "; a difference found here may be none");
		return;
	}
	format_share(verdict->floor_share, floor, sizeof(floor));
	format_duration(verdict->sample_ns, duration, sizeof(duration));
	if (verdict->failed) { /* for this alone: the differences are not too many */
		text_add(words,
			"; but even differences of %s are invisible here (%zu rounds of %s), where "
			"%.0f %% would be fine",
			floor, verdict->round_count, duration, SELFTEST_FLOOR_MAX * 100);
		return;
	}
	text_add(words, "; differences below %s are invisible here (%zu rounds of %s)", floor,
		verdict->round_count, duration);
}

void selftest_say(
	const struct selftest_verdict *verdict, const char *meanwhile, struct checks *checks)
{
	struct text words = {0};
	bool too_many = verdict->difference_count >= verdict->limit;

	if (verdict->difference_count == 0) {
		text_add(&words, "none");
	} else {
		text_add(&words, "%zu", verdict->difference_count);
	}
	text_add(&words, " of %zu comparisons of a thing with itself found a difference",
		verdict->comparison_count);
	if (too_many) {
		text_add(&words, ", chance alone makes so many in less than %.2g %% of cases",
			verdict->limit_chance * 100);
	} else if (verdict->difference_count > 0) {
		text_add(&words, ", as chance does");
	}
	say_floor(verdict, &words);
	if (meanwhile) {
		text_add(&words, "; %s", meanwhile);
	}
	checks_add(
		checks, "self-test", verdict->failed ? CHECK_LOOK : CHECK_FINE, "%s", words.text);
	if (verdict->failed) {
		checks_advise(checks,
			"mend what the other checks name, or measure at a quieter time; then look "
			"again");
		checks_command(checks, "manyhands doctor");
	}
	text_finish(&words);
}
