/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan is in words: the headings of its workloads, the command that repeats it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/plan.h"
#include "text.h"

/* A value as headings show it: counts in groups of three, a space before units, the micro sign. */
static void format_spoken(
	const struct param *param, const union value *value, char *text, size_t bytes)
{
	char plain[SPEC_TEXT_BYTES];

	value_format(param, value, plain, sizeof(plain));
	size_t digits = strspn(plain, "0123456789");
	const char *unit = plain + digits;
	if (param->kind == PARAM_COUNT && digits > 0) {
		format_count(value->count, text, bytes);
	} else if (param->kind == PARAM_NS || param->kind == PARAM_BYTES) {
		unit = *unit == '\0' ? "B" : strcmp(unit, "us") == 0 ? "µs" : unit;
		snprintf(text, bytes, "%.*s %s", (int)digits, plain, unit);
	} else {
		snprintf(text, bytes, "%s", plain);
	}
}

/* Takes away what stands behind LENGTH. */
static void cut_text(struct text *text, size_t length)
{
	if (text->text) {
		text->length = length;
		text->text[length] = '\0';
	}
}

/* True if workload INDEX runs the plan's command. */
static bool runs_command(const struct plan *plan, size_t index)
{
	return plan->command &&
	       strcmp(plan->workloads.item[index]->entry->name, COMMAND_WORKLOAD) == 0;
}

char *plan_work_text(const struct plan *plan, size_t index)
{
	const struct listed_spec *item = plan->workloads.item[index];
	struct text text = {0};
	size_t last = 0; /* where the phrase before begins */

	if (runs_command(plan, index)) {
		return command_heading(plan->command);
	}
	for (size_t i = 0; item->entry->params[i].name; i++) {
		const struct param *param = &item->entry->params[i];
		const char *gap = param->phrase ? strstr(param->phrase, "{}") : NULL;
		char value[SPEC_TEXT_BYTES];

		/* of choices and shares only the unusual ones are worth a word */
		bool usual = (param->kind == PARAM_CHOICE || param->kind == PARAM_REAL) &&
			     spec_is_default(param, &item->spec.value[i]);
		bool instead = gap && *param->phrase == '|';
		if (!gap || usual || (instead && item->spec.value[i].count == 0)) {
			continue;
		}
		if (instead) {
			cut_text(&text, last);
		}
		last = text.length;
		format_spoken(param, &item->spec.value[i], value, sizeof(value));
		text_add(&text, "%s%.*s%s%s", text.length > 0 ? " " : "",
			(int)(gap - param->phrase - instead), param->phrase + instead, value,
			gap + 2);
	}
	return text.text ? text.text : xstrdup("");
}

/* A space and WORD, as a shell reads it. */
static void add_word(struct text *text, const char *word)
{
	text_add(text, " ");
	text_add_quoted(text, word);
}

/* The spec as it has to be typed again. */
static void format_given(const struct listed_spec *item, char *text)
{
	bool calibrated_given = false;

	for (size_t i = 0; item->entry->params[i].name; i++) {
		calibrated_given |=
			item->entry->params[i].role == PARAM_CALIBRATED && item->spec.given[i];
	}
	spec_format(&item->spec, item->entry->params, calibrated_given, text, SPEC_TEXT_BYTES);
}

static void add_strategies(struct text *text, const struct plan *plan)
{
	struct text joined = {0};

	for (size_t i = 1; i < plan->asked_strategies; i++) {
		char spec[SPEC_TEXT_BYTES];

		format_given(plan->strategies.item[i], spec);
		text_add(&joined, "%s%s", i > 1 ? "," : "", spec);
	}
	text_add(text, " --strategies");
	add_word(text, joined.text ? joined.text : "sequential");
	text_finish(&joined);
}

void plan_add_duration(struct text *text, const char *option, uint64_t ns)
{
	struct param duration = {.kind = PARAM_NS};
	union value value = {.ns = ns};
	char plain[VALUE_TEXT_BYTES];

	value_format(&duration, &value, plain, sizeof(plain));
	text_add(text, " %s %s", option, plain);
}

char *plan_command(const struct plan *plan, const char *plugin)
{
	struct text text = {0};

	text_add(&text, "manyhands run%s", plan->granularity ? " --granularity" : "");
	for (size_t i = 0; i < plan->asked_workloads && !plan->granularity; i++) {
		char spec[SPEC_TEXT_BYTES];

		format_given(plan->workloads.item[i], spec);
		if (!runs_command(plan, i)) {
			add_word(&text, spec);
		}
	}
	add_strategies(&text, plan);
	text_add(&text, " --workers ");
	for (uint32_t i = 0; i < plan->point_count; i++) {
		text_add(&text, "%s%u", i > 0 ? "," : "", plan->points[i].workers);
	}
	text_add(&text, " --rounds %u", plan->rounds);
	if (plan->precision > 0) {
		text_add(&text, " --precision %g%%", 100 * plan->precision);
	}
	text_add(&text, " --seed %llu", (unsigned long long)plan->seed);
	plan_add_duration(&text, "--sample-time", plan->sample_time_ns);
	plan_add_duration(&text, "--timeout", plan->timeout_ns);
	if (plan->budget_ns > 0) {
		plan_add_duration(&text, "--budget", plan->budget_ns);
	}
	if (plan->trace) {
		text_add(&text, " --trace");
	}
	if (plugin) {
		text_add(&text, " --plugin");
		add_word(&text, plugin);
	}
	if (plan->command) {
		command_add_words(plan->command, &text);
	}
	return text.text;
}
