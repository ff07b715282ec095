/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers to the three questions, in words. */
#include <inttypes.h>
#include <math.h>

#include "judge/questions.h"
#include "judge/relation.h"
#include "judge/sentences.h"

/* Where differences up to this share are invisible, more rounds are not what is wanting. */
static const double OUTLOOK_FLOOR_MAX = 0.2;

/* Who is compared with whom: "2 threads" with "the loop". */
struct parties {
	char subject[48], object[48];
	bool many; /* the subject is a plural */
};

static void name_parties(size_t index, const struct questions *questions, struct parties *parties)
{
	const struct question *question = &questions->question[index];
	uint32_t workers = question->a->cell->workers;
	const char *kind = index == QUESTION_TWINS ? "process" : "thread";
	const char *plural = workers == 1 ? "" : index == QUESTION_TWINS ? "es" : "s";

	parties->many = workers != 1;
	if (questions->at_once && index != QUESTION_TWINS) {
		snprintf(
			parties->subject, sizeof(parties->subject), "%" PRIu32 " at once", workers);
	} else {
		snprintf(parties->subject, sizeof(parties->subject), "%" PRIu32 " %s%s", workers,
			kind, plural);
	}
	if (index == QUESTION_LOOP) {
		snprintf(parties->object, sizeof(parties->object), "the loop");
	} else if (index == QUESTION_TWINS) {
		snprintf(parties->object, sizeof(parties->object), "%s",
			workers == 1 ? "the thread" : "the threads");
	} else {
		snprintf(parties->object, sizeof(parties->object), "%" PRIu32,
			question->b->cell->workers);
	}
}

/* How far, in percent, an interval reaches from 1. */
static double reach_percent(const struct interval *ratio)
{
	return 100 * (fmax(ratio->high, 1 / ratio->low) - 1);
}

bool questions_are_noisy(const struct questions *questions)
{
	return questions->floor > OUTLOOK_FLOOR_MAX;
}

enum outlook question_outlook(const struct questions *questions, const struct question *question)
{
	bool fails = question->a->failed_count > 0 || question->b->failed_count > 0;

	return fails                            ? OUTLOOK_FAILING
	       : questions_are_noisy(questions) ? OUTLOOK_NOISY
	       : question->more_rounds > 0      ? OUTLOOK_ROUNDS
						: OUTLOOK_NONE;
}

static void say_inconclusive(const struct questions *questions, const struct question *question,
	const struct parties *parties, struct text *text)
{
	/* the wide interval: it is the one that leaves the question open */
	struct ratio_text words = ratio_text(&question->wide);

	if (question->wide.exact) {
		add_sentence(text, "Cannot tell %s from %s (%s×)", parties->subject,
			parties->object, words.range);
	} else {
		add_sentence(text, "Cannot tell %s from %s", parties->subject, parties->object);
	}
	switch (question_outlook(questions, question)) {
	case OUTLOOK_ROUNDS:
		text_add(text, "; about %" PRIu32 " more round%s would tell.",
			question->more_rounds, question->more_rounds == 1 ? "" : "s");
		break;
	case OUTLOOK_NONE:
		text_add(text, "; hardly more rounds will.");
		break;
	case OUTLOOK_NOISY:
		text_add(text, ": this machine is too noisy now.");
		break;
	case OUTLOOK_FAILING:
		text_add(text, ": samples fail.");
		break;
	}
}

static void say_answer(const struct questions *questions, const struct question *question,
	const struct parties *parties, struct text *text)
{
	struct ratio_text words = ratio_text(&question->ratio);
	const char *be = parties->many ? "are" : "is";

	switch (question->verdict) {
	case VERDICT_FASTER:
		add_sentence(text, "%s %s %s× as fast as %s (%s).", parties->subject, be, words.mid,
			parties->object, words.range);
		break;
	case VERDICT_SLOWER:
		add_sentence(text, "%s %s slower than %s: %s× (%s).", parties->subject, be,
			parties->object, words.mid, words.range);
		break;
	case VERDICT_SAME:
		add_sentence(text, "%s and %s: no practical difference (± %.1f %%).",
			parties->subject, parties->object, reach_percent(&question->ratio));
		break;
	case VERDICT_NEGLIGIBLE:
		add_sentence(text, "%s %s %s than %s by a little that hardly matters: %s× (%s).",
			parties->subject, be, question->ratio.mid > 1 ? "faster" : "slower",
			parties->object, words.mid, words.range);
		break;
	case VERDICT_INCONCLUSIVE:
		say_inconclusive(questions, question, parties, text);
		break;
	case VERDICT_WITHDRAWN:
	case VERDICT_NOT_ASKED:
		break;
	}
}

/* Why all verdicts, or one of them, are withdrawn; true if something was said. */
static bool say_withdrawn(const struct questions *questions, struct text *text)
{
	struct text why = {0};
	unsigned reasons = questions->withdrawn;

	withdrawal_words(reasons, questions, &why);
	if (why.length > 0) {
		add_sentence(text, "No verdict: %s.", why.text);
	}
	text_finish(&why);
	return reasons != 0;
}

bool questions_are_early(const struct questions *questions, size_t *pairs, size_t *needed)
{
	*pairs = 0;
	*needed = questions->asked > 0 ? questions_rounds_min(questions->asked) : 0;
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		const struct question *question = &questions->question[i];

		if (question->ratio.exact) {
			return false;
		}
		*pairs = question->pairs > *pairs ? question->pairs : *pairs;
	}
	/* without any that is asked, answers are wrong: that is told elsewhere */
	return questions->asked > 0;
}

/* Says how many rounds verdicts take if no question has an interval yet; true if that was said. */
static bool say_too_early(const struct questions *questions, struct text *text)
{
	size_t pairs, needed;

	if (!questions_are_early(questions, &pairs, &needed)) {
		return false;
	}
	/* a round that was cut short counts nowhere else */
	pairs = pairs < questions->rounds ? pairs : questions->rounds;
	add_sentence(text, "No verdict before %zu rounds: this is after %zu.", needed, pairs);
	return true;
}

bool say_questions(const struct questions *questions, struct text *text)
{
	bool any = false;

	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		any = any || questions->question[i].verdict != VERDICT_NOT_ASKED;
	}
	if (!any || say_withdrawn(questions, text) || say_too_early(questions, text)) {
		return any;
	}
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		const struct question *question = &questions->question[i];
		struct parties parties;

		if (question->verdict != VERDICT_NOT_ASKED &&
			question->verdict != VERDICT_WITHDRAWN) {
			name_parties(i, questions, &parties);
			say_answer(questions, question, &parties, text);
		}
	}
	if (questions->floor > 0) {
		add_sentence(text, "Differences below %.1f %% are invisible here.",
			100 * questions->floor);
	}
	return any;
}
