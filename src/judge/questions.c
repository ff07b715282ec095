/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks the three questions of a workload, and withdraws what the run does not carry. */
#include "judge/questions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/at_once.h"
#include "judge/flags.h"
#include "judge/relation.h"

static const double ALPHA = 0.05, COPY_ALPHA = 0.01;
static const double WIDE_ALPHA = 0.05 / QUESTION_COUNT;

/* A loop that surely differs from its copy by less can't make a verdict: none is given on less than
 * twice as much. */
static const double COPY_EFFECT_MIN = VERDICT_MARGIN / 2;

/* What may have been stopped or stolen from, and how far the machine's speed may drift. */
static const double DISTURBED_MAX = 0.10, DRIFT_MAX = 0.10;

enum {
	MORE_FACTOR = 4,        /* the workers of QUESTION_MORE, in those of the others */
	COPY_ROUNDS_MIN = 8,    /* for the 99 % interval to exist */
	FLOOR_ROUNDS_MIN = 9,   /* for one wild round not to make the floor */
	MORE_ROUNDS_MAX = 1000, /* beyond this no number is said */
	TIMED_OUT_MAX = 2,      /* then the sweep gives a cell up */
};

static const struct interval no_interval = {NAN, NAN, NAN, false};

/* ---- which cells a question is about ---- */

/* The parameters given in SPEC: what follows its name, "" for none. */
static const char *params_of(const struct run_strategy *strategy)
{
	const char *colon = strchr(strategy->spec, ':');

	return colon ? colon : "";
}

static size_t count_params(const struct run_strategy *strategy)
{
	size_t count = 0;

	for (const char *at = params_of(strategy); *at; at++) {
		count += *at == '=';
	}
	return count;
}

/* The plainest thread-pool of the run, or run.strategy_count. */
static size_t find_threads(const struct run *run)
{
	size_t found = run->strategy_count;

	for (size_t i = 0; i < run->strategy_count; i++) {
		const struct run_strategy *strategy = &run->strategies[i];

		if (strcmp(strategy->name, "thread-pool") == 0 &&
			(found == run->strategy_count ||
				count_params(strategy) < count_params(&run->strategies[found]))) {
			found = i;
		}
	}
	return found;
}

/* The process-pool with the parameters of strategy THREADS, or run.strategy_count. */
static size_t find_processes(const struct run *run, size_t threads)
{
	size_t i = 0;

	while (i < run->strategy_count &&
		(threads == run->strategy_count ||
			strcmp(run->strategies[i].name, "process-pool") != 0 ||
			strcmp(params_of(&run->strategies[i]),
				params_of(&run->strategies[threads])) != 0)) {
		i++;
	}
	return i;
}

static bool was_wrong(const struct cell_result *cell)
{
	return cell->status_count[SAMPLE_WRONG] > 0;
}

/* True if something can be said about CELL: a time, or that its answers were wrong. */
static bool is_there(const struct cell_result *cell)
{
	return cell && (cell->sample_count > 0 || was_wrong(cell));
}

static void set_cells(
	struct question *question, const struct cell_result *a, const struct cell_result *b)
{
	if (is_there(a) && is_there(b)) {
		question->a = a;
		question->b = b;
	}
}

/* Finds the cells of all questions of WORKLOAD; everything else is as if they were not asked. */
static void find_cells(struct question question[QUESTION_COUNT], const struct judgement *judgement,
	size_t workload)
{
	const struct run *run = &judgement->samples->run;
	double usable = judgement_usable_cpus(judgement);
	size_t threads = find_threads(run), processes = find_processes(run, threads);

	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		question[i] = (struct question){
			.ratio = no_interval, .wide = no_interval, .p = NAN, .p_holm = NAN};
	}
	if (isnan(usable) || usable > SAMPLES_WORKERS_MAX) {
		return;
	}
	uint32_t workers = usable < 1 ? 1 : (uint32_t)usable;
	const struct cell_result *pool = judgement_cell(judgement, workload, threads, workers);

	set_cells(&question[QUESTION_LOOP], pool, judgement->workloads[workload].baseline);
	set_cells(&question[QUESTION_TWINS],
		judgement_cell(judgement, workload, processes, workers), pool);
	set_cells(&question[QUESTION_MORE],
		judgement_cell(judgement, workload, threads, MORE_FACTOR * workers), pool);
}

