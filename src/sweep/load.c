/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which processes use the CPUs that we may use. */
#include "sweep/load.h"

#include <dirent.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sweep/cpu_list.h"
#include "text.h"
#include "trial/clock.h"

#define KERNEL_THREAD UINT64_C(0x00200000) /* PF_KTHREAD in the flags of /proc/PID/stat */

/* ---- one process ---- */

/* Reads COUNT numbers separated by blanks; some of the fields may be negative. */
static bool read_fields(const char *text, uint64_t *field, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *end;

		field[i] = (uint64_t)strtoll(text, &end, 10);
		if (end == text) {
			return false;
		}
		text = end;
	}
	return true;
}

bool load_parse_stat(const char *text, struct load_process *process)
{
	/* numbered as in proc(5), less those before: pid, name and state */
	enum {
		PARENT = 0,
		FLAGS = 5,
		USER = 10,
		SYSTEM = 11,
		CHILDREN_USER = 12,
		CHILDREN_SYSTEM = 13,
		THREADS = 16,
		START = 18,
		CPU = 35,
	};
	uint64_t field[CPU + 1], pid;
	const char *open = strchr(text, '(');
	/* the name ends at the last one: whatever it holds, what follows are numbers */
	const char *close = strrchr(text, ')');

	if (!open || !close || close < open || close[1] != ' ' || close[2] == '\0' ||
		!read_fields(text, &pid, 1) || pid == 0 || pid > INT32_MAX ||
		!read_fields(close + 3, field, CPU + 1)) {
		return false;
	}
	char *name = xasprintf("%.*s", (int)(close - open - 1), open + 1);
	*process = (struct load_process){
		.pid = (int32_t)pid,
		.parent = (int32_t)field[PARENT],
		.is_kernel = (field[FLAGS] & KERNEL_THREAD) != 0,
		.thread_count = (uint32_t)field[THREADS],
		.cpu = (uint32_t)field[CPU],
		.used_ticks = field[USER] + field[SYSTEM],
		.waited_ticks = field[CHILDREN_USER] + field[CHILDREN_SYSTEM],
		.start_ticks = field[START],
	};
	text_clean(name, process->name, sizeof(process->name));
	free(name);
	return true;
}

/* ---- all of them ---- */

static int by_pid(const void *a, const void *b)
{
	const struct load_process *left = a, *right = b;

	return (left->pid > right->pid) - (left->pid < right->pid);
}

static void read_processes(const char *root, DIR *folder, struct load_reading *reading)
{
	struct dirent *entry;
	size_t room = 0;

	while ((entry = readdir(folder))) {
		struct load_process process;
		uint64_t pid;

		if (!parse_u64(entry->d_name, &pid)) {
			continue;
		}
		char *path = xasprintf("%s/proc/%s/stat", root, entry->d_name);
		char *text = read_file(path, NULL); /* NULL: it has ended meanwhile */
		if (text && load_parse_stat(text, &process)) {
			if (reading->count == room) {
				room = room * 2 + 64;
				reading->process =
					xrealloc(reading->process, room, sizeof(process));
			}
			reading->process[reading->count++] = process;
		}
		free(text);
		free(path);
	}
}

void load_read(const char *root, const struct noise *noise, struct load_reading *reading)
{
	char *path = xasprintf("%s/proc", root);
	DIR *folder = opendir(path);

	*reading = (struct load_reading){0};
	noise_read(noise, &reading->noise);
	if (folder) {
		read_processes(root, folder, reading);
		closedir(folder);
	}
	reading->known = reading->count > 0; /* we ourselves are always there */
	if (reading->count > 0) {
		qsort(reading->process, reading->count, sizeof(*reading->process), by_pid);
	}
	free(path);
}

void load_reading_finish(struct load_reading *reading)
{
	free(reading->process);
	*reading = (struct load_reading){0};
}

/* ---- two readings ---- */

static const struct load_process *find(const struct load_reading *reading, int32_t pid)
{
	struct load_process wanted = {.pid = pid};

	return reading->count == 0
		       ? NULL
		       : bsearch(&wanted, reading->process, reading->count, sizeof(wanted), by_pid);
}

