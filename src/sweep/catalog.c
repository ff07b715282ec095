/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the trial offers: its workloads, strategies and parameters, read from `--describe`. */
#include "sweep/catalog.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

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

/* The index of OBJECT's MEMBER among COUNT words, or -1. */
static int read_word(const json_t *object, const char *member, const char *const *words, int count)
{
	const char *text = json_string_value(json_object_get(object, member));

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

static bool has_good_default(const struct param *param)
{
	char expected[SPEC_ERROR_BYTES];
	union value value;

	return param->fallback &&
	       value_parse(param, param->fallback, &value, expected, sizeof(expected));
}

static bool read_param(const json_t *object, struct param *param)
{
	static const char *const kinds[] = {"count", "bytes", "ns", "real", "choice", "text"};
	static const char *const roles[] = {"plain", "size", "calibrated"};
	const char *name = json_string_value(json_object_get(object, "name"));
	int kind = read_word(object, "kind", kinds, 6), role = read_word(object, "role", roles, 3);

	if (!name || !text_is_plain_name(name) || kind < 0 || role < 0) {
		return false;
	}
	*param = (struct param){
		.name = xstrdup(name),
		.kind = (enum param_kind)kind,
		.role = (enum param_role)role,
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
	return has_good_default(param);
}

static bool read_entry(const json_t *object, struct catalog_entry *entry)
{
	const json_t *params = json_object_get(object, "params");
	size_t count = json_array_size(params);
	bool ok = count <= SPEC_PARAMS_MAX;

	*entry = (struct catalog_entry){
		.name = copy_string(object, "name"),
		.summary = copy_string(object, "summary"),
		.params = xcalloc(count + 1, sizeof(*entry->params)),
	};
	for (size_t i = 0; ok && i < count; i++) {
		ok = read_param(json_array_get(params, i), &entry->params[i]);
	}
	return ok && entry->name && text_is_plain_name(entry->name) && entry->summary;
}

static bool read_workload(struct catalog *catalog, const json_t *object)
{
	size_t count = catalog->workload_count++;

	catalog->workloads = xrealloc(catalog->workloads, count + 1, sizeof(*catalog->workloads));
	return read_entry(object, &catalog->workloads[count]);
}

static bool read_strategy(struct catalog *catalog, const json_t *object)
{
	static const char *const kinds[] = {"none", "thread", "process"};
	int kind = read_word(object, "kind", kinds, 3);
	size_t count = catalog->strategy_count++;

	catalog->strategies =
		xrealloc(catalog->strategies, count + 1, sizeof(*catalog->strategies));
	bool ok = read_entry(object, &catalog->strategies[count]);
	struct catalog_entry *entry = &catalog->strategies[count];
	const char *chunking = json_string_value(json_object_get(object, "chunking"));
	entry->kind = xstrdup(kind < 0 ? "" : kinds[kind]);
	entry->splits = chunking && strcmp(chunking, "per-worker") == 0;
	entry->short_lived = json_is_true(json_object_get(object, "short_lived"));
	return ok && kind >= 0;
}

static bool read_build(struct catalog *catalog, const json_t *object)
{
	if (catalog->version) {
		return false;
	}
	catalog->version = copy_string(object, "version");
	catalog->compiler = copy_string(object, "compiler");
	catalog->flags = copy_string(object, "flags");
	return catalog->version && catalog->compiler && catalog->flags;
}

static bool read_line(struct catalog *catalog, const char *line, size_t length)
{
	static const char *const types[] = {"build", "workload", "strategy"};
	static bool (*const readers[])(struct catalog * catalog, const json_t *object) = {
		read_build, read_workload, read_strategy};
	json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	int type = read_word(object, "type", types, 3);
	bool ok = type >= 0 && readers[type](catalog, object);

	json_decref(object);
	return ok;
}

static bool read_lines(struct catalog *catalog, const char *answer, const char *trial)
{
	unsigned number = 1;

	for (const char *line = answer; *line; number++) {
		size_t length = strcspn(line, "\n");

		if (!read_line(catalog, line, length)) {
			warn("%s --describe: line %u is not understood", trial, number);
			return false;
		}
		line += length + (line[length] == '\n');
	}
	if (!catalog->version || catalog->workload_count == 0 || catalog->strategy_count == 0) {
		warn("%s --describe: no %s in what it prints", trial,
			!catalog->version              ? "build"
			: catalog->workload_count == 0 ? "workload"
						       : "strategy");
		return false;
	}
	return true;
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
	bool ok = read_lines(catalog, answer, trial);
	if (!ok) {
		catalog_finish(catalog);
	}
	free(answer);
	return ok;
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
	static const char *const places[] = {
		"manyhands-trial", "../libexec/manyhands/manyhands-trial"};
	for (size_t i = 0; i < 2; i++) {
		char *path = xasprintf("%s/%s", self, places[i]);

		if (access(path, X_OK) == 0) {
			return path;
		}
		free(path);
	}
	warn("manyhands-trial is neither beside %s nor in ../libexec/manyhands; set "
	     "MANYHANDS_TRIAL",
		self);
	return NULL;
}
