/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What else went on while a sample ran: counters of the kernel read before and after. */
#include "sweep/noise.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "sweep/cpu_list.h"
#include "text.h"
#include "trial/clock.h"

#define WINDOW_NS UINT64_C(500000000)

void noise_init(
	struct noise *noise, const char *root, const char *allowed, const char *quota_source)
{
	const char *slash = strrchr(quota_source, '/');

	*noise = (struct noise){.root = xstrdup(root), .allowed = xstrdup(allowed ? allowed : "")};
	if (slash) {
		noise->throttle_path = xasprintf(
			"%s%.*s/cpu.stat", root, (int)(slash - quota_source), quota_source);
	}
	noise_read(noise, &noise->window);
	noise->window_first_seq = SAMPLE_UNKNOWN; /* that of the first sample noted */
}

void noise_finish(struct noise *noise)
{
	free(noise->root);
	free(noise->allowed);
	free(noise->throttle_path);
	*noise = (struct noise){0};
}

static char *read_below(const struct noise *noise, const char *path)
{
	char *whole = xasprintf("%s%s", noise->root, path);
	char *text = read_file(whole, NULL);

	free(whole);
	return text;
}

/* What one line of /proc/stat says of a CPU, in ticks. */
struct cpu_line {
	unsigned long cpu;
	uint64_t busy, steal;
};

/* Reads "cpuN user nice system idle iowait irq softirq steal ..."; the line "cpu  ..." is the sum of
 * all and is not one. */
static bool read_cpu_line(const char *text, struct cpu_line *line)
{
	enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, FIELDS };
	uint64_t field[FIELDS];
	char *end;

	if (strncmp(text, "cpu", 3) != 0 || !isdigit((unsigned char)text[3])) {
		return false;
	}
	line->cpu = strtoul(text + 3, &end, 10);
	for (int i = 0; i < FIELDS; i++) {
		const char *begin = end;

		field[i] = strtoull(begin, &end, 10);
		if (end == begin) {
			return false;
		}
	}
	line->busy = field[USER] + field[NICE] + field[SYSTEM] + field[IRQ] + field[SOFTIRQ];
	line->steal = field[STEAL];
	return true;
}

static void read_stat(const struct noise *noise, struct noise_reading *reading)
{
	char *text = read_below(noise, "/proc/stat"), *rest = text;
	uint64_t tick_ns = UINT64_C(1000000000) / (uint64_t)sysconf(_SC_CLK_TCK);
	uint64_t busy = 0, stolen = 0;
	bool any = false;

	while (rest) {
		struct cpu_line line;

		if (read_cpu_line(strsep(&rest, "\n"), &line) &&
			cpu_list_has(noise->allowed, line.cpu)) {
			any = true;
			busy += line.busy;
			stolen += line.steal;
		}
	}
	free(text);
	reading->busy_ns = any ? busy * tick_ns : SAMPLE_UNKNOWN;
	reading->steal_ns = any ? stolen * tick_ns : SAMPLE_UNKNOWN;
}

/* The number behind NAME in TEXT, times SCALE; SAMPLE_UNKNOWN if it is not there. */
static uint64_t number_after(const char *text, const char *name, uint64_t scale)
{
	const char *found = text ? strstr(text, name) : NULL;
	uint64_t number;

	if (!found || sscanf(found + strlen(name), "%" SCNu64, &number) != 1) {
		return SAMPLE_UNKNOWN;
	}
	return number * scale;
}

static void read_throttling(const struct noise *noise, struct noise_reading *reading)
{
	char *text = noise->throttle_path ? read_file(noise->throttle_path, NULL) : NULL;

	reading->throttled_ns = number_after(text, "throttled_usec ", 1000); /* v2 */
	if (reading->throttled_ns == SAMPLE_UNKNOWN) {
		reading->throttled_ns = number_after(text, "throttled_time ", 1); /* v1 */
	}
	free(text);
}

static uint64_t used_ns(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000u +
	       (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000u;
}

void noise_read(const struct noise *noise, struct noise_reading *reading)
{
	char *pressure = read_below(noise, "/proc/pressure/cpu");

	reading->now_ns = clock_now_ns();
	read_stat(noise, reading);
	read_throttling(noise, reading);
	/* "some avg10=0.00 avg60=0.00 avg300=0.00 total=123": total is in us */
	reading->pressure_ns = number_after(pressure, "total=", 1000);
	reading->own_ns = used_ns(RUSAGE_CHILDREN) + clock_read_ns(CLOCK_PROCESS_CPUTIME_ID);
	free(pressure);
}

/* AFTER - BEFORE where both are known; a counter that ran backwards is not known. */
static uint64_t difference(uint64_t before, uint64_t after)
{
	bool known = before != SAMPLE_UNKNOWN && after != SAMPLE_UNKNOWN && after >= before;

	return known ? after - before : SAMPLE_UNKNOWN;
}

/* Closes the window at AFTER if it is long enough. */
static void note_window(struct noise *noise, const struct noise_reading *after,
	struct sample_noise *told, uint64_t seq)
{
	const struct noise_reading *window = &noise->window;

	if (after->now_ns - window->now_ns < WINDOW_NS) {
		return;
	}
	uint64_t busy_ns = difference(window->busy_ns, after->busy_ns);
	uint64_t own_ns = difference(window->own_ns, after->own_ns);
	told->window_ns = after->now_ns - window->now_ns;
	told->window_first_seq = noise->window_first_seq;
	told->window_steal_ns = difference(window->steal_ns, after->steal_ns);
	if (busy_ns != SAMPLE_UNKNOWN && own_ns != SAMPLE_UNKNOWN) {
		told->window_foreign_ns = busy_ns > own_ns ? busy_ns - own_ns : 0;
	}
	noise->window = *after;
	noise->window_first_seq = seq + 1;
}

void noise_note(struct noise *noise, const struct noise_reading *before,
	const struct noise_reading *after, struct sample *sample)
{
	struct sample_noise *told = &sample->noise;

	*told = (struct sample_noise){
		.throttled_ns = difference(before->throttled_ns, after->throttled_ns),
		.pressure_ns = difference(before->pressure_ns, after->pressure_ns),
		.window_ns = SAMPLE_UNKNOWN,
		.window_first_seq = SAMPLE_UNKNOWN,
		.window_foreign_ns = SAMPLE_UNKNOWN,
		.window_steal_ns = SAMPLE_UNKNOWN,
	};
	if (sample->seq < noise->window_first_seq) {
		noise->window_first_seq = sample->seq; /* a resumed run fills holes */
	}
	note_window(noise, after, told, sample->seq);
}
