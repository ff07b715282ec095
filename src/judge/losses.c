/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the speedup went: the splits of all samples, each less that of its loop, over the rounds. */
#include "judge/losses.h"

#include <math.h>
#include <stdlib.h>

#include "judge/curve.h"
#include "judge/losses_split.h"
#include "text.h"

static const double ALPHA = 0.05;

/* ---- what others took ---- */

/* CPUs that others had while a sample ran; NaN unknown. */
struct taken {
	double others, stolen;
};

static double rate(uint64_t taken_ns, uint64_t window_ns)
{
	return taken_ns == SAMPLE_UNKNOWN ? NAN : (double)taken_ns / (double)window_ns;
}

/* Per sample what the window tells that covers it (as in flags_init); the caller frees. */
static struct taken *find_taken(const struct samples *samples)
{
	struct taken *taken = xcalloc(samples->count, sizeof(*taken));
	size_t after_window = 0;

	for (size_t last = 0; last < samples->count; last++) {
		const struct sample_noise *noise = &samples->sample[last].noise;

		taken[last] = (struct taken){NAN, NAN};
		if (noise->window_ns == SAMPLE_UNKNOWN || noise->window_ns == 0 ||
			noise->window_first_seq == SAMPLE_UNKNOWN) {
			continue;
		}
		for (size_t i = after_window; i <= last; i++) {
			if (samples->sample[i].seq >= noise->window_first_seq) {
				taken[i].others = rate(noise->window_foreign_ns, noise->window_ns);
				taken[i].stolen = rate(noise->window_steal_ns, noise->window_ns);
			}
		}
		after_window = last + 1;
	}
	return taken;
}

/* ---- one cell ---- */

/* An account being made: a value per round of each part. */
struct ledger {
	struct loss_account *account;
	const struct samples *samples;
	const struct taken *taken;
	struct split_view loop_view, view;
	double *part[LOSS_KINDS];          /* owned */
	double *clash;                     /* owned */
	unsigned (*with)[LOSS_KINDS];      /* the sets of each round; owned */
	double *own, *others, *stolen;     /* in CPUs; owned */
	size_t others_count, stolen_count; /* of those that are known */
	size_t own_count;
};

/* How many workers the usable CPUs keep busy with work of this kind; NaN unknown. */
static double capacity_of(const struct judgement *judgement, size_t workload)
{
	const struct workload_result *result = &judgement->workloads[workload];
	double usable = judgement_usable_cpus(judgement);

	switch (result->alone) {
	case WORK_COMPUTING:
		/* less than a CPU slows the loop as well */
		return usable < 1 ? 1 : usable;
	case WORK_MIXED:
		return usable < 1 ? 1 : usable / result->busy_share;
	case WORK_WAITING:
		return INFINITY;
	default:
		return NAN;
	}
}

static bool set_views(struct ledger *ledger, const struct judgement *judgement)
{
	const struct run_cell *cell = ledger->account->result->cell;
	const struct workload_result *workload = &judgement->workloads[cell->workload];
	uint64_t tasks = workload->workload->task_count;
	double most = capacity_of(judgement, cell->workload);
	const struct run_machine *machine = &judgement->samples->run.machine;
	uint32_t lanes = tasks > 0 && tasks < cell->workers ? (uint32_t)tasks : cell->workers;

	if (isnan(most) || lanes == 0) {
		return false;
	}
	ledger->loop_view = (struct split_view){
		.capacity = 1,
		.lanes = 1,
		.waits = workload->busy_share < 0.5,
		/* under a quota a short sample may use more than its share */
		.strict = workload->alone == WORK_COMPUTING && !(machine->quota_cpus > 0),
	};
	ledger->view = ledger->loop_view;
	ledger->view.capacity = fmin(lanes, most);
	ledger->view.lanes = lanes;
	ledger->view.per_task = strategy_ends_with(
		&judgement->samples->run.strategies[cell->strategy], "-per-task");
	ledger->account->ideal = ledger->view.capacity;
	ledger->account->tasks = tasks;
	ledger->account->crowded = lanes > most;
	return true;
}

/* In CPUs; NaN unknown. */
static double own_cpus(const struct sample *sample)
{
	return rate(sample->cpu_ns, sample->total_ns);
}

/* What others had while SAMPLE ran: at most the CPUs that it left, whatever its window averages over. */
static struct taken taken_from(const struct ledger *ledger, const struct sample *sample)
{
	struct taken taken = ledger->taken[sample - ledger->samples->sample];
	double allowed = ledger->samples->run.machine.allowed_cpus, own = own_cpus(sample);