/* True if QUESTION is asked, that is, belongs to the family. */
static bool is_asked(const struct question *question)
{
	return question->a && !was_wrong(question->a) && !was_wrong(question->b);
}

/* ---- what the pairs say ---- */

static void compare_pairs(struct question *question)
{
	const struct cell_result *a = question->a, *b = question->b;
	size_t most = a->sample_count < b->sample_count ? a->sample_count : b->sample_count;
	double *ratios = xcalloc(most, sizeof(*ratios));

	question->pairs = compare_log_ratios(b, a, ratios);
	struct interval logs = stats_paired(ratios, question->pairs, ALPHA);
	struct interval wide_logs = stats_paired(ratios, question->pairs, WIDE_ALPHA);

	question->ratio = interval_exp(&logs);
	question->wide = interval_exp(&wide_logs);
	question->p = stats_paired_p(ratios, question->pairs);
	free(ratios);
}

/* Adjusts the p-values of those asked. */
static void adjust(struct questions *questions)
{
	double p[QUESTION_COUNT], adjusted[QUESTION_COUNT];
	size_t asked = 0, next = 0;

	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		if (is_asked(&questions->question[i])) {
			p[asked++] = questions->question[i].p;
		}
	}
	stats_holm(p, asked, adjusted);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		if (is_asked(&questions->question[i])) {
			questions->question[i].p_holm = adjusted[next++];
		}
	}
	questions->asked = asked;
}

/*
 * How many rounds more would settle an inconclusive QUESTION. Widths shrink with the root of the
 * rounds; it is settled once the interval excludes 1, or keeps within the margin.
 */
static uint32_t rounds_to_settle(const struct question *question, double margin, size_t asked)
{
	double pairs = (double)question->pairs, effect = effect_of(&question->ratio);
	double wanted = fmax(effect, margin - effect);
	double needed = (double)questions_rounds_min(asked);

	if (margin > QUESTIONS_FLOOR_MAX) {
		needed = fmax(needed, FLOOR_ROUNDS_MIN);
	}
	if (question->pairs >= 2) {
		double shrink = interval_half_width(&question->wide) / wanted;

		needed = fmax(needed, pairs * shrink * shrink);
	}
	double more = fmax(ceil(needed - pairs), 1);
	return more <= MORE_ROUNDS_MAX ? (uint32_t)more : 0;
}

/* ---- what withdraws verdicts ---- */

/* time(copy) / time(loop) of WORKLOAD; mid NaN without copies. */
static struct interval copy_ratio(
	const struct workload_result *workload, double alpha, size_t *pairs)
{
	if (!workload->baseline) {
		*pairs = 0;
		return no_interval;
	}
	return compare_cells(&workload->copy, workload->baseline, alpha, pairs);
}

/* Half of what COPY leaves open; NaN unknown. */
static double floor_of(const struct interval *copy)
{
	return copy->exact ? interval_half_width(copy) : NAN;
}

static double margin_of(double noise_floor)
{
	return fmax(VERDICT_MARGIN, noise_floor); /* of NaN the other */
}

/* Fills in the comparison of the loop with its own copy. */
static void compare_copy(struct questions *questions, const struct workload_result *workload)
{
	size_t pairs;

	questions->copy_99 = copy_ratio(workload, COPY_ALPHA, &pairs);
	questions->copy = copy_ratio(workload, ALPHA, &pairs);
	questions->floor = floor_of(&questions->copy);
	questions->margin = margin_of(questions->floor);
	const struct interval *sure = &questions->copy_99;
	bool differs = pairs >= COPY_ROUNDS_MIN && sure->exact &&
		       (sure->low > 1 || sure->high < 1) && effect_of(sure) >= COPY_EFFECT_MIN;
	bool scatters = pairs >= FLOOR_ROUNDS_MIN && questions->floor > QUESTIONS_FLOOR_MAX;

	questions->withdrawn |= differs || scatters ? WITHDRAWN_COPY : 0;
}

/* True if SAMPLE is of the workload SPEC: its cell is SPEC/STRATEGY/WORKERS. */
static bool is_of_workload(const struct sample *sample, const char *spec, size_t length)
{
	if (strncmp(sample->cell, spec, length) != 0 || sample->cell[length] != '/') {
		return false;
	}
	const char *slash = strchr(sample->cell + length + 1, '/');
	return slash && !strchr(slash + 1, '/');
}

