/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own: from the words behind "--" to what the trial reads. */
#include "sweep/command.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- is there such a program? ---- */

/* Why PATH can't be run; 0: it can. */
static int cannot_run(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0) {
		return errno;
	}
	if (S_ISDIR(status.st_mode)) {
		return EISDIR;
	}
	return access(path, X_OK) == 0 ? 0 : errno;
}

static bool find_program(const char *name, char *error, size_t error_bytes)
{
	const char *path = getenv("PATH");
	char *folders = xstrdup(path ? path : "/bin:/usr/bin"), *rest = folders;
	bool found = false;
	int why = 0;

	if (strchr(name, '/') || *name == '\0') {
		why = cannot_run(name);
		found = why == 0;
		rest = NULL;
	}
	while (rest && !found) {
		const char *folder = strsep(&rest, ":");
		char *file = xasprintf("%s/%s", *folder ? folder : ".", name);
		int reason = cannot_run(file);

		found = reason == 0;
		why = reason == EACCES ? EACCES : why;
		free(file);
	}
	free(folders);
	if (!found) {
		snprintf(error, error_bytes, "can't run '%.100s': %s", name,
			why ? strerror(why) : "no such program in $PATH");
	}
	return found;
}

static bool check_words(const struct command_wish *wish, char *error, size_t error_bytes)
{
	if (wish->word_count == 0) {
		snprintf(error, error_bytes, "-- needs a command behind it, such as: -- ./job {}");
		return false;
	}
	if (wish->word_count > ITEMS_WORDS_MAX) {
		snprintf(error, error_bytes, "the command has more than %d words", ITEMS_WORDS_MAX);
		return false;
	}
	if (!wish->shell) {
		return find_program(wish->words[0], error, error_bytes);
	}
	if (wish->word_count > 1) {
		snprintf(error, error_bytes,
			"--shell: expected one word, the script in quotes, not %zu words",
			wish->word_count);
		return false;
	}
	if (strstr(wish->words[0], "{}")) {
		snprintf(error, error_bytes,
			"--shell: in a script the item is \"$1\"; {} would run its text as code");
		return false;
	}
	return true;
}

/* ---- the list ---- */

/* True if a word behind the first has a place for the item. */
static bool has_place(const struct command_wish *wish)
{
	for (size_t i = 1; i < wish->word_count; i++) {
		if (strstr(wish->words[i], "{}")) {
			return true;
		}
	}
	return false;
}

static void add_text(struct text *list, const char *text)
{
	command_add_bytes(list, text, strlen(text) + 1);
}

static void add_number(struct text *list, size_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", number);
	add_text(list, text);
}

/* Items that are only numbers say how often: nothing asks for them where no word has a place. */
static void write_list(const struct command_wish *wish, const struct command_source *source,
	const char *keep, const char *folder, struct text *list)
{
	bool append = wish->shell || (!source->numbered && !has_place(wish));
	char letters[5];

	snprintf(letters, sizeof(letters), "%s%s%s%s", wish->shell ? "s" : "", append ? "a" : "",
		wish->allow_failures ? "f" : "", source->ends_with_nul ? "0" : "");
	add_text(list, "manyhands-command-1");
	add_text(list, letters);
	add_text(list, keep);
	add_text(list, source->source);
	add_text(list, folder);
	add_number(list, wish->word_count);
	for (size_t i = 0; i < wish->word_count; i++) {
		add_text(list, wish->words[i]);
	}
	add_number(list, source->count);
	command_add_bytes(list, source->texts.text, source->texts.length);
}

static bool take_list(struct command *command, char *bytes, size_t length)
{
	command->bytes = bytes;
	command->length = length;
	if (!items_parse(&command->items, bytes, length)) {
		return false;
	}
	snprintf(command->id, sizeof(command->id), "%08x", (unsigned)items_sum(&command->items));
	return true;
}

/* The whole path of the folder KEEP, which is missing or empty; "" for NULL. NULL: ERROR. The caller
 * frees. */