/* True if PID is ANCESTOR or one of its descendants. */
static bool descends(const struct load_reading *reading, int32_t pid, int32_t ancestor)
{
	for (size_t steps = 0; steps <= reading->count; steps++) { /* no circle keeps us */
		const struct load_process *process = find(reading, pid);

		if (pid == ancestor) {
			return true;
		}
		if (!process) {
			return false;
		}
		pid = process->parent;
	}
	return false;
}

static bool is_same(const struct load_process *one, const struct load_process *other)
{
	return one && other && one->pid == other->pid && one->start_ticks == other->start_ticks;
}

/* True if CHILD of BEFORE ended, and PARENT is the nearest of its ancestors that did not. */
static bool left_to(const struct load_reading *before, const struct load_reading *after,
	const struct load_process *child, int32_t parent)
{
	for (size_t steps = 0; child && steps <= before->count; steps++) {
		if (is_same(child, find(after, child->pid))) {
			return child->pid == parent && steps > 0;
		}
		child = find(before, child->parent);
	}
	return false;
}

/* What descendants of PARENT that ended between BEFORE and AFTER had used before: when one is waited
 * for, all that it ever used is added to its parent's. */
static uint64_t ticks_of_ended(
	const struct load_reading *before, const struct load_reading *after, int32_t parent)
{
	uint64_t ticks = 0;

	for (size_t i = 0; i < before->count; i++) {
		const struct load_process *child = &before->process[i];

		if (left_to(before, after, child, parent)) {
			ticks += child->used_ticks + child->waited_ticks;
		}
	}
	return ticks;
}

/* LATER - EARLIER, 0 if that is negative: some kernels let a counter run backwards a little. */
static uint64_t advance(uint64_t earlier, uint64_t later)
{
	return later > earlier ? later - earlier : 0;
}

/*
 * Writes what PROCESS, and children of it that came and went, used between the readings into SHARE;
 * all of it if it is new itself. Whoever adopts orphans inherits what they used in their whole
 * lives, so init's children do not count, nor does what is more than MOST ticks.
 */
static void measure_share(const struct load_reading *before, const struct load_reading *after,
	const struct load_process *process, double ticks, double most, struct load_share *share)
{
	static const struct load_process none;
	const struct load_process *found = find(before, process->pid);
	const struct load_process *earlier = is_same(process, found) ? found : &none;
	uint64_t own = advance(earlier->used_ticks, process->used_ticks);
	uint64_t waited = advance(earlier->waited_ticks, process->waited_ticks);

	if (waited > 0) {
		waited = advance(ticks_of_ended(before, after, process->pid), waited);
	}
	if (process->pid == 1 || (double)waited > most) {
		waited = 0;
	}
	share->cpus = (double)(own + waited) / ticks;
	share->is_children = waited > own;
}

/* Puts SHARE among those of LOAD, the busiest first. */
static void add_share(struct load *load, const struct load_share *share)
{
	size_t at = load->share_count;

	while (at > 0 && load->share[at - 1].cpus < share->cpus) {
		at--;
	}
	if (load->share_count == LOAD_SHARES_MAX) {
		load->more_count++;
	} else {
		load->share_count++;
	}
	if (at < LOAD_SHARES_MAX) {
		memmove(&load->share[at + 1], &load->share[at],
			(load->share_count - 1 - at) * sizeof(*share));
		load->share[at] = *share;
	}
}

/* True if PROCESS is none of SELF's and uses the CPUs in ALLOWED, as far as that can be told. */
static bool counts(const struct load_reading *reading, const struct load_process *process,
	const char *allowed, pid_t self)
{
	return !descends(reading, process->pid, (int32_t)self) &&
	       (process->thread_count > 1 || cpu_list_has(allowed, process->cpu));
}

/* What is the difference of two counters per ns of TIME_NS; NaN where it is not known. */
static double rate(uint64_t before, uint64_t after, double time_ns)
{
	bool known = before != SAMPLE_UNKNOWN && after != SAMPLE_UNKNOWN && after >= before;

	return known && time_ns > 0 ? (double)(after - before) / time_ns : NAN;
}