/* Withdraws if too many samples of WORKLOAD were stopped by a quota or stolen from. */
static void check_disturbance(
	struct questions *questions, const struct judgement *judgement, size_t workload)
{
	const struct samples *samples = judgement->samples;
	const char *spec = samples->run.workloads[workload].spec;
	size_t length = strlen(spec);
	const struct flags *flags = &judgement->flags;
	double all = 0, throttled = 0, stolen = 0;

	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->sample[i];

		if (sample->round > 0 && sample->status == SAMPLE_OK &&
			is_of_workload(sample, spec, length)) {
			all++;
			throttled += (flags->of[i] & (unsigned)FLAG_THROTTLED) != 0;
			stolen += (flags->of[i] & (unsigned)FLAG_STEAL) != 0;
		}
	}
	questions->withdrawn |= throttled > DISTURBED_MAX * all ? WITHDRAWN_THROTTLED : 0;
	questions->withdrawn |= stolen > DISTURBED_MAX * all ? WITHDRAWN_STOLEN : 0;
}

/* How fast the machine computes does not matter to work that waits. */
static void check_drift(
	struct questions *questions, const struct judgement *judgement, size_t workload)
{
	bool matters = judgement->workloads[workload].alone != WORK_WAITING;

	questions->drift = judgement->capacity.drift;
	questions->withdrawn |= matters && questions->drift > DRIFT_MAX ? WITHDRAWN_DRIFT : 0;
}

/* ---- all of it ---- */

static void judge_question(struct question *question, const struct questions *questions)
{
	if (!question->a) {
		return;
	}
	question->withdrawn = questions->withdrawn;
	question->unwithdrawn = VERDICT_INCONCLUSIVE;
	if (is_asked(question)) {
		question->unwithdrawn = decide(question->p_holm <= ALPHA, &question->ratio,
			&question->wide, questions->margin);
	} else {
		question->withdrawn |= WITHDRAWN_WRONG;
	}
	question->verdict = question->withdrawn ? VERDICT_WITHDRAWN : question->unwithdrawn;
	if (question->unwithdrawn == VERDICT_INCONCLUSIVE && is_asked(question)) {
		question->more_rounds =
			rounds_to_settle(question, questions->margin, questions->asked);
	}
}

static void ask(struct questions *questions, const struct judgement *judgement, size_t workload)
{
	*questions = (struct questions){
		.at_once = at_once_is_asked(judgement, workload), .rounds = judgement->round_count};
	compare_copy(questions, &judgement->workloads[workload]);
	check_disturbance(questions, judgement, workload);
	check_drift(questions, judgement, workload);
	find_cells(questions->question, judgement, workload);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		if (is_asked(&questions->question[i])) {
			compare_pairs(&questions->question[i]);
		}
	}
	adjust(questions);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		judge_question(&questions->question[i], questions);
	}
}

struct questions_memo {
	struct questions questions;
	bool asked;
};

void questions_init(struct judgement *judgement)
{
	judgement->questions =
		xcalloc(judgement->samples->run.workload_count, sizeof(*judgement->questions));
}

void questions_ask(struct questions *questions, const struct judgement *judgement, size_t workload)
{
	struct questions_memo *memo = &judgement->questions[workload];

	if (!memo->asked) {
		ask(&memo->questions, judgement, workload);
		memo->asked = true;
	}
	*questions = memo->questions;
}

static bool given_up(const struct cell_result *cell)
{
	return cell->status_count[SAMPLE_TIMED_OUT] >= TIMED_OUT_MAX;
}

double questions_precision(const struct judgement *judgement)
{
	double widest = NAN;

	for (size_t workload = 0; workload < judgement->samples->run.workload_count; workload++) {
		struct question question[QUESTION_COUNT];

		find_cells(question, judgement, workload);
		for (size_t i = 0; i < QUESTION_COUNT; i++) {
			const struct question *asked = &question[i];

			if (!is_asked(asked) || given_up(asked->a) || given_up(asked->b)) {
				continue;
			}
			struct interval ratio = compare_cells(asked->b, asked->a, ALPHA, NULL);
			widest = fmax(widest,
				ratio.exact ? interval_half_width(&ratio) : (double)INFINITY);
		}
	}
	return widest;
}

size_t questions_rounds_min(size_t m)
{
	return m == 0 ? 0 : (size_t)ceil(1 + log2((double)m / ALPHA));
}

double questions_margin(const struct judgement *judgement, size_t workload)
{
	struct questions questions;

	questions_ask(&questions, judgement, workload);
	return questions.margin;
}
