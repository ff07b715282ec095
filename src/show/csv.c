/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.csv (RFC 4180): one line per cell. */
#include "show/csv.h"

#include <math.h>
#include <string.h>

#include "show/label.h"

void csv_field(struct text *text, const char *field)
{
	bool defuse = *field != '\0' && strchr("=+-@\t\r", *field);
	bool quote = defuse || strpbrk(field, ",\"\r\n") || *field == ' ' ||
		     (*field != '\0' && field[strlen(field) - 1] == ' ');

	text_add(text, "%s%s", quote ? "\"" : "", defuse ? "'" : "");
	for (const char *next; (next = strchr(field, '"')) != NULL; field = next + 1) {
		text_add(text, "%.*s\"\"", (int)(next - field), field);
	}
	text_add(text, "%s", field);
	text_add(text, quote ? "\"" : "");
}

/* Numbers that are not known stay empty: unknown is not zero. */
static void add_number(struct text *text, const char *format, double value)
{
	text_add(text, ",");
	if (isfinite(value)) {
		text_add(text, format, value);
	}
}

/* Words on RESULT, with spaces between them: a status in one word, TIMED-OUT; what disturbed so many of
 * its samples, foreign:3. */
static void add_flags(struct text *text, const struct cell_result *result)
{
	struct text flags = {0};

	text_add(&flags, "%s", result->cell->baseline ? " baseline" : "");
	if (result->sample_count > 0 && !result->time_ns.exact) {
		text_add(&flags, " no-interval");
	}
	if (result->sample_count == 0) {
		text_add(&flags, " no-time");
	}
	for (size_t status = SAMPLE_OK + 1; status <= SAMPLE_INTERRUPTED; status++) {
		if (result->status_count[status] > 0) {
			text_add(&flags, " %s", sample_status_name((enum sample_status)status));
		}
	}
	for (size_t kind = 0; kind < FLAG_KINDS; kind++) {
		if (result->flags.with[kind] > 0) {
			text_add(&flags, " %s:%zu", flag_name((enum flag)(1u << kind)),
				result->flags.with[kind]);
		}
	}
	char *timed_out = strstr(flags.text, "TIMED OUT");
	if (timed_out) {
		timed_out[strlen("TIMED")] = '-';
	}
	text_add(text, ",");
	csv_field(text, flags.length > 0 ? flags.text + 1 : "");
	text_finish(&flags);
}

static void add_cell(struct text *text, const struct run *run, const struct cell_result *result)
{
	const struct run_cell *cell = result->cell;
	bool timed = result->sample_count > 0;

	csv_field(text, run->workloads[cell->workload].spec);
	text_add(text, ",");
	csv_field(text, run->strategies[cell->strategy].spec);
	text_add(text, ",%u,", cell->workers);
	csv_field(text, cell->baseline ? "" : label_point(run, cell->workers));
	text_add(text, ",%zu,%zu", result->sample_count, result->failed_count);
	add_number(text, "%.6f", timed ? result->time_ns.mid / 1e6 : NAN);
	add_number(text, "%.6f", timed ? result->time_ns.low / 1e6 : NAN);
	add_number(text, "%.6f", timed ? result->time_ns.high / 1e6 : NAN);
	add_number(text, "%.6f", timed ? result->min_ns / 1e6 : NAN);
	add_number(text, "%.6f", timed ? result->cpu_ns / 1e6 : NAN);
	add_number(text, "%.6g", result->speedup.mid);
	add_number(text, "%.6g", result->speedup.low);
	add_number(text, "%.6g", result->speedup.high);
	add_number(text, "%.6g", result->efficiency);
	add_flags(text, result);
	text_add(text, "\r\n");
}

void csv_summary(const struct judgement *judgement, struct text *text)
{
	const struct run *run = &judgement->samples->run;

	text_add(text, "workload,strategy,workers,label,samples,failed,median_ms,median_low_ms,"
		       "median_high_ms,min_ms,cpu_ms,speedup,speedup_low,speedup_high,efficiency,"
		       "flags\r\n");
	for (size_t i = 0; i < run->cell_count; i++) {
		add_cell(text, run, &judgement->cells[i]);
	}
}
