/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results folders: which one a run gets, and which one is the latest. */
#include "cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

/* Where runs without -o go. */
static const char *home(void)
{
	bool checkout = access("bench/suite.c", R_OK) == 0 && access("meson.build", R_OK) == 0;

	return checkout ? "results/local" : "manyhands-results";
}

/* mkdir -p. */
static bool make_folders(const char *path)
{
	char *copy = xstrdup(path);
	bool ok = true;

	for (char *slash = strchr(copy + 1, '/'); ok && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ok = mkdir(copy, 0777) == 0 || errno == EEXIST;
		*slash = '/';
	}
	ok = ok && (mkdir(copy, 0777) == 0 || errno == EEXIST);
	free(copy);
	return ok;
}

static bool is_empty(const char *path)
{
	DIR *folder = opendir(path);
	size_t count = 0;

	while (folder && count <= 2 && readdir(folder)) {
		count++;
	}
	if (folder) {
		closedir(folder);
	}
	return count <= 2; /* . and .. */
}

static bool use_output(const char *output, bool *bad_input, char *error, size_t error_bytes)
{
	struct stat status;
	char *samples = xasprintf("%s/samples.jsonl", output);
	bool exists = stat(output, &status) == 0, ok = true;

	*bad_input = true;
	if (exists && !S_ISDIR(status.st_mode)) {
		snprintf(error, error_bytes, "-o %s: expected a folder, that is a file", output);
		ok = false;
	} else if (exists && access(samples, F_OK) == 0) {
		snprintf(error, error_bytes,
			"-o %s: holds a run already; go on with it by --resume %s, or name another folder",
			output, output);
		ok = false;
	} else if (exists && !is_empty(output)) {
		snprintf(error, error_bytes,
			"-o %s: is not empty and not ours; expected a missing or an empty folder", output);
		ok = false;
	} else if (!make_folders(output)) {
		snprintf(error, error_bytes, "-o %s: %s", output, strerror(errno));
		*bad_input = false;
		ok = false;
	}
	free(samples);
	return ok;
}

/* Points HOME/latest at NAME; a folder without links (some network shares) does without. */
static bool link_latest(const char *name)
{
	char *link = xasprintf("%s/latest", home());
	char *temporary = xasprintf("%s/.latest.%d", home(), (int)getpid());

	unlink(temporary);
	bool ok = symlink(name, temporary) == 0 && rename(temporary, link) == 0;
	if (!ok) {
		unlink(temporary);
	}
	free(link);
	free(temporary);
	return ok;
}

/* A new folder in HOME; a number is added where two runs begin in one second. */
static char *make_named(const char *name, char **shown, char *error, size_t error_bytes)
{
	char stamp[32];
	time_t now = time(NULL);
	struct tm parts;

	localtime_r(&now, &parts);
	strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &parts);
	if (!make_folders(home())) {
		snprintf(error, error_bytes, "%s: %s", home(), strerror(errno));
		return NULL;
	}
	for (int attempt = 1; attempt < 100; attempt++) {
		char *leaf = attempt == 1 ? xasprintf("%s-%s", name, stamp)
					  : xasprintf("%s-%s-%d", name, stamp, attempt);
		char *path = xasprintf("%s/%s", home(), leaf);

		if (mkdir(path, 0777) == 0) {
			bool linked = link_latest(leaf);

			*shown = linked ? xasprintf("%s/latest", home()) : xstrdup(path);
			free(leaf);
			return path;
		}
		free(leaf);
		free(path);
		if (errno != EEXIST) {
			break;
		}
	}
	snprintf(error, error_bytes, "%s: %s", home(), strerror(errno));
	return NULL;
}

char *folder_create(const char *output, const char *name, char **shown, bool *bad_input,
	char *error, size_t error_bytes)
{
	if (output) {
		if (!use_output(output, bad_input, error, error_bytes)) {
			return NULL;
		}
		*shown = xstrdup(output);
		return xstrdup(output);
	}
	*bad_input = false;
	return make_named(name, shown, error, error_bytes);
}

char *folder_latest(void)
{
	char *path = xasprintf("%s/latest", home());

	if (access(path, R_OK | X_OK) == 0) {
		return path;
	}
	free(path);
	return NULL;
}
