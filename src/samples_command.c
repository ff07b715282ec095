/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own in the run line, and what became of its items in a sample line. */
#include <stdlib.h>
#include <string.h>

#include "samples_json.h"
#include "text.h"

/* Beyond this a command is not believed; the writer has fewer. */
enum { WORDS_MAX = 10000 };

/* ---- the run line's own_command ---- */

static const struct field command_fields[] = {
	{"items", FIELD_TEXT, FIELD_AT(run_command, items), .required = true},
	{"item_count", FIELD_COUNT, FIELD_AT(run_command, item_count), .required = true},
	{"ends_with_nul", FIELD_BOOL, FIELD_AT(run_command, ends_with_nul)},
	{"shell", FIELD_BOOL, FIELD_AT(run_command, shell)},
	{"append", FIELD_BOOL, FIELD_AT(run_command, append)},
	{"allow_failures", FIELD_BOOL, FIELD_AT(run_command, allow_failures)},
	{"inexact", FIELD_BOOL, FIELD_AT(run_command, inexact)},
	{.name = NULL},
};

/* True if TEXT can be shown as it is. */
static bool is_clean(const char *text)
{
	char *safe = clean_copy(text);
	bool same = strcmp(safe, text) == 0;

	free(safe);
	return same;
}

json_t *command_write(const struct run_command *own)
{
	json_t *object = json_object(), *words = json_array();
	struct run_command written = *own;

	written.inexact = own->inexact || !is_clean(own->items);
	for (size_t i = 0; i < own->word_count; i++) {
		json_push(words, json_clean_string(own->words[i]));
		written.inexact = written.inexact || !is_clean(own->words[i]);
	}
	json_put(object, "words", words);
	fields_write(object, &written, command_fields);
	return object;
}

bool command_read(const json_t *object, struct run_command *own, char *why)
{
	const json_t *words = json_object_get(object, "words");
	size_t count = json_array_size(words);

	if (!object || json_is_null(object)) {
		return true;
	}
	if (count == 0 || count > WORDS_MAX) {
		return refuse(why, "own_command has no words, or too many");
	}
	own->words = xcalloc(count, sizeof(*own->words));
	for (; own->word_count < count; own->word_count++) {
		const char *word = json_string_value(json_array_get(words, own->word_count));

		if (!word) {
			return refuse(why, "a word of own_command is no string");
		}
		own->words[own->word_count] = clean_copy(word);
		own->inexact = own->inexact || strcmp(own->words[own->word_count], word) != 0;
	}
	bool changed = own->inexact;
	if (!fields_read(object, own, command_fields, why)) {
		return false;
	}
	own->inexact = own->inexact || changed;
	return true;
}

/* ---- a sample line's items ---- */

static const struct field count_fields[] = {
	{"count", FIELD_NUMBER, FIELD_AT(sample_items, count), .required = true},
	{"ended", FIELD_NUMBER, FIELD_AT(sample_items, ended), .required = true},
	{"failed", FIELD_NUMBER, FIELD_AT(sample_items, failed), .required = true},
	{"killed", FIELD_NUMBER, FIELD_AT(sample_items, killed), .required = true},
	{"printed_total_bytes", FIELD_NUMBER, FIELD_AT(sample_items, printed_bytes)},
	{.name = NULL},
};

/* Each is an array: minimum, quartiles, maximum. */
static const struct {
	const char *name;
	size_t offset;
} row_fields[] = {
	{"wall_ns", offsetof(struct sample_item, wall_ns)},
	{"cpu_ns", offsetof(struct sample_item, cpu_ns)},
	{"peak_kib", offsetof(struct sample_item, peak_kib)},
	{"printed_bytes", offsetof(struct sample_item, printed_bytes)},
};
enum { ROW_FIELDS = sizeof(row_fields) / sizeof(row_fields[0]) };

static uint64_t *number_at(struct sample_items *items, size_t row, size_t offset)
{
	return (uint64_t *)((char *)&items->row[row] + offset);
}

json_t *items_write(const struct sample_items *items)
{
	struct sample_items written = *items;
	json_t *object = json_object();

	fields_write(object, items, count_fields);
	for (size_t f = 0; items->ended > 0 && f < ROW_FIELDS; f++) {
		json_t *array = json_array();

		for (size_t i = 0; i < SAMPLE_SUMMARY_ROWS; i++) {
			uint64_t number = *number_at(&written, i, row_fields[f].offset);

			json_push(array, number <= FIELD_MAX ? json_integer((json_int_t)number)
							     : json_null());
		}
		json_put(object, row_fields[f].name, array);
	}
	return object;
}

bool items_read(const json_t *object, struct sample_items *items, char *why)
{
	if (!object || json_is_null(object)) {
		return true;
	}
	memset(items->row, 0xff, sizeof(items->row)); /* unknown */
	if (!fields_read(object, items, count_fields, why)) {
		return false;
	}
	if (items->ended > items->count || items->failed > items->ended ||
		items->killed > items->ended - items->failed) {
		return refuse(why, "the counts of items make no sense");
	}
	for (size_t f = 0; f < ROW_FIELDS; f++) {
		const json_t *array = json_object_get(object, row_fields[f].name);

		if (array && json_array_size(array) != SAMPLE_SUMMARY_ROWS) {
			return refuse(why, "items.%s is no list of %d", row_fields[f].name,
				SAMPLE_SUMMARY_ROWS);
		}
		for (size_t i = 0; array && i < SAMPLE_SUMMARY_ROWS; i++) {
			if (!number_read(json_array_get(array, i), row_fields[f].name, FIELD_MAX,
				    number_at(items, i, row_fields[f].offset), why)) {
				return false;
			}
		}
	}
	return true;
}