static char *find_keep(const char *keep, const char *folder, char *error, size_t error_bytes)
{
	bool is_empty = true;

	if (!keep) {
		return xstrdup("");
	}
	DIR *open = opendir(keep);
	if (!open && errno != ENOENT) {
		snprintf(error, error_bytes, "--keep-output: %s: %s", keep, strerror(errno));
		return NULL;
	}
	for (const struct dirent *entry; open && (entry = readdir(open));) {
		is_empty = is_empty &&
			   (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
	}
	if (open) {
		closedir(open);
	}
	if (!is_empty) {
		snprintf(error, error_bytes, "--keep-output: %s is not empty; name a new folder",
			keep);
		return NULL;
	}
	return *keep == '/' ? xstrdup(keep) : xasprintf("%s/%s", folder, keep);
}

/* The working folder; the caller frees. */
static char *working_folder(void)
{
	char *folder = getcwd(NULL, 0);

	if (!folder) {
		fatal("the working folder:");
	}
	return folder;
}

bool command_init(
	struct command *command, const struct command_wish *wish, char *error, size_t error_bytes)
{
	struct command_source source = {0};
	struct text list = {0};

	*command = (struct command){.list = -1, .results = -1};
	if (!check_words(wish, error, error_bytes)) {
		return false;
	}
	char *folder = working_folder();
	char *keep = find_keep(wish->keep, folder, error, error_bytes);
	bool ok = keep && command_source_read(&source, wish->items, error, error_bytes);
	if (ok) {
		write_list(wish, &source, keep, folder, &list);
		ok = take_list(command, list.text, list.length);
		if (!ok) {
			fatal("the list of the command can't be read back");
		}
	}
	command_source_finish(&source);
	free(keep);
	free(folder);
	return ok;
}

bool command_load(struct command *command, const char *folder, char *error, size_t error_bytes)
{
	size_t length = 0;

	*command = (struct command){.list = -1, .results = -1};
	char *path = xasprintf("%s/command.list", folder);
	char *bytes = read_file(path, &length);
	bool ok = bytes != NULL;
	if (!ok) {
		snprintf(error, error_bytes, "%s: %s", path, strerror(errno));
	} else if (!take_list(command, bytes, length)) {
		snprintf(error, error_bytes, "%s holds no command", path);
		ok = false;
	}
	free(path);
	char *here = working_folder();
	if (ok && strcmp(here, command->items.folder) != 0) {
		snprintf(error, error_bytes, "the command was run in %.200s; go there to go on",
			command->items.folder);
		ok = false;
	}
	free(here);
	return ok;
}

void command_finish(struct command *command)
{
	if (!command->bytes) {
		return;
	}
	items_finish(&command->items);
	free(command->bytes);
	if (command->list >= 0) {
		close(command->list);
		close(command->results);
	}
	*command = (struct command){.list = -1, .results = -1};
}

bool command_keep(const struct command *command, const char *folder)
{
	const struct items *items = &command->items;
	char *list = xasprintf("%s/command.list", folder), *texts = xasprintf("%s/items", folder);
	size_t before = (size_t)(items->item[0] - command->bytes);
	bool ok = write_file(list, command->bytes, command->length) &&
		  write_file(texts, command->bytes + before, command->length - before);

	free(list);
	free(texts);
	return ok;
}

/* ---- for the trial ---- */

/* A memory file that VARIABLE names to the programs that are run from here. */
static int offer_file(const char *variable)
{
	int file = memfd_create("manyhands-command", MFD_CLOEXEC);

	if (file < 0) {
		fatal("memfd_create:");
	}
	/* through our own descriptors, so that none is passed on to the items */
	char *path = xasprintf("/proc/%d/fd/%d", (int)getpid(), file);
	setenv(variable, path, 1);
	free(path);
	return file;
}

bool command_offer(struct command *command)
{
	const char *keep = command->items.keep;

	if (*keep && mkdir(keep, 0777) != 0 && errno != EEXIST) {
		warn("--keep-output: %s:", keep);
		return false;
	}
	command->list = offer_file(ITEMS_LIST_VARIABLE);
	command->results = offer_file(ITEMS_RESULTS_VARIABLE);
	if (write(command->list, command->bytes, command->length) != (ssize_t)command->length) {
		warn("the list of items:");
		return false;
	}
	return true;
}
