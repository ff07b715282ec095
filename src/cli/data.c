/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where plans and gnuplot scripts lie. */
#include "cli/data.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

static char *existing(char *path)
{
	if (access(path, R_OK | X_OK) == 0) {
		return path;
	}
	free(path);
	return NULL;
}

static char *installed(const char *name)
{
	char self[4096];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (length <= 0) {
		return NULL;
	}
	self[length] = '\0';
	*strrchr(self, '/') = '\0';
	return existing(xasprintf("%s/../share/manyhands/%s", self, name));
}

/* The folder called NAME in the data folders, or SOURCE in the checkout. */
static char *find(const char *name, const char *source)
{
	const char *given = getenv("MANYHANDS_DATA");
	char *path = given && *given ? existing(xasprintf("%s/%s", given, name)) : NULL;

	path = path ? path : installed(name);
	path = path ? path : existing(xasprintf("%s/%s", MANYHANDS_SOURCE, source));
	if (!path) {
		warn("the folder of %s is neither in $MANYHANDS_DATA nor in ../share/manyhands",
			name);
	}
	return path;
}

char *data_plans_folder(void)
{
	return find("plans", "bench/plans");
}

char *data_plots_folder(void)
{
	return find("plots", "scripts/plots");
}

/* NAME without ENDING, allocated; NULL if it does not end so or is nothing else. */
static char *stem(const char *name, const char *ending)
{
	size_t length = strlen(name), tail = strlen(ending);

	if (length <= tail || strcmp(name + length - tail, ending) != 0) {
		return NULL;
	}
	return xasprintf("%.*s", (int)(length - tail), name);
}

char **data_names(const char *folder, const char *ending, size_t *count)
{
	struct dirent **entries = NULL;
	int entry_count = scandir(folder, &entries, NULL, alphasort);
	char **names = xcalloc(entry_count > 0 ? (size_t)entry_count : 0, sizeof(*names));

	*count = 0;
	for (int i = 0; i < entry_count; i++) {
		char *name = stem(entries[i]->d_name, ending);

		if (name) {
			names[(*count)++] = name;
		}
		free(entries[i]);
	}
	free(entries);
	return names;
}