	if (allowed > 0 && !isnan(own) && taken.others > allowed - own) {
		taken.others = fmax(0, allowed - own);
	}
	return taken;
}

static void set_taken(
	struct split_view *view, const struct ledger *ledger, const struct sample *sample)
{
	struct taken taken = taken_from(ledger, sample);

	view->others_cpus = taken.others;
	view->stolen_cpus = taken.stolen;
}

static void note_cores(struct ledger *ledger, const struct sample *sample)
{
	const struct run_machine *machine = &ledger->samples->run.machine;
	struct taken taken = taken_from(ledger, sample);
	double own = own_cpus(sample);

	if (!isnan(own)) {
		ledger->own[ledger->own_count++] = own;
	}
	/* under a quota others have CPUs that would not be ours */
	if (!isnan(taken.others) && !(machine->usable_cpus < machine->allowed_cpus)) {
		ledger->others[ledger->others_count++] = taken.others;
	}
	if (!isnan(taken.stolen)) {
		ledger->stolen[ledger->stolen_count++] = taken.stolen;
	}
}

/* Adds a round: what SAMPLE lost against LOOP, the one beside it. */
static void note_pair(struct ledger *ledger, const struct sample *sample, const struct sample *loop)
{
	struct loss_account *account = ledger->account;
	struct split_view loop_view = ledger->loop_view, view = ledger->view;
	struct split of_loop, split;

	set_taken(&loop_view, ledger, loop);
	set_taken(&view, ledger, sample);
	view.loop = &of_loop;
	if (!split_sample(loop, &loop_view, &of_loop) || !split_sample(sample, &view, &split)) {
		return;
	}
	double total = (double)sample->total_ns;
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		ledger->part[i][account->pairs] = (split.part_ns[i] - of_loop.part_ns[i]) / total;
		ledger->with[account->pairs][i] = split.with[i] | of_loop.with[i];
	}
	ledger->clash[account->pairs] =
		(split.clash_ns + of_loop.clash_ns) / (view.capacity * total);
	note_cores(ledger, sample);
	account->pairs++;
}

/* The parts that can't be told from some other in ROUND. */
static unsigned untold(const struct ledger *ledger, size_t round)
{
	unsigned parts = 0;

	for (size_t i = 0; i < LOSS_KINDS; i++) {
		parts |= ledger->with[round][i] != 1u << i ? 1u << i : 0;
	}
	return parts;
}

/* Leaves out the rounds that tell less than others do, if those are half of them or more. */
static void drop_vague_rounds(struct ledger *ledger)
{
	struct loss_account *account = ledger->account;
	unsigned always = ~0u;
	size_t clear = 0, kept = 0;

	for (size_t r = 0; r < account->pairs; r++) {
		always &= untold(ledger, r);
	}
	for (size_t r = 0; r < account->pairs; r++) {
		clear += untold(ledger, r) == always;
	}
	for (size_t r = 0; 2 * clear >= account->pairs && r < account->pairs; r++) {
		if (untold(ledger, r) != always) {
			continue;
		}
		for (size_t i = 0; i < LOSS_KINDS; i++) {
			ledger->part[i][kept] = ledger->part[i][r];
			ledger->with[kept][i] = ledger->with[r][i];
		}
		ledger->clash[kept++] = ledger->clash[r];
	}
	account->pairs = kept > 0 ? kept : account->pairs;
}

/* Makes sets of parts that overlap in any round one set. */
static void close_sets(struct ledger *ledger)
{
	unsigned *with = ledger->account->with;

	for (size_t r = 0; r < ledger->account->pairs; r++) {
		for (size_t i = 0; i < LOSS_KINDS; i++) {
			with[i] |= ledger->with[r][i];
		}
	}
	for (size_t pass = 0; pass < LOSS_KINDS; pass++) {
		for (size_t i = 0; i < LOSS_KINDS; i++) {
			for (size_t k = 0; k < LOSS_KINDS; k++) {
				with[i] |= with[i] & with[k] ? with[k] : 0;
			}
		}
	}
}

/* The first of the set that LOSS is in. */
static size_t first_of(const struct loss_account *account, size_t loss)
{
	size_t first = 0;

	while (!(account->with[loss] >> first & 1u)) {
		first++;
	}
	return first;
}

