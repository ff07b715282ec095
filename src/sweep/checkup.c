/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is this machine fit to measure on? Clock, processor, and who else uses it. */
#include "sweep/checkup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/cpu_list.h"
#include "text.h"
#include "trial/clock.h"

/* Beyond this a look at the clock goes through the kernel: 20 ns is usual, 500 ns and more is not. */
static const double SLOW_CLOCK_NS = 150;

/* What the hypervisor may take before it shows in the results. */
static const double MOST_STEAL = 0.01;

/* A process from here on is one that burns, and may be asked to pause. */
static const double BURNING_CPUS = 0.25;

#define CPU_FOLDER "/sys/devices/system/cpu"
#define CLOCK_FOLDER "/sys/devices/system/clocksource/clocksource0"

char *checkup_line(const struct checkup *checkup, const char *name)
{
	char *path = xasprintf("%s%s", checkup->root, name);
	char *text = read_file(path, NULL), *line = NULL;

	if (text) {
		text[strcspn(text, "\n")] = '\0';
	}
	if (text && *text) {
		size_t bytes = strlen(text) + 1;

		line = xcalloc(bytes, 1);
		text_clean(text, line, bytes);
	}
	free(text);
	free(path);
	return line;
}

const char *checkup_sudo(const struct checkup *checkup)
{
	return checkup->is_superuser ? "" : "sudo ";
}

bool checkup_sees_groups(const struct checkup *checkup)
{
	char *groups_path = xasprintf("%s/proc/self/cgroup", checkup->root);
	char *mounts_path = xasprintf("%s/proc/self/mountinfo", checkup->root);
	char *groups = read_file(groups_path, NULL), *mounts = read_file(mounts_path, NULL);
	/* an empty list: a kernel without control groups, which limit nothing then */
	bool seen = groups && mounts && (*groups == '\0' || strstr(mounts, " - cgroup"));

	free(groups);
	free(mounts);
	free(groups_path);
	free(mounts_path);
	return seen;
}

/* ---- clock ---- */

double checkup_clock_read_ns(void)
{
	enum { BATCHES = 5, READS = 2000 };
	double best_ns = INFINITY;

	for (int batch = 0; batch < BATCHES; batch++) {
		uint64_t begin_ns = clock_now_ns(), end_ns = begin_ns;

		for (int i = 0; i < READS; i++) {
			end_ns = clock_now_ns();
		}
		best_ns = fmin(best_ns, (double)(end_ns - begin_ns) / READS);
	}
	return best_ns;
}

static bool is_one_of(const char *word, const char *const *words)
{
	while (*words && strcmp(word, *words) != 0) {
		words++;
	}
	return *words != NULL;
}

static void advise_clock(const struct checkup *checkup)
{
	char *others = checkup_line(checkup, CLOCK_FOLDER "/available_clocksource");
	bool has_tsc = others && strstr(others, "tsc");

	if (has_tsc) {
		checks_advise(checkup->checks, "take the processor's own clock");
		checks_command(checkup->checks, "echo tsc | %stee %s", checkup_sudo(checkup),
			CLOCK_FOLDER "/current_clocksource");
	} else {
		checks_advise(checkup->checks,
			"the kernel gave up the processor's own clock; it says why");
		checks_command(checkup->checks, "%sdmesg | grep -i -e tsc -e clocksource",
			checkup_sudo(checkup));
	}
	free(others);
}

static void check_clock(const struct checkup *checkup)
{
	static const char *const quick[] = {"tsc", "kvm-clock", "hyperv_clocksource_tsc_page",
		"arch_sys_counter", "timebase", "tod", "riscv_clocksource", NULL};
	static const char *const slow[] = {
		"hpet", "acpi_pm", "pit", "jiffies", "refined-jiffies", NULL};
	char *source = checkup_line(checkup, CLOCK_FOLDER "/current_clocksource");
	double read_ns = checkup->clock_read_ns;
	bool is_slow = read_ns > SLOW_CLOCK_NS || (source && is_one_of(source, slow));
	bool is_known = source && (is_one_of(source, quick) || !isnan(read_ns));
	char cost[64] = "";

	if (!isnan(read_ns)) {
		snprintf(cost, sizeof(cost), "; one look takes %.0f ns", read_ns);
	}
	checks_add(checkup->checks, "clock",
		is_slow    ? CHECK_LOOK
		: is_known ? CHECK_FINE
			   : CHECK_UNKNOWN,
		"%s%s", source ? source : "its source could not be read", cost);
	if (is_slow) {
		advise_clock(checkup);
	}
	free(source);
}

/* ---- quota ---- */

