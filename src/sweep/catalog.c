/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the trial offers: its workloads, strategies and parameters, read from `--describe`. */
#include "sweep/catalog.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text.h"

enum { ANSWER_BYTES_MAX = 4 << 20 };

/* ---- asking ---- */

static pid_t start_trial(const char *trial, const char *const *arguments, int out, int err)
{
	char *argv[32] = {xstrdup(trial)};
	size_t count = 1;

	for (; arguments[count - 1] && count < 31; count++) {
		argv[count] = xstrdup(arguments[count - 1]);
	}
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDONLY);

		dup2(null, 0);
		dup2(out, 1);
		dup2(err, 2);
		execv(trial, argv);
		fprintf(stderr, "%s: %s\n", trial, strerror(errno));
		_exit(127);
	}
	for (size_t i = 0; i < count; i++) {
		free(argv[i]);
	}
	return pid;
}

/* Reads both pipes to their ends; what comes after ANSWER_BYTES_MAX is thrown away. */
static void drain(const int fd[2], struct text text[2])
{
	struct pollfd polled[2] = {{.fd = fd[0], .events = POLLIN}, {.fd = fd[1], .events = POLLIN}};
	char piece[65536];

	while (polled[0].fd >= 0 || polled[1].fd >= 0) {
		if (poll(polled, 2, -1) < 0 && errno != EINTR) {
			return;
		}
		for (int i = 0; i < 2; i++) {
			if (polled[i].fd < 0 || polled[i].revents == 0) {
				continue;
			}
			ssize_t length = read(polled[i].fd, piece, sizeof(piece));
			if (length <= 0) {
				polled[i].fd = -1;
			} else if (text[i].length < ANSWER_BYTES_MAX) {
				text_add(&text[i], "%.*s", (int)length, piece);
			}
		}
	}
}

/* The last line of TEXT without the program's name before it. */
static void last_line(const char *text, char *line, size_t bytes)
{
	size_t end = strlen(text);

	while (end > 0 && text[end - 1] == '\n') {
		end--;
	}
	size_t begin = end;
	while (begin > 0 && text[begin - 1] != '\n') {
		begin--;
	}
	char *copy = xasprintf("%.*s", (int)(end - begin), text + begin);
	static const char prefix[] = "manyhands-trial: ";
	bool named = strncmp(copy, prefix, sizeof(prefix) - 1) == 0;

	text_clean(copy + (named ? sizeof(prefix) - 1 : 0), line, bytes);
	free(copy);
}

char *catalog_ask(const char *trial, const char *const *arguments, char *error, size_t error_bytes)
{
	int out[2], err[2], status = -1;
	struct text text[2] = {{0}};
	char *answer = NULL;

	if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
		fatal("pipe:");
	}
	pid_t pid = start_trial(trial, arguments, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	if (pid > 0) {
		drain((int[2]){out[0], err[0]}, text);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
		}
	}
	close(out[0]);
	close(err[0]);
	if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		answer = text[0].text ? text[0].text : xstrdup("");
		text[0].text = NULL;
	} else if (text[1].text) {
		last_line(text[1].text, error, error_bytes);
	} else if (pid > 0 && WIFSIGNALED(status)) {
		snprintf(error, error_bytes, "%s was ended by signal %d", trial, WTERMSIG(status));
	} else {
		snprintf(error, error_bytes, "%s could not be run", trial);
	}
	text_finish(&text[0]);
	text_finish(&text[1]);
	return answer;
}

/* ---- reading ---- */

static char *copy_string(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));

	return text ? xstrdup(text) : NULL;
}

static uint64_t read_bound(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));
	uint64_t number = 0;

	return text && parse_u64(text, &number) ? number : 0;
}

static int index_of(const char *text, const char *const *words, int count)
{
	for (int i = 0; text && i < count; i++) {
		if (strcmp(text, words[i]) == 0) {
			return i;
		}
	}
	return -1;
}

static const char *const *copy_choices(const json_t *array)
{
	size_t count = json_array_size(array);
	char **words = xcalloc(count + 1, sizeof(*words));

	for (size_t i = 0; i < count; i++) {
		const char *word = json_string_value(json_array_get(array, i));
		words[i] = xstrdup(word ? word : "?");
	}
	return (const char *const *)words;
}

static bool read_param(const json_t *object, struct param *param)
{
	static const char *const kinds[] = {"count", "bytes", "ns", "real", "choice", "text"};
	static const char *const roles[] = {"plain", "size", "calibrated"};
	int kind = index_of(json_string_value(json_object_get(object, "kind")), kinds, 6);
	int role = index_of(json_string_value(json_object_get(object, "role")), roles, 3);

	*param = (struct param){
		.name = copy_string(object, "name"),
		.kind = kind < 0 ? PARAM_TEXT : (enum param_kind)kind,
		.role = role < 0 ? PARAM_PLAIN : (enum param_role)role,
		.fallback = copy_string(object, "default"),
		.min = read_bound(object, "min"),
		.max = read_bound(object, "max"),
		.zero_word = copy_string(object, "zero_word"),
		.phrase = copy_string(object, "phrase"),
		.help = copy_string(object, "help"),
	};
	if (param->kind == PARAM_CHOICE) {
		param->choices = copy_choices(json_object_get(object, "choices"));
	}
	return param->name && param->fallback && kind >= 0 && role >= 0;
}

