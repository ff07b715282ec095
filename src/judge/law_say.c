/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A law in words: what it says, or why there is none. */
#include <math.h>
#include <stdio.h>

#include "judge/law.h"
#include "judge/sentences.h"

/* A serial share below this is none that matters. */
static const double SHARE_SMALL = 0.001;

const char *law_refusal_name(enum law_refusal refusal)
{
	static const char *const names[] = {
		[LAW_FITS] = "fits",
		[LAW_UNKNOWN] = "unknown",
		[LAW_CAPACITY] = "capacity unknown",
		[LAW_FEW_POINTS] = "too few counts",
		[LAW_FEW_ROUNDS] = "too few rounds",
		[LAW_SLOWER] = "slower with workers",
		[LAW_SUPERLINEAR] = "superlinear",
		[LAW_KNEE] = "knee",
		[LAW_MISFIT] = "misfit",
		[LAW_CURVED] = "curved",
		[LAW_LOOSE] = "intervals too wide",
	};

	return names[refusal];
}

const char *law_shape_name(enum law_shape shape)
{
	static const char *const names[] = {"constant", "amdahl", "full", "none"};

	return names[shape];
}

struct share_text {
	char mid[24], range[48];
};

/* "4 %" and "3 to 6"; a decimal where it is needed to tell them apart. */
static struct share_text share_words(const struct interval *share)
{
	int digits = share->high < 0.1 && share->high - share->low < 0.02 ? 1 : 0;
	struct share_text text;

	snprintf(text.mid, sizeof(text.mid), "%.*f %%", digits, 100 * share->mid);
	snprintf(text.range, sizeof(text.range), "%.*f to %.*f", digits, 100 * share->low, digits,
		100 * share->high);
	return text;
}

/* "18× (14 to 22)" */
static void add_speedup(struct text *text, const struct interval *speedup)
{
	int digits = speedup->mid >= 9.95 ? 0 : 1;

	text_add(text, "%.*f× (%.*f to %.*f)", digits, speedup->mid, digits, speedup->low, digits,
		speedup->high);
}

/* What N counts. */
static const char *n_words(const struct law *law)
{
	return law->work == WORK_COMPUTING ? "CPUs" : "workers";
}

static void add_share(const struct law *law, struct text *text)
{
	if (!law->share_seen) {
		add_sentence(text,
			"No serial share to be seen (at most %.*f %% of the loop’s time)",
			law->share.high < 0.1, 100 * fmax(law->share.high, SHARE_SMALL));
	} else {
		struct share_text share = share_words(&law->share);

		add_sentence(text, "Serial share %s (%s), time that more workers don’t shorten",
			share.mid, share.range);
	}
}

void law_say(const struct law *law, struct text *text)
{
	if (law->refusal != LAW_FITS || law->shape == LAW_CONSTANT) {
		return;
	}
	add_share(law, text);
	if (!isnan(law->best.mid)) {
		text_add(text, ": best at %.0f workers (%.0f to %.0f), ", law->best.mid,
			law->best.low, law->best.high);
		add_speedup(text, &law->best_speedup);
	} else if (law->share_seen && law->asked.exact) {
		bool beyond = law->ask > law->n_max;

		text_add(text, beyond ? ": %.0f %s would give at most " : ": it keeps %.0f %s at ",
			law->ask, n_words(law));
		add_speedup(text, &law->asked);
	}
	text_add(text, ".");
}

/* "a = 1.2 s / N" and so on, with intervals. */
static void add_terms(const struct law *law, struct text *text)
{
	static const char *const names[] = {
		"split work a", "serial work b", "each further worker c"};
	bool first = true;

	add_sentence(text, "T(N) = a / N + b + c (N − 1):");
	for (size_t i = 0; i < LAW_TERMS; i++) {
		const struct interval *term = &law->term_ns[i];
		char mid[32], low[32], high[32];

		if (isnan(term->mid) || !(term->high > 0)) {
			continue;
		}
		format_duration(term->mid, mid, sizeof(mid));
		format_duration(term->low, low, sizeof(low));
		format_duration(term->high, high, sizeof(high));
		text_add(text, "%s %s = %s (%s to %s)", first ? "" : ",", names[i], mid, low, high);
		first = false;
	}
	text_add(text, "; no time is off by more than %.*f %%.", law->misfit < 0.095,
		100 * law->misfit);
	if (!isnan(law->left_out)) {
		add_sentence(text, "The times at %.3g %s lie far off and were left out.",
			law->left_out, n_words(law));
	}
}

static void add_refusal(const struct law *law, struct text *text)
{
	switch (law->refusal) {
	case LAW_FITS:
		break;
	case LAW_UNKNOWN:
		add_sentence(text, "No law of scaling: nothing to fit it to.");
		break;
	case LAW_CAPACITY:
		add_sentence(text,
			"No law of scaling: how much this machine can do at once is not known, its "
			"probes are missing or disagree, as on a busy machine or where two CPUs "
			"share a "
			"core.");
		break;
	case LAW_FEW_POINTS:
		add_sentence(text,
			"No law of scaling: it takes %d counts of workers that %s can tell apart, "
			"and there %s %zu.",
			LAW_POINTS_MIN,
			law->work == WORK_COMPUTING || law->work == WORK_MIXED ? "this machine"
									       : "these tasks",
			law->points == 1 ? "is" : "are", law->points);
		break;
	case LAW_FEW_ROUNDS:
		add_sentence(text, "No law of scaling: %zu round%s, and intervals take %d.",
			law->rounds, law->rounds == 1 ? "" : "s", STATS_INTERVAL_MIN);
		break;
	case LAW_SLOWER:
		add_sentence(text, "No law of scaling: no work is seen to be split, more workers "
				   "only take longer.");
		break;
	case LAW_SUPERLINEAR:
		add_sentence(text,
			"No law of scaling: at %.3g %s it is more than %.3g times as fast, which "
			"no "
			"splitting of the same work explains.",
			law->where, n_words(law), law->where);
		break;
	case LAW_KNEE:
		add_sentence(text,
			"No law of scaling: the times stop falling at about %.2g %s, as where "
			"something is used up; neither a serial share nor a best count follows.",
			law->where, n_words(law));
		break;
	case LAW_MISFIT:
		add_sentence(text,
			"No law of scaling: the best one is off by up to %.0f %%, more than the "
			"intervals allow.",
			100 * law->misfit);
		break;
	case LAW_CURVED:
		add_sentence(text, "No law of scaling: the times bend in another way.");
		break;
	case LAW_LOOSE:
		add_sentence(text, "No law of scaling: the intervals are too wide to tell its "
				   "terms; more rounds would help.");
		break;
	}
}

void law_explain(const struct law *law, struct text *text)
{
	add_refusal(law, text);
	if (law->refusal == LAW_FITS && law->shape == LAW_CONSTANT) {
		add_sentence(text, "More workers change nothing: no work is seen to be split.");
	} else {
		law_say(law, text);
	}
	if (law->refusal == LAW_FITS) {
		add_terms(law, text);
	} else if (!isnan(law->karp_flatt.mid) && law->karp_flatt.exact) {
		struct share_text share = share_words(&law->karp_flatt);

		add_sentence(text,
			"If all that is missing at %.3g %s were serial work, it would be %s (%s) "
			"of "
			"the loop’s time (Karp and Flatt).",
			law->n_max, n_words(law), share.mid, share.range);
	}
}
