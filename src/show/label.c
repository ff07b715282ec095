/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts and the report call things, and the names of chart files. */
#include "show/label.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

void label_fit(const char *text, size_t columns, char *safe, size_t bytes)
{
	size_t used = 0;

	text_clean(text, safe, bytes);
	if (text_columns(safe) <= columns) {
		return;
	}
	for (size_t i = 0; safe[i]; i++) {
		used += ((unsigned char)safe[i] & 0xc0) != 0x80;
		if (used == columns && i + sizeof("…") <= bytes) {
			memcpy(safe + i, "…", sizeof("…"));
			return;
		}
	}
}

void label_workload(const struct run *run, size_t workload, size_t columns, char label[LABEL_BYTES])
{
	const char *text = run->workloads[workload].name;

	for (size_t i = 0; i < run->workload_count; i++) {
		if (i != workload &&
			strcmp(run->workloads[i].name, run->workloads[workload].name) == 0) {
			text = run->workloads[workload].spec;
		}
	}
	label_fit(text, columns, label, LABEL_BYTES);
}

void label_strategy(const struct run *run, size_t strategy, size_t columns, char label[LABEL_BYTES])
{
	const char *text = run->strategies[strategy].name;

	for (size_t i = 0; i < run->strategy_count; i++) {
		if (i != strategy &&
			strcmp(run->strategies[i].name, run->strategies[strategy].name) == 0) {
			text = run->strategies[strategy].spec;
		}
	}
	label_fit(text, columns, label, LABEL_BYTES);
}

const char *label_point(const struct run *run, uint32_t workers)
{
	for (size_t i = 0; i < run->point_count; i++) {
		if (run->points[i].workers == workers) {
			return run->points[i].label ? run->points[i].label : "";
		}
	}
	return "";
}

/* A file name from TEXT: runs of what is not in [A-Za-z0-9._-] become one '-'. */
static char *plain_name(const char *text)
{
	enum { PLAIN_MAX = 100 };
	char *plain = xcalloc(PLAIN_MAX + 1, 1);
	size_t used = 0;

	for (; *text && used < PLAIN_MAX; text++) {
		if (isascii((unsigned char)*text) &&
			(isalnum((unsigned char)*text) || strchr("._-", *text))) {
			plain[used++] = *text;
		} else if (used > 0 && plain[used - 1] != '-') {
			plain[used++] = '-';
		}
	}
	return plain;
}

static bool is_taken(char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0) {
			return true;
		}
	}
	return false;
}

const char *label_workers(bool threads, uint32_t count)
{
	static const char *const words[2][2] = {{"processes", "process"}, {"threads", "thread"}};

	return words[threads][count == 1];
}

bool label_on_threads(const struct run_strategy *strategy)
{
	return strcmp(strategy->kind, "thread") == 0;
}

char *label_chart(const struct run *run, const char *kind, size_t workload)
{
	char **names = xcalloc(workload + 1, sizeof(*names));
	char label[LABEL_BYTES];

	/* Those before it have the first choice, so a name does not depend on those after it. */
	for (size_t i = 0; i <= workload; i++) {
		label_workload(run, i, LABEL_BYTES, label);
		char *plain = plain_name(label);

		names[i] = xasprintf("%s-%s", kind, plain);
		for (int n = 2; is_taken(names, i, names[i]); n++) {
			free(names[i]);
			names[i] = xasprintf("%s-%s-%d", kind, plain, n);
		}
		free(plain);
	}
	char *name = names[workload];
	for (size_t i = 0; i < workload; i++) {
		free(names[i]);
	}
	free(names);
	return name;
}

void label_failures(const struct cell_result *result, char *text, size_t bytes)
{
	struct text list = {0};
	const char *comma = "";

	text_add(&list, "%s", "");
	for (size_t status = SAMPLE_OK + 1; status < SAMPLE_INTERRUPTED; status++) {
		const char *name = sample_status_name((enum sample_status)status);
		size_t count = result->status_count[status];

		if (count > 0 && count == result->failed_count && result->sample_count == 0) {
			text_add(&list, "%s", name);
		} else if (count > 0) {
			text_add(&list, "%s%zu %s", comma, count, name);
			comma = ", ";
		}
	}
	text_clean(list.text, text, bytes);
	text_finish(&list);
}
