/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A task list on W workers of a machine, predicted: from event to event. */
#include "simulate.h"

#include <math.h>
#include <stdlib.h>

#include "simulate_list.h"
#include "simulate_runners.h"
#include "text.h"

/* ---- the state between two events ---- */

enum phase { PHASE_HAND_OUT, PHASE_COMPUTE, PHASE_WAIT };

struct worker {
	enum phase phase;
	bool took;                    /* a chunk, since it was started */
	uint64_t task, last;          /* the task at hand; the end of its chunk */
	double since_ns, computed_ns; /* when the phase or the task began; its computing ended */
	double free_ns;               /* when it ended last, 0 before it was started */
};

/* What main does: first it starts workers, then it ends them one by one as they are done. */
struct starter {
	bool busy, is_ending;
	uint32_t slot;              /* that it is busy with */
	uint32_t started, to_start; /* slots; those beyond to_start get no worker */
	bool starts_again;          /* the slot it has just ended */
	struct ring ended;          /* slots that wait to be ended */
};

/* All that is going on. */
struct simulation {
	const struct simulate_plan *plan;
	struct simulate_result *result;
	double now_ns;
	double last_ns;         /* when a worker ended last */
	struct runners runners; /* workers and, behind them, main */
	struct queue waiting;   /* workers, by now_ns */
	struct worker *worker;
	struct starter main;
	uint32_t *turn; /* the chunks in the order in which they are taken; NULL: as given */
	uint64_t next_chunk, chunk_count;
};

/* The number of main among those who compute. */
static uint32_t main_number(const struct simulation *simulation)
{
	return simulation->plan->workers;
}

/* ---- workers ---- */

static void end_task(struct simulation *simulation, uint32_t who)
{
	struct worker *worker = &simulation->worker[who];
	const struct simulate_task *task = &simulation->plan->task[worker->task];
	struct simulate_parts *parts = &simulation->result->parts;

	parts->cpu_ns += (double)task->cpu_ns;
	parts->shared_ns += worker->computed_ns - worker->since_ns - (double)task->cpu_ns;
	parts->wait_ns += (double)task->wait_ns;
	parts->late_ns += simulation->now_ns - worker->computed_ns - (double)task->wait_ns;
	if (simulation->result->task) {
		simulation->result->task[worker->task] = (struct simulated_task){
			worker->since_ns, worker->computed_ns, simulation->now_ns, who};
	}
	worker->task++;
}

/* Goes on with the task at hand, which has been computed; false: it takes no more time. */
static bool begin_waiting(struct simulation *simulation, uint32_t who)
{
	struct worker *worker = &simulation->worker[who];
	const struct simulate_task *task = &simulation->plan->task[worker->task];
	uint64_t late_ns = simulation->plan->costs.late_ns;

	worker->computed_ns = simulation->now_ns;
	worker->phase = PHASE_WAIT;
	if (task->wait_ns == 0) {
		end_task(simulation, who);
		return false;
	}
	queue_add(&simulation->waiting,
		simulation->now_ns + (double)task->wait_ns + (double)late_ns, who);
	return true;
}

/* False: the task takes no time and is done. */
static bool begin_task(struct simulation *simulation, uint32_t who)
{
	struct worker *worker = &simulation->worker[who];
	uint64_t cpu_ns = simulation->plan->task[worker->task].cpu_ns;

	worker->since_ns = simulation->now_ns;
	if (cpu_ns == 0) {
		return begin_waiting(simulation, who);
	}
	worker->phase = PHASE_COMPUTE;
	runners_add(&simulation->runners, who, cpu_ns);
	return true;
}