static void check_quota(const struct checkup *checkup)
{
	const struct quota *quota = &checkup->machine->quota;
	struct text command = {0};

	if (!checkup_sees_groups(checkup)) {
		checks_add(checkup->checks, "quota", CHECK_UNKNOWN,
			"control groups can't be read, so neither can their limits");
		return;
	}
	if (!machine_quota_binds(checkup->machine)) {
		checks_add(checkup->checks, "quota", CHECK_FINE,
			quota->cpus > 0 ? "%.4g CPUs, more than the allowed ones can use"
					: "no CPU quota",
			quota->cpus);
		return;
	}
	checks_add(checkup->checks, "quota", CHECK_LOOK,
		"%.4g of %u CPUs: when %.10g ms of each %.10g ms are used up all workers stand "
		"still",
		quota->cpus, checkup->machine->allowed_cpus,
		quota->cpus * (double)quota->period_us / 1e3, (double)quota->period_us / 1e3);
	checks_advise(checkup->checks,
		"start the container without a limit on CPUs, or lift it, unless it is what you "
		"want to measure");
	bool is_v1 = strstr(quota->source, "cpu.cfs_quota_us") != NULL;
	text_add(&command, "echo %s | %stee ", is_v1 ? "-1" : "max", checkup_sudo(checkup));
	text_add_quoted(&command, quota->source);
	checks_command(checkup->checks, "%s", command.text);
	text_finish(&command);
}

/* ---- frequency ---- */

/* The governors of the allowed CPUs. */
struct governors {
	uint32_t read_count, steady_count; /* steady: performance */
	char *other;                       /* the first that is not; NULL without one; owned */
};

static void read_governors(const struct checkup *checkup, struct governors *governors)
{
	*governors = (struct governors){0};
	for (unsigned long cpu = 0; cpu < CPU_LIST_NUMBERS; cpu++) {
		if (!cpu_list_has(checkup->machine->allowed_list, cpu)) {
			continue;
		}
		char *path = xasprintf(CPU_FOLDER "/cpu%lu/cpufreq/scaling_governor", cpu);
		char *governor = checkup_line(checkup, path);
		bool steady = governor && strcmp(governor, "performance") == 0;

		governors->read_count += governor != NULL;
		governors->steady_count += steady;
		if (governor && !steady && !governors->other) {
			governors->other = xstrdup(governor);
		}
		free(governor);
		free(path);
	}
}

static void check_governor(const struct checkup *checkup)
{
	uint32_t cpus = checkup->machine->allowed_cpus;
	struct governors governors;

	read_governors(checkup, &governors);
	if (governors.other) {
		checks_add(checkup->checks, "governor", CHECK_LOOK,
			"%s on %u of %u CPUs: their speed follows the load", governors.other,
			governors.read_count - governors.steady_count, cpus);
		checks_advise(checkup->checks, "keep them at full speed while you measure");
		checks_command(checkup->checks,
			"echo performance | %stee " CPU_FOLDER "/cpu*/cpufreq/scaling_governor",
			checkup_sudo(checkup));
	} else if (governors.read_count < cpus || cpus == 0) {
		checks_add(checkup->checks, "governor", CHECK_UNKNOWN, "not shown here%s",
			*checkup->machine->hypervisor ? ": the host sets the speed of the CPUs"
						      : "");
	} else {
		checks_add(checkup->checks, "governor", CHECK_FINE, "performance on all CPUs");
	}
	free(governors.other);
}

static void check_turbo(const struct checkup *checkup)
{
	static const struct {
		const char *path, *on, *off;
	} switches[] = {
		{CPU_FOLDER "/intel_pstate/no_turbo", "0", "1"},
		{CPU_FOLDER "/cpufreq/boost", "1", "0"},
	};

	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		char *state = checkup_line(checkup, switches[i].path);

		if (state && strcmp(state, switches[i].off) == 0) {
			checks_add(checkup->checks, "turbo", CHECK_FINE, "off");
		} else if (state && strcmp(state, switches[i].on) == 0) {
			checks_add(checkup->checks, "turbo", CHECK_NOTE,
				"on: one busy core runs faster than all of them do, so speedups "
				"stay below the number of cores");
			checks_advise(checkup->checks, "for like speeds at every count of workers");
			checks_command(checkup->checks, "echo %s | %stee %s", switches[i].off,
				checkup_sudo(checkup), switches[i].path);
		}
		bool told = state && (strcmp(state, "0") == 0 || strcmp(state, "1") == 0);
		free(state);
		if (told) {
			return;
		}
	}
	checks_add(checkup->checks, "turbo", CHECK_UNKNOWN, "not shown here%s",
		*checkup->machine->hypervisor ? ": it is the host's" : "");
}

/* ---- what the CPUs are ---- */

