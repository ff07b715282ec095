/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop that a user would write: all tasks of a workload in one for loop, timed by the same clock,
 * without manyhands around it. `bare-loop SPEC` prints ns. What the tool adds to it shows beside it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trial/clock.h"
#include "trial/spec.h"
#include "trial/suite.h"

static void fail(const char *reason)
{
	fprintf(stderr, "bare-loop: %s\n", reason);
	exit(1);
}

static const struct workload *find(const char *spec)
{
	char name[64];

	spec_name(spec, name, sizeof(name));
	for (size_t i = 0; suite_workloads[i]; i++) {
		if (strcmp(suite_workloads[i]->name, name) == 0) {
			return suite_workloads[i];
		}
	}
	fail("no such workload");
	return NULL;
}

int main(int argc, char **argv)
{
	static struct spec spec;
	char error[SPEC_ERROR_BYTES];
	struct input input = {.param = spec.value, .fail = fail};
	uint64_t sum = 0;

	if (argc != 2) {
		fail("usage: bare-loop SPEC");
	}
	const struct workload *workload = find(argv[1]);
	if (!spec_parse(&spec, argv[1], workload->params, error, sizeof(error)) ||
		!workload->prepare || !workload->prepare(&input)) {
		fail(error);
	}
	uint64_t settled_ns =
		clock_now_ns() + 5000000; /* as the tool does: leave the idle frequency */
	while (clock_now_ns() < settled_ns) {
	}
	uint64_t start_ns = clock_now_ns();
	for (uint64_t task = 0; task < input.task_count; task++) {
		sum += workload->run_tasks(&input, NULL, task, 1);
	}
	uint64_t end_ns = clock_now_ns();
	fprintf(stderr, "answer %" PRIu64 "\n", sum);
	printf("%" PRIu64 "\n", end_ns - start_ns);
	return 0;
}