/* Takes the next chunk; false: there is none for this worker. */
static bool take_chunk(struct simulation *simulation, uint32_t who)
{
	enum simulate_way way = simulation->plan->way;
	struct worker *worker = &simulation->worker[who];
	bool takes_one = way == SIMULATE_SPLIT || way == SIMULATE_PER_TASK;

	if (simulation->next_chunk == simulation->chunk_count || (takes_one && worker->took)) {
		return false;
	}
	uint64_t place = simulation->next_chunk++;
	worker->took = true;
	simulate_chunk_range(simulation->plan, simulation->turn ? simulation->turn[place] : place,
		&worker->task, &worker->last);
	return true;
}

static void leave(struct simulation *simulation, uint32_t who)
{
	simulation->worker[who].free_ns = simulation->last_ns = simulation->now_ns;
	if (simulation->plan->way != SIMULATE_LOOP) {
		ring_add(&simulation->main.ended, who);
	}
}

/* Lets a worker go on until it has something to do that takes time, or leaves. */
static void go_on(struct simulation *simulation, uint32_t who)
{
	struct worker *worker = &simulation->worker[who];

	for (;;) {
		if (worker->task < worker->last) {
			if (begin_task(simulation, who)) {
				return;
			}
		} else if (!take_chunk(simulation, who)) {
			leave(simulation, who);
			return;
		} else if (simulation->plan->costs.hand_out_ns > 0 && worker->task < worker->last) {
			worker->phase = PHASE_HAND_OUT;
			worker->since_ns = simulation->now_ns;
			runners_add(&simulation->runners, who, simulation->plan->costs.hand_out_ns);
			return;
		}
	}
}

/* A worker has been started, or the gate was opened for it. */
static void begin_worker(struct simulation *simulation, uint32_t who)
{
	struct worker *worker = &simulation->worker[who];

	simulation->result->parts.start_ns += simulation->now_ns - worker->free_ns;
	worker->took = false;
	go_on(simulation, who);
}

/* ---- main ---- */

static void end_starting(struct simulation *simulation)
{
	struct starter *main = &simulation->main;

	if (simulation->plan->way == SIMULATE_PER_TASK) {
		begin_worker(simulation, main->slot);
	} else if (main->started == main->to_start) {
		for (uint32_t who = 0; who < main->to_start; who++) {
			begin_worker(simulation, who);
		}
	}
}

static void end_main_step(struct simulation *simulation)
{
	struct starter *main = &simulation->main;

	main->busy = false;
	if (main->is_ending) {
		main->starts_again = simulation->plan->way == SIMULATE_PER_TASK &&
				     simulation->next_chunk < simulation->chunk_count;
	} else {
		end_starting(simulation);
	}
}

/* What main does next; false: nothing for now. */
static bool choose_main_step(struct starter *main)
{
	main->is_ending = false;
	if (main->starts_again) {
		main->starts_again = false;
	} else if (main->started < main->to_start) {
		main->slot = main->started++;
	} else if (main->ended.count > 0) {
		main->is_ending = true;
		main->slot = ring_take(&main->ended);
	} else {
		return false;
	}
	return true;
}

/* Lets main go on until it has something to do that takes time, or nothing. */
static void go_on_main(struct simulation *simulation)
{
	struct starter *main = &simulation->main;
	const struct simulate_costs *costs = &simulation->plan->costs;

	while (!main->busy && choose_main_step(main)) {
		uint64_t cost_ns = main->is_ending ? costs->end_ns : costs->start_ns;

		main->busy = true;
		if (cost_ns > 0) {
			runners_add(&simulation->runners, main_number(simulation), cost_ns);
		} else {
			end_main_step(simulation);
		}
	}
}

/* ---- events ---- */

static void end_computing(struct simulation *simulation, uint32_t who)
{
	if (who == main_number(simulation)) {
		end_main_step(simulation);
		return;
	}
	struct worker *worker = &simulation->worker[who];
	if (worker->phase == PHASE_HAND_OUT) {
		struct simulate_parts *parts = &simulation->result->parts;
		double hand_out_ns = (double)simulation->plan->costs.hand_out_ns;

		parts->hand_out_ns += hand_out_ns;
		parts->shared_ns += simulation->now_ns - worker->since_ns - hand_out_ns;
	} else if (begin_waiting(simulation, who)) {
		return;
	}
	go_on(simulation, who);
}

