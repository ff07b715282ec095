/* SPDX-License-Identifier: MIT */
/* Workloads from shared objects: one file that exports the symbol manyhands_workload_1. */
#include "trial/plugin.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

bool plugin_load(const char *file, struct workload *workload, char *error, size_t error_bytes)
{
	if (!strchr(file, '/')) {
		/* dlopen would look it up in the library path */
		snprintf(error, error_bytes, "%s: expected a path with a '/', such as ./%s", file,
			file);
		return false;
	}
	void *object = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	if (!object) {
		snprintf(error, error_bytes, "%s", dlerror());
		return false;
	}
	const struct workload *found = dlsym(object, PLUGIN_SYMBOL);
	if (!found) {
		snprintf(error, error_bytes, "%s: no symbol %s", file, PLUGIN_SYMBOL);
		return false;
	}
	size_t least = offsetof(struct workload, run_tasks) + sizeof(found->run_tasks);
	if (found->abi != WORKLOAD_ABI || found->struct_bytes < least) {
		snprintf(error, error_bytes, "%s: abi %u of %u bytes, expected abi %d", file,
			found->abi, found->struct_bytes, WORKLOAD_ABI);
		return false;
	}
	size_t bytes =
		found->struct_bytes < sizeof(*workload) ? found->struct_bytes : sizeof(*workload);
	*workload = (struct workload){0};
	memcpy(workload, found, bytes);
	if (!workload->name || !workload->summary || !workload->run_tasks) {
		snprintf(error, error_bytes, "%s: name, summary or run_tasks is missing", file);
		return false;
	}
	for (const struct param *param = workload->params; param && param->name; param++) {
		if (param->role == PARAM_CALIBRATED && !workload->calibrate) {
			snprintf(error, error_bytes,
				"%s: '%s' is to be calibrated, but calibrate is missing", file,
				param->name);
			return false;
		}
	}
	return true;
}
