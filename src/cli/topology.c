/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `manyhands topology`: what the machine is, in a few lines. */
#include "cli/topology.h"

#include <argp.h>
#include <errno.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "text.h"

static const char *plural(uint32_t count)
{
	return count == 1 ? "" : "s";
}

/* "480 MiB" from KiB. */
static void format_kib(uint64_t kib, char *text, size_t bytes)
{
	double mib = (double)kib / 1024, gib = mib / 1024;

	if (gib >= 1) {
		snprintf(text, bytes, "%.*f GiB", gib < 10 ? 1 : 0, gib);
	} else if (mib >= 1) {
		snprintf(text, bytes, "%.*f MiB", kib % 1024 && mib < 10 ? 1 : 0, mib);
	} else {
		snprintf(text, bytes, "%llu KiB", (unsigned long long)kib);
	}
}

static void print_processor(const struct machine *machine, FILE *out)
{
	char memory[32];

	if (!machine->is_this_system) {
		fprintf(out, "machine     not this one: made up from a text or read from a file\n");
		return;
	}
	fprintf(out, "machine     %s",
		*machine->cpu_model ? machine->cpu_model : "unknown processor");
	if (machine->memory_kib > 0) {
		format_kib(machine->memory_kib, memory, sizeof(memory));
		fprintf(out, ", %s of memory", memory);
	}
	fprintf(out, ", %s\n", *machine->kernel ? machine->kernel : "unknown kernel");
	if (*machine->hypervisor) {
		fprintf(out,
			"            virtual machine (%s): what follows is as the hypervisor shows "
			"it\n",
			machine->hypervisor);
	}
}

/* Cores, and what hardware threads make of them. */
static void print_cores(const struct machine *machine, FILE *out)
{
	static const char sharing[] =
		"but those of one core share it,\n"
		"            so the second adds far less than another core would\n";

	fprintf(out, "cores       %u core%s", machine->cores, plural(machine->cores));
	if (machine->packages > 0) {
		fprintf(out, " in %u package%s", machine->packages, plural(machine->packages));
	}
	fputc('\n', out);
	if (machine->cpus == machine->cores) {
		fprintf(out, "threads     1 hardware thread per core (no SMT): %u CPU%s\n",
			machine->cpus, plural(machine->cpus));
	} else if (machine->cpus % machine->cores == 0 && machine->kind_count < 2) {
		fprintf(out, "threads     %u hardware threads per core (SMT): %u CPUs, %s",
			machine->cpus / machine->cores, machine->cpus, sharing);
	} else {
		fprintf(out, "threads     several per core on some (SMT): %u CPUs, %s",
			machine->cpus, sharing);
	}
}

static void print_kinds(const struct machine *machine, FILE *out)
{
	uint32_t fast = machine_fast_cores(machine);

	if (machine->kind_count < 2) {
		fprintf(out, "kinds       %s\n",
			machine->kind_count == 1 ? "all cores are alike" : "not known");
	} else if (fast == 0) {
		fprintf(out,
			"kinds       %u kinds of cores; which is the faster one is not known\n",
			machine->kind_count);
	} else {
		uint32_t slow = machine->allowed_cores - fast;
		uint32_t fast_cpus = machine->kind[machine->kind_count - 1].cpus;

		fprintf(out, "kinds       %u P-core%s (fast, %u CPU%s) and %u E-core%s (slower):\n",
			fast, plural(fast), fast_cpus, plural(fast_cpus), slow, plural(slow));
		fprintf(out, "            given equal shares of work, the slower ones end last\n");
	}
}

static void print_memory(const struct machine *machine, FILE *out)
{
	if (machine->numa_nodes <= 1) {
		fprintf(out, "memory      1 NUMA node: all of it is equally near to every core\n");
	} else {
		fprintf(out,
			"memory      %u NUMA nodes: a core reaches the memory of its own node "
			"faster\n",
			machine->numa_nodes);
	}
	fprintf(out, "caches      ");
	for (uint32_t i = 0; i < machine->cache_count; i++) {
		const struct machine_cache *cache = &machine->cache[i];
		uint32_t sharers = machine->cores / cache->count;
		char size[32];

		format_kib(cache->kib, size, sizeof(size));
		fprintf(out, "%sL%u %s", i > 0 ? ", " : "", cache->level, size);
		if (cache->count == machine->cores) {
			fprintf(out, " per core");
		} else if (cache->count == 1) {
			fprintf(out, " for all cores");
		} else if (sharers > 1 && machine->cores % cache->count == 0) {
			fprintf(out, " per %u cores", sharers);
		} else {
			fprintf(out, " (%u of them)", cache->count);
		}
	}
	fprintf(out, "%s\n", machine->cache_count > 0 ? "" : "not known");
}