/* Somebody has computed what there was, or a turn is over. */
static void step_runners(struct simulation *simulation, double at_ns)
{
	uint32_t who;

	simulation->now_ns = at_ns;
	if (runners_step(&simulation->runners, &who)) {
		end_computing(simulation, who);
		go_on_main(simulation);
		runners_release(&simulation->runners, who);
	}
}

static void end_waiting(struct simulation *simulation)
{
	struct entry first = queue_take(&simulation->waiting);

	runners_pass(&simulation->runners, first.key - simulation->now_ns);
	simulation->now_ns = first.key;
	end_task(simulation, first.who);
	go_on(simulation, first.who);
	go_on_main(simulation);
}

static double next_wait_ns(const struct simulation *simulation)
{
	return simulation->waiting.count > 0 ? simulation->waiting.entry[0].key : INFINITY;
}

/* What happens next; false: nothing more. */
static bool next_event(struct simulation *simulation)
{
	double computed_ns = runners_next_ns(&simulation->runners, simulation->now_ns);
	double waited_ns = next_wait_ns(simulation);

	if (computed_ns == INFINITY && waited_ns == INFINITY) {
		return false;
	}
	if (computed_ns <= waited_ns) {
		step_runners(simulation, computed_ns);
	} else {
		end_waiting(simulation);
	}
	/* only when all is done that happens at this moment: else those whose turns end together
	 * would not all be behind those who are in line */
	if (!runners_due(&simulation->runners) && next_wait_ns(simulation) > simulation->now_ns) {
		runners_fill(&simulation->runners);
	}
	return true;
}

/* ---- the whole ---- */

static void add_ends(struct simulation *simulation)
{
	struct simulate_result *result = simulation->result;

	result->makespan_ns = simulation->now_ns;
	for (uint32_t who = 0; who < simulation->plan->workers; who++) {
		result->parts.idle_ns += simulation->last_ns - simulation->worker[who].free_ns;
	}
	result->parts.end_ns = (simulation->now_ns - simulation->last_ns) * result->workers;
}

void simulate_run(const struct simulate_plan *plan, bool with_tasks, struct simulate_result *result)
{
	uint32_t workers = plan->workers;
	uint64_t chunk_count = simulate_chunk_count(plan);
	bool spares_some = plan->way == SIMULATE_PER_TASK && chunk_count < workers;

	*result = (struct simulate_result){.workers = workers, .task_count = plan->task_count};
	if (with_tasks) {
		result->task = xcalloc(plan->task_count, sizeof(*result->task));
	}
	struct simulation simulation = {
		.plan = plan,
		.result = result,
		.chunk_count = chunk_count,
		.turn = simulate_turns(plan),
		.worker = xcalloc(workers, sizeof(*simulation.worker)),
		.waiting.entry = xcalloc(workers, sizeof(struct entry)),
		.main.ended = {.who = xcalloc(workers, sizeof(uint32_t)), .size = workers},
		.main.to_start = spares_some ? (uint32_t)chunk_count : workers,
	};
	runners_init(&simulation.runners, plan, workers + 1);
	if (plan->way == SIMULATE_LOOP) {
		simulation.main.to_start = 0;
		go_on(&simulation, 0);
	}
	go_on_main(&simulation);
	runners_fill(&simulation.runners);
	while (next_event(&simulation)) {
	}
	add_ends(&simulation);
	runners_finish(&simulation.runners);
	free(simulation.turn);
	free(simulation.worker);
	free(simulation.waiting.entry);
	free(simulation.main.ended.who);
}

void simulate_finish(struct simulate_result *result)
{
	free(result->task);
	*result = (struct simulate_result){0};
}
