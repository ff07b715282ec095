/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is there room for what a sweep starts? Processes, memory, open files; and how memory behaves. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/checkup.h"
#include "sweep/cpu_list.h"
#include "text.h"

/* The plan beyond-cores starts 64 workers, a grid up to four per CPU; a few for everybody else. */
enum { WORKERS_LEAST = 64, WORKERS_PER_CPU = 4, SPARE = 32 };

static const uint64_t LEAST_MEMORY_KIB = 512 * 1024;

static char *read_below(const struct checkup *checkup, const char *name)
{
	char *path = xasprintf("%s%s", checkup->root, name);
	char *text = read_file(path, NULL);

	free(path);
	return text;
}

static uint64_t processes_wanted(const struct machine *machine)
{
	uint64_t workers = (uint64_t)WORKERS_PER_CPU * machine->allowed_cpus;

	return (workers > WORKERS_LEAST ? workers : WORKERS_LEAST) + SPARE;
}

/* A limit as /proc/self/limits has it; QUOTA_NO_LIMIT for "unlimited". */
struct limit {
	bool known;
	uint64_t soft, hard;
};

static struct limit read_limit(const struct checkup *checkup, const char *name)
{
	char *text = read_below(checkup, "/proc/self/limits");
	char *line = text ? strstr(text, name) : NULL;
	char soft[32], hard[32];
	struct limit limit = {0};

	if (line && sscanf(line + strlen(name), "%31s %31s", soft, hard) == 2) {
		limit.soft = limit.hard = QUOTA_NO_LIMIT;
		limit.known = (strcmp(soft, "unlimited") == 0 || parse_u64(soft, &limit.soft)) &&
			      (strcmp(hard, "unlimited") == 0 || parse_u64(hard, &limit.hard));
	}
	free(text);
	return limit;
}

/* Advises to raise LIMIT with `ulimit OPTION` to WANTED at least. */
static void advise_limit(const struct checkup *checkup, const struct limit *limit,
	const char *option, uint64_t wanted)
{
	if (limit->hard >= wanted) {
		checks_advise(checkup->checks, "raise it in the shell that you measure from");
		checks_command(checkup->checks, "ulimit -S %s %" PRIu64, option, wanted);
	} else {
		checks_advise(checkup->checks, "raise it for this shell and what it starts");
		checks_command(checkup->checks, "%sprlimit --pid $$ --%s=%" PRIu64 ":%" PRIu64,
			checkup_sudo(checkup), strcmp(option, "-u") == 0 ? "nproc" : "nofile",
			wanted, wanted);
	}
}

static void check_processes(const struct checkup *checkup)
{
	uint64_t wanted = processes_wanted(checkup->machine);
	uint64_t group = checkup->machine->quota.pids_max;
	struct limit user = read_limit(checkup, "Max processes");
	bool group_known = checkup_sees_groups(checkup);
	/* the superuser is not held to it */
	bool user_short = user.known && !checkup->is_superuser && user.soft < wanted;
	bool group_short = group_known && group < wanted;
	char by_group[48] = "no limit", by_user[48] = "no limit";
	enum check_state state = group_known && user.known ? CHECK_FINE : CHECK_UNKNOWN;

	if (group != QUOTA_NO_LIMIT) {
		format_count(group, by_group, sizeof(by_group));
	}
	if (user.soft != QUOTA_NO_LIMIT) {
		format_count(user.soft, by_user, sizeof(by_user));
	}
	checks_add(checkup->checks, "processes", user_short || group_short ? CHECK_LOOK : state,
		"per user %s, per control group %s; a sweep starts up to %" PRIu64,
		user.known ? by_user : "unknown", group_known ? by_group : "unknown", wanted);
	if (group_short) {
		checks_advise(checkup->checks,
			"start the container with --pids-limit -1, or the unit with TasksMax; for "
			"example");
		checks_command(checkup->checks,
			"%ssystemd-run --pty -p TasksMax=infinity manyhands run",
			checkup_sudo(checkup));
	} else if (user_short) {
		advise_limit(checkup, &user, "-u", wanted);
	}
}

static void check_files(const struct checkup *checkup)
{
	uint64_t wanted = processes_wanted(checkup->machine);
	struct limit limit = read_limit(checkup, "Max open files");
	char count[48] = "no limit";

	if (!limit.known) {
		checks_add(checkup->checks, "open files", CHECK_UNKNOWN, "could not be read");
		return;
	}
	if (limit.soft != QUOTA_NO_LIMIT) {
		format_count(limit.soft, count, sizeof(count));
	}
	bool is_short = limit.soft < wanted;
	checks_add(checkup->checks, "open files", is_short ? CHECK_LOOK : CHECK_FINE,
		is_short ? "%s; workers with a file or connection each need %" PRIu64 : "%s", count,
		wanted);
	if (is_short) {
		advise_limit(checkup, &limit, "-n", wanted);
	}
}

/* ---- memory ---- */

static void format_kib(uint64_t kib, char *text, size_t bytes)
{
	double mib = (double)kib / 1024, gib = mib / 1024;

	if (gib >= 1) {
		snprintf(text, bytes, "%.*f GiB", gib < 10 ? 1 : 0, gib);
	} else {
		snprintf(text, bytes, "%.0f MiB", mib);
	}
}

/* The KiB behind NAME in /proc/meminfo's TEXT. */
static bool read_kib(const char *text, const char *name, uint64_t *kib)
{
	const char *line = text ? strstr(text, name) : NULL;

	return line && sscanf(line + strlen(name), ": %" SCNu64 " kB", kib) == 1;
}