static void check_smt(const struct checkup *checkup)
{
	const struct machine *machine = checkup->machine;
	char *control = checkup_line(checkup, CPU_FOLDER "/smt/control");

	if (machine->allowed_cpus <= machine->allowed_cores) {
		checks_add(checkup->checks, "SMT", CHECK_FINE,
			*machine->hypervisor
				? "1 hardware thread per core, as the hypervisor shows them"
				: "1 hardware thread per core in use");
	} else {
		checks_add(checkup->checks, "SMT", CHECK_NOTE,
			"%u CPUs are hardware threads of %u cores: two on one core share it, and "
			"where they land varies",
			machine->allowed_cpus, machine->allowed_cores);
		checks_advise(checkup->checks,
			"read the column of the cores apart from that of the CPUs");
	}
	if (control && strcmp(control, "on") == 0 &&
		machine->allowed_cpus > machine->allowed_cores) {
		checks_advise(checkup->checks,
			"read the column of the cores apart from that of the CPUs, or use one "
			"thread per core");
		checks_command(checkup->checks, "echo off | %stee " CPU_FOLDER "/smt/control",
			checkup_sudo(checkup));
	}
	free(control);
}

static void check_hypervisor(const struct checkup *checkup)
{
	const char *hypervisor = checkup->machine->hypervisor;
	double steal = checkup->load->steal_share;

	if (steal > MOST_STEAL) {
		checks_add(checkup->checks, "hypervisor", CHECK_LOOK,
			"%s: just now it gave %.0f %% of our CPU time to others (steal)",
			*hypervisor ? hypervisor : "of unknown kind", steal * 100);
		checks_advise(checkup->checks,
			"measure when the host is idle, or on CPUs that nobody shares");
	} else if (*hypervisor) {
		char taken[64] = "what the host takes of it could not be read";

		if (!isnan(steal)) {
			snprintf(taken, sizeof(taken),
				"just now the host took %.1f %% of its CPU time", steal * 100);
		}
		checks_add(checkup->checks, "hypervisor", CHECK_NOTE, "%s: a virtual machine; %s",
			hypervisor, taken);
	} else {
#if defined(__x86_64__) || defined(__i386__)
		checks_add(checkup->checks, "hypervisor", CHECK_FINE, "none");
#else
		checks_add(checkup->checks, "hypervisor", CHECK_UNKNOWN,
			"none seen, but this processor does not tell for sure");
#endif
	}
}

/* ---- load ---- */

/* A command that pauses what burns; never what this program or the system hangs on, nor who only
 * waits for children: those that run would go on. */
static void advise_load(const struct checkup *checkup)
{
	const struct load *load = checkup->load;
	struct text pids = {0};

	for (size_t i = 0; i < load->share_count; i++) {
		const struct load_share *share = &load->share[i];

		if (share->cpus >= BURNING_CPUS && !share->is_children && !share->is_kernel &&
			!share->is_ours && share->pid != 1) {
			text_add(&pids, " %d", (int)share->pid);
		}
	}
	if (pids.length > 0) {
		checks_advise(checkup->checks,
			"wait until they are done, or pause them (kill -CONT lets them go on)");
		checks_command(checkup->checks, "%skill -STOP%s", checkup_sudo(checkup), pids.text);
	} else {
		checks_advise(checkup->checks, "close what you do not need, and see what is left");
		checks_command(checkup->checks, "top -b -n 1 -d 2 | head -20");
	}
	text_finish(&pids);
}

static void check_load(const struct checkup *checkup)
{
	const struct load *load = checkup->load;
	char *average = checkup_line(checkup, "/proc/loadavg");
	double named = 0, used = load->foreign_cpus;
	struct text words = {0};

	for (size_t i = 0; i < load->share_count; i++) {
		named += load->share[i].cpus;
	}
	/* without the sum over all processes, those that are named must do */
	bool harms = isnan(used) ? named >= LOAD_TOLD_CPUS : used >= LOAD_TOLD_CPUS;
	bool known = load->known && !isnan(used);
	load_describe(load, checkup->machine, &words);
	if (average) { /* "0.22 0.30 0.78 2/81 3335" */
		char *third = strchr(average, ' ');

		third = third ? strchr(third + 1, ' ') : NULL;
		third = third ? strchr(third + 1, ' ') : NULL;
		text_add(
			&words, "; load average %.*s", (int)(third ? third - average : 0), average);
	}
	checks_add(checkup->checks, "load",
		harms   ? CHECK_LOOK
		: known ? CHECK_FINE
			: CHECK_UNKNOWN,
		"others use %s", words.text);
	if (harms) {
		advise_load(checkup);
	}
	free(average);
	text_finish(&words);
}

void checkup_read(const struct checkup *checkup)
{
	check_clock(checkup);
	check_quota(checkup);
	check_governor(checkup);
	check_turbo(checkup);
	check_smt(checkup);
	check_hypervisor(checkup);
	check_load(checkup);
	checkup_read_limits(checkup);
}