static bool read_entry(const json_t *object, struct catalog_entry *entry)
{
	const json_t *params = json_object_get(object, "params");
	size_t count = json_array_size(params);
	bool ok = count <= SPEC_PARAMS_MAX;

	*entry = (struct catalog_entry){
		.name = copy_string(object, "name"),
		.summary = copy_string(object, "summary"),
		.kind = copy_string(object, "kind"),
		.params = xcalloc(count + 1, sizeof(*entry->params)),
	};
	for (size_t i = 0; ok && i < count; i++) {
		ok = read_param(json_array_get(params, i), &entry->params[i]);
	}
	return ok && entry->name && text_is_plain_name(entry->name) && entry->summary;
}

static bool read_line(struct catalog *catalog, const char *line, size_t length)
{
	json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	const char *type = json_string_value(json_object_get(object, "type"));
	bool ok = type != NULL;

	if (ok && strcmp(type, "build") == 0) {
		free(catalog->version);
		free(catalog->compiler);
		free(catalog->flags);
		catalog->version = copy_string(object, "version");
		catalog->compiler = copy_string(object, "compiler");
		catalog->flags = copy_string(object, "flags");
	} else if (ok) {
		bool workload = strcmp(type, "workload") == 0;
		struct catalog_entry **list = workload ? &catalog->workloads : &catalog->strategies;
		size_t *count = workload ? &catalog->workload_count : &catalog->strategy_count;

		*list = xrealloc(*list, *count + 1, sizeof(**list));
		ok = read_entry(object, &(*list)[(*count)++]);
	}
	json_decref(object);
	return ok;
}

bool catalog_init(struct catalog *catalog, const char *trial, const char *plugin)
{
	const char *arguments[] = {"--describe", plugin ? "--plugin" : NULL, plugin, NULL};
	char error[256];
	char *answer = catalog_ask(trial, arguments, error, sizeof(error));

	*catalog = (struct catalog){0};
	if (!answer) {
		warn("%s", error);
		return false;
	}
	unsigned number = 1;
	for (char *line = answer; *line; number++) {
		size_t length = strcspn(line, "\n");

		if (!read_line(catalog, line, length)) {
			warn("%s --describe: line %u is not understood", trial, number);
			free(answer);
			catalog_finish(catalog);
			return false;
		}
		line += length + (line[length] == '\n');
	}
	free(answer);
	return true;
}

/* The table's texts were allocated here; struct param has them const for its static users. */
static void free_const(const void *memory)
{
	free((void *)(uintptr_t)memory);
}

static void finish_entry(struct catalog_entry *entry)
{
	for (struct param *param = entry->params; param && param->name; param++) {
		free_const(param->name);
		free_const(param->fallback);
		free_const(param->zero_word);
		free_const(param->phrase);
		free_const(param->help);
		for (size_t i = 0; param->choices && param->choices[i]; i++) {
			free_const(param->choices[i]);
		}
		free_const(param->choices);
	}
	free(entry->params);
	free(entry->name);
	free(entry->summary);
	free(entry->kind);
}

void catalog_finish(struct catalog *catalog)
{
	for (size_t i = 0; i < catalog->workload_count; i++) {
		finish_entry(&catalog->workloads[i]);
	}
	for (size_t i = 0; i < catalog->strategy_count; i++) {
		finish_entry(&catalog->strategies[i]);
	}
	free(catalog->workloads);
	free(catalog->strategies);
	free(catalog->version);
	free(catalog->compiler);
	free(catalog->flags);
	*catalog = (struct catalog){0};
}

/* ---- finding ---- */

char *catalog_find_trial(void)
{
	const char *given = getenv("MANYHANDS_TRIAL");
	char self[4096];

	if (given && *given) {
		return xstrdup(given);
	}
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (length <= 0) {
		warn("/proc/self/exe:");
		return NULL;
	}
	self[length] = '\0';
	*strrchr(self, '/') = '\0';
	static const char *const places[] = {"manyhands-trial", "../libexec/manyhands/manyhands-trial"};
	for (size_t i = 0; i < 2; i++) {
		char *path = xasprintf("%s/%s", self, places[i]);

		if (access(path, X_OK) == 0) {
			return path;
		}
		free(path);
	}
	warn("manyhands-trial is neither beside %s nor in ../libexec/manyhands; set MANYHANDS_TRIAL",
		self);
	return NULL;
}