void load_compare(struct load *load, const struct load_reading *before,
	const struct load_reading *after, const struct machine *machine, double least_cpus,
	pid_t self)
{
	const struct noise_reading *old = &before->noise, *new = &after->noise;
	double time_ns = (double)(new->now_ns - old->now_ns);
	double ticks = time_ns * (double)sysconf(_SC_CLK_TCK) / 1e9, seen_cpus = 0;
	double foreign =
		rate(old->busy_ns, new->busy_ns, time_ns) - rate(old->own_ns, new->own_ns, time_ns);

	*load = (struct load){
		.known = before->known && after->known && time_ns > 0,
		.foreign_cpus = foreign < 0 ? 0 : foreign, /* ticks are coarse */
		.steal_share = rate(old->steal_ns, new->steal_ns, time_ns * machine->allowed_cpus),
		.unseen_cpus = NAN,
	};
	double most = ticks * (isnan(foreign) ? machine->allowed_cpus
					      : load->foreign_cpus + LOAD_TOLD_CPUS);
	for (size_t i = 0; load->known && i < after->count; i++) {
		const struct load_process *process = &after->process[i];
		struct load_share share = {
			.pid = process->pid,
			.is_kernel = process->is_kernel,
		};

		if (!counts(after, process, machine->allowed_list, self)) {
			continue;
		}
		measure_share(before, after, process, ticks, most, &share);
		seen_cpus += share.cpus;
		if (share.cpus >= least_cpus) {
			share.is_ours = descends(after, (int32_t)self, process->pid);
			memcpy(share.name, process->name, sizeof(share.name));
			add_share(load, &share);
		}
	}
	if (load->known && !isnan(foreign)) {
		load->unseen_cpus = fmax(load->foreign_cpus - seen_cpus, 0);
	}
}

/* Waits until DEADLINE_NS or until FD (-1: none) is readable: true then. */
static bool wait_for(int fd, uint64_t deadline_ns)
{
	struct pollfd polled = {.fd = fd, .events = POLLIN};
	uint64_t now_ns;

	while ((now_ns = clock_now_ns()) < deadline_ns) { /* a signal may cut poll short */
		if (poll(&polled, 1, (int)((deadline_ns - now_ns) / 1000000) + 1) > 0) {
			return true;
		}
	}
	return false;
}

bool load_watch(struct load *load, const struct machine *machine, uint64_t watch_ns,
	double least_cpus, int interrupt_fd)
{
	struct load_reading before, after;
	struct noise noise;

	noise_init(&noise, "", machine->allowed_list, machine->quota.source);
	load_read("", &noise, &before);
	bool interrupted = wait_for(interrupt_fd, clock_now_ns() + watch_ns);
	load_read("", &noise, &after);
	load_compare(load, &before, &after, machine, least_cpus, getpid());
	load_reading_finish(&before);
	load_reading_finish(&after);
	noise_finish(&noise);
	return !interrupted;
}

void load_describe(const struct load *load, const struct machine *machine, struct text *text)
{
	const char *lead = ": ";

	if (isnan(load->foreign_cpus)) {
		text_add(text, "an unknown part of %u CPU%s", machine->allowed_cpus,
			machine->allowed_cpus == 1 ? "" : "s");
	} else {
		text_add(text, "%.2f of %u CPU%s", load->foreign_cpus, machine->allowed_cpus,
			machine->allowed_cpus == 1 ? "" : "s");
	}
	for (size_t i = 0; i < load->share_count; i++) {
		const struct load_share *share = &load->share[i];

		text_add(text, "%s%s%s (%spid %d) %.2f", lead,
			share->is_children ? "children of " : "", share->name,
			share->is_kernel ? "kernel, " : "", (int)share->pid, share->cpus);
		lead = ", ";
	}
	if (load->more_count > 0) {
		text_add(text, "%s%zu more", lead, load->more_count);
		lead = ", ";
	}
	/* those of other containers, and some that came and went */
	if (load->unseen_cpus >= LOAD_TOLD_CPUS) {
		text_add(text, "%sothers that can't be seen from here %.2f", lead,
			load->unseen_cpus);
	}
}