static void check_memory(const struct checkup *checkup, const char *meminfo)
{
	uint64_t limit = checkup->machine->quota.memory_max_bytes, free_kib, room_kib;
	char room[32], allowed[32];

	if (!read_kib(meminfo, "MemAvailable", &free_kib)) {
		checks_add(checkup->checks, "memory", CHECK_UNKNOWN, "could not be read");
		return;
	}
	room_kib = limit != QUOTA_NO_LIMIT && limit / 1024 < free_kib ? limit / 1024 : free_kib;
	format_kib(free_kib, room, sizeof(room));
	format_kib(limit / 1024, allowed, sizeof(allowed));
	checks_add(checkup->checks, "memory", room_kib < LEAST_MEMORY_KIB ? CHECK_LOOK : CHECK_FINE,
		limit == QUOTA_NO_LIMIT ? "%s free" : "%s free, of which a control group allows %s",
		room, allowed);
	if (room_kib < LEAST_MEMORY_KIB) {
		checks_advise(checkup->checks, "%s",
			room_kib < free_kib ? "start the container with more memory (--memory)"
					    : "close what you do not need; the largest are");
	}
	if (room_kib < LEAST_MEMORY_KIB && room_kib == free_kib) {
		checks_command(checkup->checks, "ps -eo pid,rss,comm --sort=-rss | head");
	}
}

static void check_swap(const struct checkup *checkup, const char *meminfo)
{
	uint64_t total, unused;
	char used_text[32], total_text[32];

	if (!read_kib(meminfo, "SwapTotal", &total) || !read_kib(meminfo, "SwapFree", &unused) ||
		unused > total) {
		checks_add(checkup->checks, "swap", CHECK_UNKNOWN, "could not be read");
		return;
	}
	format_kib(total - unused, used_text, sizeof(used_text));
	format_kib(total, total_text, sizeof(total_text));
	if (total == 0) {
		checks_add(checkup->checks, "swap", CHECK_FINE, "none");
	} else if (total == unused) {
		checks_add(checkup->checks, "swap", CHECK_FINE, "%s, none of it used", total_text);
	} else {
		checks_add(checkup->checks, "swap", CHECK_NOTE,
			"%s of %s used: what comes back from it comes slowly", used_text,
			total_text);
		checks_advise(checkup->checks, "if there is memory enough, do without");
		checks_command(checkup->checks, "%sswapoff -a", checkup_sudo(checkup));
	}
}

#define HUGE_PAGES "/sys/kernel/mm/transparent_hugepage/enabled"

/* "always [madvise] never": the one in brackets holds. */
static void check_huge_pages(const struct checkup *checkup)
{
	char *line = checkup_line(checkup, HUGE_PAGES);
	char word[16];
	const char *chosen = line ? strchr(line, '[') : NULL;

	if (!chosen || sscanf(chosen, "[%15[a-z]]", word) != 1) {
		checks_add(checkup->checks, "huge pages", CHECK_UNKNOWN, "could not be read");
	} else if (strcmp(word, "always") == 0) {
		checks_add(checkup->checks, "huge pages", CHECK_NOTE,
			"always: work that touches new memory (pages) varies from run to run");
		checks_advise(checkup->checks, "only for programs that ask for them");
		checks_command(
			checkup->checks, "echo madvise | %stee " HUGE_PAGES, checkup_sudo(checkup));
	} else {
		checks_add(checkup->checks, "huge pages", CHECK_FINE, "%s",
			strcmp(word, "never") == 0 ? "never"
						   : "only for programs that ask for them");
	}
	free(line);
}

/* ---- isolated CPUs ---- */

/* The allowed CPUs that are not in ISOLATED, as a list of numbers. */
static void add_others(const struct machine *machine, const char *isolated, struct text *list)
{
	for (unsigned long cpu = 0, seen = 0;
		seen < machine->allowed_cpus && cpu < CPU_LIST_NUMBERS; cpu++) {
		if (!cpu_list_has(machine->allowed_list, cpu)) {
			continue;
		}
		seen++;
		if (!cpu_list_has(isolated, cpu)) {
			text_add(list, "%s%lu", list->length > 0 ? "," : "", cpu);
		}
	}
}

static void check_isolated(const struct checkup *checkup)
{
	char *text = read_below(checkup, "/sys/devices/system/cpu/isolated");
	char *isolated = checkup_line(checkup, "/sys/devices/system/cpu/isolated");
	const struct machine *machine = checkup->machine;
	struct text others = {0};
	uint32_t left = 0;

	if (isolated) {
		add_others(machine, isolated, &others);
		left = others.length > 0;
		for (size_t i = 0; i < others.length; i++) {
			left += others.text[i] == ',';
		}
	}
	if (!text) {
		checks_add(checkup->checks, "isolated", CHECK_UNKNOWN, "could not be read");
	} else if (!isolated) {
		checks_add(checkup->checks, "isolated", CHECK_FINE, "none");
	} else if (left == machine->allowed_cpus) {
		checks_add(checkup->checks, "isolated", CHECK_FINE,
			"CPUs %s, and they are not used", isolated);
	} else {
		checks_add(checkup->checks, "isolated", CHECK_LOOK,
			"CPUs %s: the kernel does not spread workers over them, all may stay on "
			"one",
			isolated);
		checks_advise(checkup->checks, "leave them out");
	}
	if (isolated && left > 0 && left < machine->allowed_cpus) {
		checks_command(checkup->checks, "taskset -c %s manyhands run", others.text);
	}
	free(text);
	free(isolated);
	text_finish(&others);
}

void checkup_read_limits(const struct checkup *checkup)
{
	char *meminfo = read_below(checkup, "/proc/meminfo");

	check_processes(checkup);
	check_files(checkup);
	check_memory(checkup, meminfo);
	check_swap(checkup, meminfo);
	check_huge_pages(checkup);
	check_isolated(checkup);
	free(meminfo);
}