/* Puts what can't be told apart together, round by round. */
static void gather_sets(struct ledger *ledger)
{
	struct loss_account *account = ledger->account;

	drop_vague_rounds(ledger);
	close_sets(ledger);
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		size_t first = first_of(account, i);

		for (size_t r = 0; first != i && r < account->pairs; r++) {
			ledger->part[first][r] += ledger->part[i][r];
			ledger->part[i][r] = 0;
		}
	}
}

/* Spreads what the medians don't add up to over the parts, most to those that scatter most. */
static void settle(struct loss_account *account)
{
	const double rounding = 1e-12;
	double open = account->ideal - account->measured, weights = 0;

	for (size_t i = 0; i < LOSS_KINDS; i++) {
		double scatter = account->part[i].high - account->part[i].low;

		open -= account->part[i].mid;
		weights += scatter * scatter;
	}
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		struct interval *part = &account->part[i];
		double scatter = part->high - part->low;

		if (weights > 0) {
			part->mid += open * scatter * scatter / weights;
		} else if (fabs(open) > rounding && i == first_of(account, LOSS_WAITING)) {
			part->mid += open;
		}
		part->low = fmin(part->low, part->mid);
		part->high = fmax(part->high, part->mid);
	}
}

static void fill_cores(struct ledger *ledger, double usable)
{
	struct loss_cores *cores = &ledger->account->cores;

	cores->usable = usable;
	cores->own = stats_median(ledger->own, ledger->own_count, ALPHA).mid;
	cores->others = stats_median(ledger->others, ledger->others_count, ALPHA).mid;
	cores->stolen = stats_median(ledger->stolen, ledger->stolen_count, ALPHA).mid;
	double taken = cores->own + cores->others + (isnan(cores->stolen) ? 0 : cores->stolen);
	cores->idle = isnan(taken) || isnan(usable) ? NAN : fmax(0, usable - taken);
}

static void sum_up(struct ledger *ledger, double usable)
{
	struct loss_account *account = ledger->account;

	gather_sets(ledger);
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		account->part[i] = stats_median(ledger->part[i], account->pairs, ALPHA);
	}
	account->measured = account->result->speedup.mid;
	account->time_ns = account->result->time_ns.mid;
	account->clash = stats_median(ledger->clash, account->pairs, ALPHA).mid;
	settle(account);
	fill_cores(ledger, usable);
}

static void ledger_init(struct ledger *ledger, size_t pairs)
{
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		ledger->part[i] = xcalloc(pairs, sizeof(double));
		ledger->account->with[i] = 1u << i;
	}
	ledger->clash = xcalloc(pairs, sizeof(double));
	ledger->with = xcalloc(pairs, sizeof(*ledger->with));
	ledger->own = xcalloc(pairs, sizeof(double));
	ledger->others = xcalloc(pairs, sizeof(double));
	ledger->stolen = xcalloc(pairs, sizeof(double));
}

static void ledger_finish(struct ledger *ledger)
{
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		free(ledger->part[i]);
	}
	free(ledger->clash);
	free(ledger->with);
	free(ledger->own);
	free(ledger->others);
	free(ledger->stolen);
}

static void fill_account(
	struct loss_account *account, const struct judgement *judgement, const struct taken *taken)
{
	const struct cell_result *result = account->result;
	const struct cell_result *loop = judgement->workloads[result->cell->workload].baseline;
	struct ledger ledger = {.account = account, .samples = judgement->samples, .taken = taken};

	if (result->cell->baseline || !loop || !isfinite(result->speedup.mid) ||
		!set_views(&ledger, judgement)) {
		return;
	}
	struct compare_match *pairs = xcalloc(result->sample_count, sizeof(*pairs));
	size_t count = compare_matches(result, loop, pairs);
	ledger_init(&ledger, count);
	for (size_t i = 0; i < count; i++) {
		note_pair(&ledger, result->sample[pairs[i].a], loop->sample[pairs[i].b]);
	}
	if (account->pairs > 0) {
		sum_up(&ledger, judgement_usable_cpus(judgement));
	}
	ledger_finish(&ledger);
	free(pairs);
}

void losses_init(struct losses *losses, const struct judgement *judgement)
{
	size_t count = judgement->samples->run.cell_count;
	struct taken *taken = find_taken(judgement->samples);

	*losses = (struct losses){judgement, xcalloc(count, sizeof(*losses->cell))};
	for (size_t i = 0; i < count; i++) {
		losses->cell[i].result = &judgement->cells[i];
		fill_account(&losses->cell[i], judgement, taken);
	}
	free(taken);
}

void losses_finish(struct losses *losses)
{
	free(losses->cell);
	*losses = (struct losses){0};
}
