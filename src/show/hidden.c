/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hidden folders to work in, locked by their makers. */
#include "show/hidden.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

/* Nobody else's folders are called so: they are removed unasked. */
static const char prefix[] = ".drawing-manyhands-";
static const char random_part[] = "XXXXXX";

enum { TRIES = 10 };

/* Opens the folder NAME in AT, unless it is a link to one. */
static int open_folder(int at, const char *name)
{
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Unlinks the files in FOLDER, those that begin with a dot if ALL are meant. */
static void empty(int folder, bool all)
{
	int file = open_folder(folder, ".");
	DIR *entries = file >= 0 ? fdopendir(file) : NULL;

	if (!entries) {
		if (file >= 0) {
			close(file);
		}
		return;
	}
	for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
		if (all || *entry->d_name != '.') {
			unlinkat(folder, entry->d_name, 0);
		}
	}
	closedir(entries);
}

/* Removes the folder NAME in PARENT if nobody has it locked. */
static void remove_unlocked(int parent, const char *name)
{
	int folder = open_folder(parent, name);

	if (folder < 0) {
		return;
	}
	if (flock(folder, LOCK_EX | LOCK_NB) == 0) {
		/* in the middle of changing files for new ones the old ones stand there with a dot */
		empty(folder, false);
		unlinkat(parent, name, AT_REMOVEDIR);
	}
	close(folder);
}

static bool is_hidden(const char *name)
{
	return strncmp(name, prefix, strlen(prefix)) == 0 &&
	       strlen(name) == strlen(prefix) + strlen(random_part);
}

static void remove_left_behind(const char *parent)
{
	DIR *entries = opendir(parent);

	if (!entries) {
		return;
	}
	for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
		if (is_hidden(entry->d_name)) {
			remove_unlocked(dirfd(entries), entry->d_name);
		}
	}
	closedir(entries);
}

/* Makes and locks PATH, whose last letters it chooses. -1: it can't be made; -2: somebody took it for one that
 * was left behind, before it was locked. */
static int make_locked(char *path)
{
	struct stat status;

	if (!mkdtemp(path)) {
		return -1;
	}
	int lock = open_folder(AT_FDCWD, path);
	if (lock < 0) {
		int error = errno;

		rmdir(path);
		errno = error;
		return error == ENOENT ? -2 : -1;
	}
	/* where there are no locks, nobody gets one, and so nobody removes it */
	(void)flock(lock, LOCK_EX);
	if (stat(path, &status) != 0) {
		close(lock);
		return -2;
	}
	return lock;
}

struct hidden hidden_make(const char *parent)
{
	struct hidden hidden = {.lock = -2};

	remove_left_behind(parent);
	for (int i = 0; i < TRIES && hidden.lock == -2; i++) {
		free(hidden.path);
		hidden.path = xasprintf("%s/%s%s", parent, prefix, random_part);
		hidden.lock = make_locked(hidden.path);
	}
	if (hidden.lock < 0) {
		int error = errno;

		free(hidden.path);
		hidden.path = NULL;
		errno = error;
	}
	return hidden;
}

void hidden_remove(struct hidden *hidden)
{
	empty(hidden->lock, true);
	rmdir(hidden->path);
	close(hidden->lock);
	free(hidden->path);
	*hidden = (struct hidden){.lock = -1};
}
