/* SPDX-License-Identifier: MIT */
/* command: a task is a process of its own that runs a command on an item; no shell unless asked for. */
#include "workloads/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trial/area.h"

enum { ITEMS, ID };

#define NO_ID "none"

static const struct param params[] = {
	[ITEMS] = {.name = "items",
		.kind = PARAM_COUNT,
		.fallback = "100",
		.min = 1,
		.max = ITEMS_MAX,
		.phrase = "{} processes",
		.help = "number of items, each a task"},
	[ID] = {.name = "id",
		.kind = PARAM_TEXT,
		.fallback = NO_ID,
		.help = "set by `manyhands run -- COMMAND`; none: `true` is run"},
	{.name = NULL},
};

void command_fail(const struct input *input, const char *format, ...)
{
	const struct command *command = input->data;
	const uint64_t one = 1;
	char reason[AREA_REASON_BYTES];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	for (char *at = reason; *at; at++) {
		*at = (unsigned char)*at < 0x20 || *at == 0x7f ? '?' : *at;
	}
	input->fail(reason);
	if (command && command->stop >= 0) {
		(void)!write(command->stop, &one, sizeof(one));
	}
}

/* Maps the file PATH; NULL: errno. */
static char *map_file(const char *path, size_t *bytes)
{
	struct stat status;
	void *memory = MAP_FAILED;
	int file = open(path, O_RDONLY | O_CLOEXEC);

	if (file >= 0 && fstat(file, &status) == 0) {
		*bytes = (size_t)status.st_size;
		memory = mmap(NULL, *bytes, PROT_READ, MAP_PRIVATE, file, 0);
	}
	int error = errno;
	if (file >= 0) {
		close(file);
	}
	errno = error;
	return memory == MAP_FAILED ? NULL : memory;
}

/* Without a list: `true`, so that what a process costs at least can be measured. */
static bool make_default(const struct input *input, struct items *items)
{
	*items = (struct items){.keep = "",
		.source = "",
		.folder = "",
		.word = calloc(1, sizeof(*items->word)),
		.word_count = 1,
		.item_count = input->param[ITEMS].count};
	items->item = calloc(items->item_count, sizeof(*items->item));
	if (!items->word || !items->item) {
		items_finish(items);
		return false;
	}
	items->word[0] = "true";
	for (size_t i = 0; i < items->item_count; i++) {
		items->item[i] = "";
	}
	return true;
}

static bool read_list(const struct input *input, struct command *command)
{
	const char *path = getenv(ITEMS_LIST_VARIABLE);

	if (strcmp(input->param[ID].text, NO_ID) == 0) {
		return make_default(input, &command->items);
	}
	if (!path) {
		command_fail(input, "no command for id=%.40s: see `manyhands run -- COMMAND`",
			input->param[ID].text);
		return false;
	}
	command->list = map_file(path, &command->list_bytes);
	if (!command->list) {
		command_fail(input, "the command in %.80s: %s", path, strerror(errno));
		return false;
	}
	if (!items_parse(&command->items, command->list, command->list_bytes) ||
		command->items.item_count != input->param[ITEMS].count) {
		command_fail(input, "%.80s holds no command with %llu items", path,
			(unsigned long long)input->param[ITEMS].count);
		return false;
	}
	return true;
}

/* Where the results go: the driver's file, or memory that only this trial sees. */
static bool map_results(const struct input *input, struct command *command)
{
	const char *path = getenv(ITEMS_RESULTS_VARIABLE);
	int file = path ? open(path, O_RDWR | O_CLOEXEC)
			: memfd_create("manyhands-results", MFD_CLOEXEC);
	size_t bytes = items_results_bytes(command->items.item_count);
	void *memory = MAP_FAILED;

	if (file >= 0 && ftruncate(file, (off_t)bytes) == 0) {
		memory = mmap(
			NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
	}
	int error = errno;
	if (file >= 0) {
		close(file);
	}
	if (memory == MAP_FAILED) {
		command_fail(input, "the results of %zu items: %s", command->items.item_count,
			strerror(error));
		return false;
	}
	command->results = memory;
	command->results_bytes = bytes;
	memset(memory, 0, bytes);
	command->results->item_count = command->items.item_count;
	command->results->magic = ITEMS_RESULTS_MAGIC;
	return true;
}

/* What items see: what the user's shell gave, without what was added for the trial. */
static char **make_environment(void)
{
	size_t count = 0, kept = 0;

	while (environ[count]) {
		count++;
	}
	char **environment = calloc(count + 1, sizeof(*environment));
	for (size_t i = 0; environment && i < count; i++) {
		if (strncmp(environ[i], ITEMS_VARIABLES_PREFIX,
			    sizeof(ITEMS_VARIABLES_PREFIX) - 1) != 0) {
			environment[kept++] = environ[i];
		}
	}
	return environment;
}

static void release(struct input *input)
{
	struct command *command = input->data;

	if (!command) {
		return;
	}
	items_finish(&command->items);
	if (command->list) {
		munmap(command->list, command->list_bytes);
	}
	if (command->results) {
		munmap(command->results, command->results_bytes);
	}
	free(command->environment);
	if (command->stop >= 0) {
		close(command->stop);
	}
	free(command);
	input->data = NULL;
}

static void end_group(int number)
{
	(void)number;
	kill(0, SIGKILL);
}

/*
 * Whoever has a trial die with him gets it ended by SIGKILL, and then nobody would be left to end the
 * items. So the trial asks for a signal that it can act on, if its process group is its own.
 */
static void end_items_with_parent(void)
{
	const struct sigaction action = {.sa_handler = end_group};
	int number = 0;

	if (getpgrp() == getpid() && prctl(PR_GET_PDEATHSIG, &number) == 0 && number == SIGKILL &&
		sigaction(SIGRTMAX, &action, NULL) == 0) {
		prctl(PR_SET_PDEATHSIG, SIGRTMAX);
	}
}

static bool prepare(struct input *input)
{
	struct command *command = calloc(1, sizeof(*command));

	if (!command) {
		input->fail("no memory for the command");
		return false;
	}
	input->data = command;
	end_items_with_parent();
	command->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	command->environment = make_environment();
	if (command->stop < 0 || !command->environment) {
		command_fail(input, "prepare: %s", strerror(errno));
		return false;
	}
	if (!read_list(input, command) || !map_results(input, command)) {
		return false;
	}
	input->task_count = command->items.item_count;
	return true;
}

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t sum = 0;

	(void)mine;
	for (uint64_t task = first; task < first + count && command_run_item(input, task); task++) {
		sum += task + 1;
	}
	return sum;
}

static bool expected(const struct input *input, uint64_t *answer)
{
	*answer = input->task_count * (input->task_count + 1) / 2;
	return true;
}

const struct workload workload_command = {
	WORKLOAD_HEAD,
	.name = "command",
	.summary = "runs a process per item: `manyhands run --items LIST -- ./job {}`",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.expected = expected,
	.release = release,
};
