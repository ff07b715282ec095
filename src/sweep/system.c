/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kernel, hypervisor, clock, memory and limits, from /proc, /sys and the processor itself. */
#include "sweep/system.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include "text.h"

/* The first line of a file below ROOT goes into TEXT; without the file TEXT stays. */
static void read_word(const char *root, const char *name, char *text, size_t bytes)
{
	char *path = xasprintf("%s%s", root, name);
	char *line = read_file(path, NULL);

	if (line) {
		line[strcspn(line, "\n")] = '\0';
		text_clean(line, text, bytes);
	}
	free(line);
	free(path);
}

static void read_memory(const char *root, struct machine *machine)
{
	char *path = xasprintf("%s/proc/meminfo", root);
	char *text = read_file(path, NULL);
	const char *total = text ? strstr(text, "MemTotal:") : NULL;
	unsigned long long kib;

	if (total && sscanf(total, "MemTotal: %llu kB", &kib) == 1) {
		machine->memory_kib = kib;
	}
	free(text);
	free(path);
}

#if defined(__x86_64__) || defined(__i386__)
/* A guest sees the hypervisor bit, and its host's signature where a real processor has nothing. */
static bool hypervisor_signature(char signature[13])
{
	unsigned int leaf, word[3], features, unused;

	if (!__get_cpuid(1, &leaf, &word[0], &features, &unused) || !(features & (1u << 31))) {
		return false;
	}
	__cpuid(0x40000000, leaf, word[0], word[1], word[2]);
	memcpy(signature, word, sizeof(word));
	signature[sizeof(word)] = '\0';
	return true;
}

static void read_hypervisor(const char *root, char *name, size_t bytes)
{
	static const struct {
		const char *signature, *name;
	} known[] = {
		{"KVMKVMKVM", "KVM"},
		{"Linux KVM Hv", "KVM"},
		{"Microsoft Hv", "Hyper-V"},
		{"VMwareVMware", "VMware"},
		{"XenVMMXenVMM", "Xen"},
		{"VBoxVBoxVBox", "VirtualBox"},
		{"TCGTCGTCGTCG", "QEMU without KVM"},
		{"bhyve bhyve ", "bhyve"},
	};
	char signature[13];

	(void)root;
	if (!hypervisor_signature(signature)) {
		return;
	}
	snprintf(name, bytes, "unknown kind");
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(signature, known[i].signature) == 0) {
			snprintf(name, bytes, "%s", known[i].name);
		}
	}
}
#else
static void read_hypervisor(const char *root, char *name, size_t bytes)
{
	read_word(root, "/sys/hypervisor/type", name, bytes);
	read_word(root, "/proc/device-tree/hypervisor/compatible", name, bytes);
}
#endif

void system_read(const char *root, struct machine *machine)
{
	struct utsname name;
	struct rlimit processes;

	if (uname(&name) == 0) {
		snprintf(machine->kernel, sizeof(machine->kernel), "%.32s %.90s", name.sysname,
			name.release);
	}
	read_hypervisor(root, machine->hypervisor, sizeof(machine->hypervisor));
	read_word(root, "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", machine->governor,
		sizeof(machine->governor));
	read_word(root, "/sys/devices/system/clocksource/clocksource0/current_clocksource",
		machine->clocksource, sizeof(machine->clocksource));
	read_memory(root, machine);
	if (getrlimit(RLIMIT_NPROC, &processes) == 0) {
		machine->nproc_max =
			processes.rlim_cur == RLIM_INFINITY ? QUOTA_NO_LIMIT : processes.rlim_cur;
	}
}