static void print_allowed(const struct machine *machine, FILE *out)
{
	if (machine->allowed_cpus == machine->cpus) {
		fprintf(out,
			"allowed     all %u CPU%s: neither a cpuset nor affinity (taskset) keeps "
			"us from any\n",
			machine->cpus, plural(machine->cpus));
		return;
	}
	fprintf(out, "allowed     %u of %u CPUs (number%s %s) on %u core%s:", machine->allowed_cpus,
		machine->cpus, plural(machine->allowed_cpus), machine->allowed_list,
		machine->allowed_cores, plural(machine->allowed_cores));
	if (machine->cpuset_cpus < machine->cpus) {
		fprintf(out, " the cpuset leaves %u", machine->cpuset_cpus);
	}
	if (machine->allowed_cpus < machine->cpuset_cpus) {
		fprintf(out, "%s affinity (taskset) leaves %u",
			machine->cpuset_cpus < machine->cpus ? "," : "", machine->allowed_cpus);
	}
	fputc('\n', out);
}

static void print_quota(const struct machine *machine, FILE *out)
{
	const struct quota *quota = &machine->quota;
	double period_ms = (double)quota->period_us / 1e3;

	if (quota->cpus <= 0) {
		fprintf(out, "quota       no CPU quota\n");
		return;
	}
	fprintf(out, "quota       %.4g CPU%s: %.10g ms of CPU time in every %.10g ms, %s\n",
		quota->cpus, quota->cpus == 1 ? "" : "s", quota->cpus * period_ms, period_ms,
		machine_quota_binds(machine) ? "then all workers stand still"
					     : "more than the allowed CPUs can use");
	fprintf(out, "            (%s)\n", quota->source);
}

/* Limits on how many workers and how much memory; a line only where there are some. */
static void print_limits(const struct machine *machine, FILE *out)
{
	const struct quota *quota = &machine->quota;
	const char *lead = "limits      ";
	char text[32];

	if (quota->pids_max != QUOTA_NO_LIMIT) {
		format_count(quota->pids_max, text, sizeof(text));
		fprintf(out, "%s%s processes and threads (control group)", lead, text);
		lead = ", ";
	}
	if (machine->nproc_max != QUOTA_NO_LIMIT) {
		format_count(machine->nproc_max, text, sizeof(text));
		fprintf(out, "%s%s processes and threads per user (ulimit -u)", lead, text);
		lead = ", ";
	}
	if (quota->memory_max_bytes != QUOTA_NO_LIMIT) {
		format_kib(quota->memory_max_bytes / 1024, text, sizeof(text));
		fprintf(out, "%s%s of memory (control group)", lead, text);
		lead = ", ";
	}
	if (*lead == ',') {
		fputc('\n', out);
	}
}

static void print_sweep(const struct machine *machine, FILE *out)
{
	struct machine_point points[MACHINE_POINTS_MAX];
	char error[128];
	uint32_t count = machine_points(machine, "grid", points, error, sizeof(error));
	int column = fprintf(out, "sweep       would try");

	for (uint32_t i = 0; i < count; i++) {
		const char *label = points[i].label;

		if (column > 80) {
			column = fprintf(out, "\n           ") - 1;
		}
		column += fprintf(out, " %u%s%s%s%s", points[i].workers, *label ? " (" : "", label,
			*label ? ")" : "", i + 1 < count ? "," : " workers\n");
	}
}

void topology_print(const struct machine *machine, FILE *out)
{
	print_processor(machine, out);
	print_cores(machine, out);
	print_kinds(machine, out);
	print_memory(machine, out);
	print_allowed(machine, out);
	print_quota(machine, out);
	print_limits(machine, out);
	print_sweep(machine, out);
}

struct wish {
	const char *synthetic; /* NULL: this machine */
	bool json;
};

enum { KEY_TOPOLOGY = 256, KEY_FORMAT };

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct wish *wish = state->input;

	switch (key) {
	case KEY_TOPOLOGY:
		wish->synthetic = argument;
		return 0;
	case KEY_FORMAT:
		wish->json = strcmp(argument, "json") == 0;
		if (!wish->json && strcmp(argument, "table") != 0) {
			warn("--format: expected table or json, not '%s'", argument);
			return EINVAL;
		}
		return 0;
	case 'h':
		argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		return 0;
	case ARGP_KEY_ARG:
		warn("topology: expected options only, not '%s'", argument);
		return EINVAL;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{"topology", KEY_TOPOLOGY, "TEXT", 0,
		"Another machine, in hwloc's words: 'pack:2 core:4 pu:2'", 0},
	{"format", KEY_FORMAT, "FORMAT", 0, "table (default) or json", 0},
	{NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1},
	{0},
};

static const struct argp parser = {
	.options = options,
	.parser = parse_option,
	.doc = "Shows what this machine is, what of it this program may use, and how many workers "
	       "a "
	       "sweep would try.",
};

int command_topology(int argc, char **argv)
{
	struct wish wish = {0};
	struct machine machine;

	if (!options_parse(&parser, argc, argv, &wish)) {
		return EXIT_BAD_INPUT;
	}
	if (!machine_init(&machine, wish.synthetic, 0, "")) {
		return wish.synthetic ? EXIT_BAD_INPUT : EXIT_FAILED;
	}
	bool ok = true;
	if (wish.json) {
		ok = topology_print_json(&machine, stdout);
	} else {
		topology_print(&machine, stdout);
	}
	machine_finish(&machine);
	return ok ? EXIT_FINE : EXIT_FAILED;
}
