/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cell a user means by WORKLOAD/STRATEGY/WORKERS. */
#include "cli/cell_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "trial/spec.h"

/* The parts of a key; views into it. A workload's values may hold '/', the others don't. */
struct parts {
	const char *workload, *strategy, *workers;
	size_t workload_bytes, strategy_bytes;
};

static bool split(const char *key, struct parts *parts)
{
	const char *last = strrchr(key, '/');
	const char *middle = last;

	while (middle && middle > key && *--middle != '/') {
	}
	if (!last || middle <= key || last == middle + 1) {
		return false;
	}
	*parts = (struct parts){
		.workload = key,
		.workload_bytes = (size_t)(middle - key),
		.strategy = middle + 1,
		.strategy_bytes = (size_t)(last - middle - 1),
		.workers = last + 1,
	};
	return true;
}

/* True if the values A and B are the same number in some unit: 1ms and 1000us, 64KiB and 65536. What
 * the parameters are is not known here: the workload may be of a plugin. */
static bool same_number(const char *a, const char *b)
{
	static const enum param_kind kinds[] = {PARAM_BYTES, PARAM_NS, PARAM_REAL};
	char why[SPEC_ERROR_BYTES];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct param param = {.kind = kinds[i], .max = UINT64_MAX};
		union value x = {0}, y = {0};

		if (value_parse(&param, a, &x, why, sizeof(why)) &&
			value_parse(&param, b, &y, why, sizeof(why))) {
			return param.kind == PARAM_REAL ? x.real == y.real : x.count == y.count;
		}
	}
	return false;
}

/* True if A and B, each of so many bytes, are key=value with the same key and value. */
static bool same_item(const char *a, size_t a_bytes, const char *b, size_t b_bytes)
{
	const char *equals = memchr(a, '=', a_bytes);
	size_t key = equals ? (size_t)(equals - a) + 1 : 0;
	char x[VALUE_TEXT_BYTES], y[VALUE_TEXT_BYTES];

	if (a_bytes == b_bytes && memcmp(a, b, a_bytes) == 0) {
		return true;
	}
	if (key == 0 || b_bytes < key || memcmp(a, b, key) != 0 || a_bytes - key >= sizeof(x) ||
		b_bytes - key >= sizeof(y)) {
		return false;
	}
	snprintf(x, sizeof(x), "%.*s", (int)(a_bytes - key), a + key);
	snprintf(y, sizeof(y), "%.*s", (int)(b_bytes - key), b + key);
	return same_number(x, y);
}

/* True if the item of BYTES at ITEM stands in the list of COUNT bytes at LIST. */
static bool has_item(const char *list, size_t count, const char *item, size_t bytes)
{
	const char *end = list + count;

	for (const char *at = list; at < end;) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		size_t length = (size_t)((comma ? comma : end) - at);

		if (same_item(at, length, item, bytes)) {
			return true;
		}
		at += length + 1;
	}
	return false;
}

/* True if the spec WHOLE has the name and all parameters of PART. */
static bool spec_covers(const char *whole, size_t whole_bytes, const char *part, size_t part_bytes)
{
	const char *whole_colon = memchr(whole, ':', whole_bytes);
	const char *part_colon = memchr(part, ':', part_bytes);
	size_t whole_name = whole_colon ? (size_t)(whole_colon - whole) : whole_bytes;
	size_t part_name = part_colon ? (size_t)(part_colon - part) : part_bytes;

	if (whole_name != part_name || memcmp(whole, part, part_name) != 0) {
		return false;
	}
	const char *end = part + part_bytes;
	for (const char *at = part + part_name + 1; part_colon && at < end;) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		size_t length = (size_t)((comma ? comma : end) - at);

		if (!whole_colon ||
			!has_item(whole_colon + 1, whole_bytes - whole_name - 1, at, length)) {
			return false;
		}
		at += length + 1;
	}
	return true;
}

bool cell_name_covers(const char *whole, const char *part)
{
	return spec_covers(whole, strlen(whole), part, strlen(part));
}

