/* SPDX-License-Identifier: MIT */
/* Reads the list of a command and its items, and puts an item into the command's words. */
#include "trial/items.h"

#include <stdlib.h>
#include <string.h>

static const char magic[] = "manyhands-command-1";

/* The rest of a list that is being read. */
struct rest {
	const char *at, *end;
};

/* The next text, or NULL where none ends before the end. */
static const char *next_text(struct rest *rest)
{
	const char *text = rest->at;
	const char *nul = memchr(text, '\0', (size_t)(rest->end - text));

	if (!nul) {
		return NULL;
	}
	rest->at = nul + 1;
	return text;
}

/* A number of texts from MIN to MAX and then these, in an array that the caller frees; NULL: no. */
static const char **next_texts(struct rest *rest, size_t min, size_t max, size_t *count)
{
	const char *number = next_text(rest);
	char *end;

	*count = number ? strtoul(number, &end, 10) : 0;
	if (!number || *number < '0' || *number > '9' || *end || *count < min || *count > max) {
		return NULL;
	}
	const char **texts = calloc(*count, sizeof(*texts));
	for (size_t i = 0; texts && i < *count; i++) {
		texts[i] = next_text(rest);
		if (!texts[i]) {
			free(texts);
			return NULL;
		}
	}
	return texts;
}

bool items_parse(struct items *items, const char *bytes, size_t length)
{
	struct rest rest = {bytes, bytes + length};
	const char *begin = next_text(&rest), *letters = next_text(&rest);

	*items = (struct items){.keep = next_text(&rest)};
	items->source = next_text(&rest);
	items->folder = next_text(&rest);
	if (!begin || strcmp(begin, magic) != 0 || !items->folder) {
		return false;
	}
	items->shell = strchr(letters, 's') != NULL;
	items->append = strchr(letters, 'a') != NULL;
	items->allow_failures = strchr(letters, 'f') != NULL;
	items->ends_with_nul = strchr(letters, '0') != NULL;
	items->word = next_texts(&rest, 1, ITEMS_WORDS_MAX, &items->word_count);
	if (items->word) {
		items->item = next_texts(&rest, 1, ITEMS_MAX, &items->item_count);
	}
	if (!items->item || rest.at != rest.end) {
		items_finish(items);
		return false;
	}
	return true;
}

void items_finish(struct items *items)
{
	free(items->word);
	free(items->item);
	*items = (struct items){0};
}

/* FNV-1a over TEXT and its NUL. */
static uint64_t add_to_sum(uint64_t sum, const char *text)
{
	do {
		sum = (sum ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	} while (*text++);
	return sum;
}

uint64_t items_sum(const struct items *items)
{
	char letters[4] = {items->shell ? 's' : '-', items->append ? 'a' : '-',
		items->allow_failures ? 'f' : '-', '\0'};
	uint64_t sum = add_to_sum(UINT64_C(0xcbf29ce484222325), letters);

	for (size_t i = 0; i < items->word_count; i++) {
		sum = add_to_sum(sum, items->word[i]);
	}
	sum = add_to_sum(sum, ""); /* so that a word is no item */
	for (size_t i = 0; i < items->item_count; i++) {
		sum = add_to_sum(sum, items->item[i]);
	}
	return sum;
}

/* ---- arguments ---- */

/* Arguments being put into one block: first their bytes are counted, then they are written. */
struct arguments {
	char **list; /* NULL while they are counted */
	char *at;
	size_t count, bytes;
};

static void put_bytes(struct arguments *arguments, const char *bytes, size_t length)
{
	if (arguments->list) {
		memcpy(arguments->at, bytes, length);
		arguments->at += length;
	}
	arguments->bytes += length;
}

/* Adds TEXT; with an ITEM that stands for every "{}" in it. */
static void put(struct arguments *arguments, const char *text, const char *item)
{
	if (arguments->list) {
		arguments->list[arguments->count] = arguments->at;
	}
	arguments->count++;
	for (const char *gap; item && (gap = strstr(text, "{}")); text = gap + 2) {
		put_bytes(arguments, text, (size_t)(gap - text));
		put_bytes(arguments, item, strlen(item));
	}
	put_bytes(arguments, text, strlen(text) + 1);
}

static void put_all(struct arguments *arguments, const struct items *items, const char *item)
{
	if (items->shell) {
		put(arguments, "/bin/sh", NULL);
		put(arguments, "-c", NULL);
		put(arguments, items->word[0], NULL);
		put(arguments, "sh", NULL);
	} else {
		for (size_t i = 0; i < items->word_count; i++) {
			put(arguments, items->word[i], i > 0 ? item : NULL);
		}
	}
	if (items->append) {
		put(arguments, item, NULL);
	}
}

char **items_arguments(const struct items *items, size_t item)
{
	struct arguments arguments = {0};

	put_all(&arguments, items, items->item[item]);
	size_t list_bytes = (arguments.count + 1) * sizeof(char *);
	char **list = malloc(list_bytes + arguments.bytes);
	if (!list) {
		return NULL;
	}
	arguments = (struct arguments){.list = list, .at = (char *)list + list_bytes};
	put_all(&arguments, items, items->item[item]);
	list[arguments.count] = NULL;
	return list;
}
