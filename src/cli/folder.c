/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results folders: which one a run gets, and which one is the latest. */
#include "cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "text.h"

/* Where runs without -o go. */
static const char *home(void)
{
	bool checkout = access("bench/suite.c", R_OK) == 0 && access("meson.build", R_OK) == 0;

	return checkout ? "results/local" : "manyhands-results";
}

static bool holds_run(const char *folder)
{
	char *samples = xasprintf("%s/samples.jsonl", folder);
	bool holds = access(samples, F_OK) == 0;

	free(samples);
	return holds;
}

bool folder_has_run(const char *folder)
{
	if (holds_run(folder)) {
		return true;
	}
	warn("%s: no run is there; expected a folder with samples.jsonl, as `manyhands run` makes "
	     "it",
		folder);
	return false;
}

/* ---- checking ---- */

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

/* The part of PATH that exists, at least "/" or "."; the caller frees. */
static char *existing_part(const char *path)
{
	char *part = xstrdup(path);

	while (access(part, F_OK) != 0 && strcmp(part, "/") != 0 && strcmp(part, ".") != 0) {
		char *parent = xstrdup(dirname(part));

		free(part);
		part = parent;
	}
	return part;
}

/* EXIT_FINE if a folder can be made at PATH, which OPTION asked for; else warned. */
static int check_place(const char *option, const char *path)
{
	char *part = existing_part(path);
	struct stat status;
	int result = EXIT_FINE;

	if (stat(part, &status) == 0 && !S_ISDIR(status.st_mode)) {
		warn("%s%s: expected a folder, but %s is a file", option, path, part);
		result = EXIT_BAD_INPUT;
	} else if (access(part, W_OK | X_OK) != 0) {
		warn("%s%s: nothing can be written in %s:", option, path, part);
		result = EXIT_FAILED;
	}
	free(part);
	return result;
}

int folder_check(const char *output)
{
	if (!output) {
		return check_place("", home());
	}
	if (!*output) {
		warn("-o: expected a folder, not an empty name");
		return EXIT_BAD_INPUT;
	}
	if (holds_run(output)) {
		warn("-o %s: holds a run already; go on with it by --resume %s, or name another "
		     "folder",
			output, output);
		return EXIT_BAD_INPUT;
	}
	if (!is_empty(output)) {
		warn("-o %s: is not empty and not ours; expected a missing or an empty folder",
			output);
		return EXIT_BAD_INPUT;
	}
	return check_place("-o ", output);
}

/* ---- making ---- */

/* mkdir -p PATH, which is not empty; false: warned. */
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
	if (!ok) {
		warn("%s:", path);
	}
	free(copy);
	return ok;
}

/* Points HOME/latest at NAME; a folder without links (some network shares) does without. */
static void link_latest(const char *name)
{
	char *link = xasprintf("%s/latest", home());
	char *temporary = xasprintf("%s/.latest.%d", home(), (int)getpid());

	unlink(temporary);
	if (symlink(name, temporary) != 0 || rename(temporary, link) != 0) {
		unlink(temporary);
	}
	free(link);
	free(temporary);
}

/* A new folder in HOME; its path, NULL: warned. A number is added where two runs begin in one
 * second. */
static char *make_named(const char *name)
{
	char stamp[32];
	time_t now = time(NULL);
	struct tm parts;
	char *path = NULL;

	localtime_r(&now, &parts);
	strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &parts);
	for (int attempt = 1; attempt < 1000; attempt++) {
		free(path);
		path = attempt == 1 ? xasprintf("%s/%s-%s", home(), name, stamp)
				    : xasprintf("%s/%s-%s-%d", home(), name, stamp, attempt);
		if (mkdir(path, 0777) == 0) {
			return path;
		}
		if (errno != EEXIST) {
			break;
		}
	}
	warn("%s:", path);
	free(path);
	return NULL;
}

char *folder_create(const char *output, const char *name)
{
	if (!make_folders(output ? output : home())) {
		return NULL;
	}
	if (output) {
		return xstrdup(output);
	}
	char *path = make_named(name);
	if (path) {
		link_latest(strrchr(path, '/') + 1);
	}
	return path;
}

char *folder_latest(void)
{
	char *link = xasprintf("%s/latest", home()), *path = NULL;
	char name[NAME_MAX + 1];
	ssize_t bytes = readlink(link, name, sizeof(name) - 1);

	if (access(link, R_OK | X_OK) != 0) {
		free(link);
		return NULL;
	}
	if (bytes <= 0 || memchr(name, '/', (size_t)bytes)) {
		return link; /* not as it was made here */
	}
	path = xasprintf("%s/%.*s", home(), (int)bytes, name);
	free(link);
	return path;
}