/* How well KEY fits WANTED: 0 not at all, 2 if its strategy is that very one, else 1. */
static int fitness(const char *key, const struct parts *wanted)
{
	struct parts own;

	if (!split(key, &own) || strcmp(own.workers, wanted->workers) != 0 ||
		!spec_covers(own.workload, own.workload_bytes, wanted->workload,
			wanted->workload_bytes) ||
		!spec_covers(own.strategy, own.strategy_bytes, wanted->strategy,
			wanted->strategy_bytes)) {
		return 0;
	}
	return own.strategy_bytes == wanted->strategy_bytes ? 2 : 1;
}

/* The key without parameters, as people type it; the caller frees. */
static char *short_key(const char *key)
{
	struct parts parts;

	if (!split(key, &parts)) {
		return xstrdup(key);
	}
	const char *colon = memchr(parts.workload, ':', parts.workload_bytes);
	return xasprintf("%.*s/%.*s/%s",
		(int)(colon ? (size_t)(colon - parts.workload) : parts.workload_bytes),
		parts.workload, (int)parts.strategy_bytes, parts.strategy, parts.workers);
}

/* The first of NAMES whose workload is nearest to that of TEXT, or NULL. */
static const char *near_workload(const char *const *names, size_t count, const char *text)
{
	char **workloads = xcalloc(count, sizeof(*workloads));
	char *wanted = xasprintf("%.*s", (int)strcspn(text, ":/"), text);
	const char *found = NULL;

	for (size_t i = 0; i < count; i++) {
		workloads[i] = xasprintf("%.*s", (int)strcspn(names[i], ":/"), names[i]);
	}
	const char *near = nearest_name(wanted, (const char *const *)workloads, count);
	for (size_t i = 0; i < count; i++) {
		found = !found && near && strcmp(workloads[i], near) == 0 ? names[i] : found;
	}
	for (size_t i = 0; i < count; i++) {
		free(workloads[i]);
	}
	free(workloads);
	free(wanted);
	return found;
}

static bool refuse_unknown(
	const char *const *keys, size_t count, const char *text, char *error, size_t error_bytes)
{
	char **names = xcalloc(count, sizeof(*names));

	for (size_t i = 0; i < count; i++) {
		names[i] = short_key(keys[i]);
	}
	const char *near = nearest_name(text, (const char *const *)names, count);
	near = near ? near : nearest_name(text, keys, count);
	near = near ? near : near_workload((const char *const *)names, count, text);
	if (near) {
		snprintf(error, error_bytes, "no cell '%s' in this run; did you mean '%s'?", text,
			near);
	} else {
		snprintf(error, error_bytes,
			"no cell '%s' in this run; expected WORKLOAD/STRATEGY/WORKERS, such as "
			"'%s'",
			text, count > 0 ? keys[count - 1] : "primes/thread-pool/2");
	}
	for (size_t i = 0; i < count; i++) {
		free(names[i]);
	}
	free(names);
	return false;
}

bool cell_name_find(const char *const *keys, size_t count, const char *text, size_t *index,
	char *error, size_t error_bytes)
{
	struct parts wanted;
	size_t found[3] = {0}, first[3] = {0}, second[3] = {0};

	for (size_t i = 0; i < count; i++) {
		if (strcmp(keys[i], text) == 0) {
			*index = i;
			return true;
		}
	}
	for (size_t i = 0; split(text, &wanted) && i < count; i++) {
		int fit = fitness(keys[i], &wanted);

		first[fit] = found[fit] == 0 ? i : first[fit];
		second[fit] = found[fit] == 1 ? i : second[fit];
		found[fit]++;
	}
	int best = found[2] > 0 ? 2 : 1;
	if (found[best] == 0) {
		return refuse_unknown(keys, count, text, error, error_bytes);
	}
	if (found[best] > 1) {
		snprintf(error, error_bytes, "'%s' may be '%s' or '%s'%s; name it in full", text,
			keys[first[best]], keys[second[best]], found[best] > 2 ? ", ..." : "");
		return false;
	}
	*index = first[best];
	return true;
}

bool cell_name_in_run(
	const struct run *run, const char *text, size_t *index, char *error, size_t error_bytes)
{
	const char **keys = xcalloc(run->cell_count, sizeof(*keys));

	for (size_t i = 0; i < run->cell_count; i++) {
		keys[i] = run->cells[i].key;
	}
	bool found = cell_name_find(keys, run->cell_count, text, index, error, error_bytes);
	free(keys);
	return found;
}
