/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of specs as people type them: words, globs and aliases become specs of the catalog. */
#include "sweep/speclist.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* What the words for groups of strategies stand for. */
static const struct {
	const char *word, *glob;
} strategy_words[] = {
	{"threads", "thread-*"},
	{"processes", "process-*"},
	{"per-task", "*-per-task"},
	{"split", "*-split"},
	{"pool", "*-pool"},
	{"pthread", "thread-split"},
	{"per-task-fork", "process-per-task"},
};
enum { STRATEGY_WORDS = sizeof(strategy_words) / sizeof(strategy_words[0]) };

struct kind {
	const char *what; /* "workload", "strategy" */
	const struct catalog_entry *entries;
	size_t count;
	bool has_words;
};

static bool is_same(const struct listed_spec *a, const struct listed_spec *b, bool with_calibrated)
{
	char text[2][SPEC_TEXT_BYTES];

	spec_format(&a->spec, a->entry->params, with_calibrated, text[0], SPEC_TEXT_BYTES);
	spec_format(&b->spec, b->entry->params, with_calibrated, text[1], SPEC_TEXT_BYTES);
	return strcmp(text[0], text[1]) == 0;
}

/* Makes ENTRY with ITEMS (":key=value,..." or "") a spec of its own. NULL: one line in ERROR. */
static struct listed_spec *read_spec(
	const struct catalog_entry *entry, const char *items, char *error, size_t error_bytes)
{
	struct listed_spec *item = xcalloc(1, sizeof(*item));
	char *text = xasprintf("%s%s", entry->name, items);
	char normal[2 * SPEC_TEXT_BYTES];

	item->entry = entry;
	bool ok = spec_parse(&item->spec, text, entry->params, error, error_bytes);
	free(text);
	if (ok) {
		spec_format(&item->spec, entry->params, true, normal, sizeof(normal));
		/* with room for the values that round 0 finds */
		ok = strlen(normal) + VALUE_TEXT_BYTES < SPEC_TEXT_BYTES;
		if (!ok) {
			snprintf(error, error_bytes, "%s: longer than %d characters", entry->name,
				SPEC_TEXT_BYTES - VALUE_TEXT_BYTES - 1);
		}
	}
	if (!ok) {
		free(item);
		return NULL;
	}
	return item;
}

static bool add_spec(struct speclist *list, const struct catalog_entry *entry, const char *items,
	char *error, size_t error_bytes)
{
	struct listed_spec *item = read_spec(entry, items, error, error_bytes);

	if (!item) {
		return false;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (!is_same(item, list->item[i], false)) {
			continue;
		}
		bool ok = is_same(item, list->item[i], true);
		if (!ok) {
			/* both would have the same cells */
			snprintf(error, error_bytes,
				"%s is there twice, with two values for what is calibrated",
				entry->name);
		}
		free(item);
		return ok;
	}
	list->item = xrealloc(list->item, list->count + 1, sizeof(struct listed_spec *));
	list->item[list->count++] = item;
	return true;
}

static bool refuse_name(const struct kind *kind, const char *name, char *error, size_t error_bytes)
{
	const char **names = xcalloc(kind->count + STRATEGY_WORDS, sizeof(*names));
	size_t count = 0;

	/* the words first: of two that are as near, the shorter one was meant */
	for (size_t i = 0; kind->has_words && i < STRATEGY_WORDS; i++) {
		names[count++] = strategy_words[i].word;
	}
	for (size_t i = 0; i < kind->count; i++) {
		names[count++] = kind->entries[i].name;
	}
	const char *near = nearest_name(name, names, count);
	if (near) {
		snprintf(error, error_bytes, "unknown %s '%s'; did you mean '%s'?", kind->what,
			name, near);
	} else {
		snprintf(error, error_bytes, "unknown %s '%s'; see `manyhands list`", kind->what,
			name);
	}
	free(names);
	return false;
}

/* Adds what one ITEM, NAME[:key=value,...], stands for. */
static bool add_item(struct speclist *list, const struct kind *kind, const char *item, char *error,
	size_t error_bytes)
{
	char name[64];
	size_t found = 0;

	if (!spec_name(item, name, sizeof(name))) {
		snprintf(error, error_bytes, "expected a %s, not '%.100s'", kind->what, item);
		return false;
	}
	const char *items = item + strlen(name);
	const char *glob = strcmp(name, "all") == 0 ? "*" : name;
	for (size_t i = 0; kind->has_words && i < STRATEGY_WORDS; i++) {
		if (strcmp(name, strategy_words[i].word) == 0) {
			glob = strategy_words[i].glob;
		}
	}
	for (size_t i = 0; i < kind->count; i++) {
		if (fnmatch(glob, kind->entries[i].name, 0) == 0) {
			found++;
			if (!add_spec(list, &kind->entries[i], items, error, error_bytes)) {
				return false;
			}
		}
	}
	return found > 0 || refuse_name(kind, name, error, error_bytes);
}

/* True if TEXT (up to a comma or its end) is key=value without a ':' before the '='. */
static bool is_continuation(const char *text)
{
	return text[strcspn(text, ":=,")] == '=';
}

static bool add_list(struct speclist *list, const struct kind *kind, const char *text, char *error,
	size_t error_bytes)
{
	char *copy = xstrdup(text), *item = copy;
	bool ok = true;

	while (ok && item) {
		char *end = strchr(item, ',');

		while (end && is_continuation(end + 1)) {
			end = strchr(end + 1, ',');
		}
		if (end) {
			*end++ = '\0';
		}
		ok = add_item(list, kind, item, error, error_bytes);
		item = end;
	}
	free(copy);
	return ok;
}

bool speclist_add_workloads(struct speclist *list, const struct catalog *catalog, const char *text,
	char *error, size_t error_bytes)
{
	struct kind kind = {"workload", catalog->workloads, catalog->workload_count, false};

	return add_list(list, &kind, text, error, error_bytes);
}

bool speclist_add_strategies(struct speclist *list, const struct catalog *catalog, const char *text,
	char *error, size_t error_bytes)
{
	struct kind kind = {"strategy", catalog->strategies, catalog->strategy_count, true};

	return add_list(list, &kind, text, error, error_bytes);
}

void speclist_finish(struct speclist *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->item[i]);
	}
	free(list->item);
	*list = (struct speclist){0};
}
