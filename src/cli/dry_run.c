/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run --dry-run: what would be measured. */
#include "cli/dry_run.h"

#include <stdio.h>
#include <stdlib.h>

#include "sweep/order.h"

static void print_points(const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->point_count; i++) {
		const char *label = plan->points[i].label;

		printf("%s%u%s%s%s", i > 0 ? ", " : "workers ", plan->points[i].workers,
			label[0] ? " (" : "", label, label[0] ? ")" : "");
	}
	printf("\n");
}

static void print_cells(const struct plan *plan)
{
	for (size_t i = 0; i < plan->asked_cells; i++) {
		char key[PLAN_KEY_BYTES];

		plan_cell_key(plan, &plan->cells[i], key);
		printf("  %s%s\n", key, plan->cells[i].baseline ? "  (baseline)" : "");
	}
}

/* Sizes are found out by measuring, so they can't stand here. */
static void print_open_sizes(const struct plan *plan)
{
	for (size_t w = 0; w < plan->asked_workloads; w++) {
		union value *value;
		const struct param *param = plan_size_param(plan, w, &value);

		if (param) {
			printf("%s: %s is chosen in round 0; what stands here is where that "
			       "begins\n",
				plan->workloads.item[w]->entry->name, param->name);
		}
	}
}

/* What the first item is run with: whether and where it stands in the words. */
static void print_first_item(const struct command *command)
{
	struct text words = {0};

	command_add_item(command, 0, &words);
	printf("item 1 of %zu runs: %s%s\n", command->items.item_count, words.text,
		command_ignores_items(command)
			? "  (numbers only say how often; {} is where one would stand)"
			: "");
	text_finish(&words);
}

void dry_run_print(const struct plan *plan, const struct machine *machine, const char *plugin)
{
	char *command = plan_command(plan, plugin);
	char summary[256];

	machine_summary(machine, summary, sizeof(summary));
	printf("%s: %zu cells, %zu samples a round (copies of the loop and probes of the machine "
	       "included), ",
		summary, plan->asked_cells, order_samples(plan));
	if (plan->precision > 0) {
		printf("%u to %u rounds, until ± %g %%\n", plan->rounds_min, plan->rounds,
			100 * plan->precision);
	} else {
		printf("%u rounds\n", plan->rounds);
	}
	if (plan->trace) {
		printf("then a traced sample of every cell\n");
	}
	print_points(plan);
	print_cells(plan);
	print_open_sizes(plan);
	if (plan->granularity) {
		printf("tasks so short that a strategy does next to nothing but start workers are "
		       "left out, once that is known\n");
	}
	if (plan->command) {
		print_first_item(plan->command);
	}
	printf("%s\n", command);
	free(command);
}
