/* SPDX-License-Identifier: MIT */
/* --describe: what the suite holds, as JSON lines for the driver. */
#include "trial/describe.h"

#include <inttypes.h>

void describe_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\') {
			fprintf(out, "\\%c", c);
		} else if (c < 0x20) {
			fprintf(out, "\\u%04x", c);
		} else {
			fputc(c, out);
		}
	}
	fputc('"', out);
}

static void member(FILE *out, const char *name, const char *text)
{
	fprintf(out, ",\"%s\":", name);
	describe_string(out, text);
}

static void describe_param(FILE *out, const struct param *param)
{
	static const char *const kinds[] = {
		[PARAM_COUNT] = "count",
		[PARAM_BYTES] = "bytes",
		[PARAM_NS] = "ns",
		[PARAM_REAL] = "real",
		[PARAM_CHOICE] = "choice",
		[PARAM_TEXT] = "text",
	};
	static const char *const roles[] = {
		[PARAM_PLAIN] = "plain",
		[PARAM_SIZE] = "size",
		[PARAM_CALIBRATED] = "calibrated",
	};

	fputs("{\"name\":", out);
	describe_string(out, param->name);
	member(out, "kind", kinds[param->kind]);
	member(out, "role", roles[param->role]);
	member(out, "default", param->fallback);
	/* as strings: JSON integers end at 2^63 */
	fprintf(out, ",\"min\":\"%" PRIu64 "\",\"max\":\"%" PRIu64 "\"", param->min, param->max);
	if (param->zero_word) {
		member(out, "zero_word", param->zero_word);
	}
	if (param->phrase) {
		member(out, "phrase", param->phrase);
	}
	if (param->choices) {
		fputs(",\"choices\":[", out);
		for (size_t i = 0; param->choices[i]; i++) {
			fputs(i > 0 ? "," : "", out);
			describe_string(out, param->choices[i]);
		}
		fputc(']', out);
	}
	member(out, "help", param->help ? param->help : "");
	fputc('}', out);
}

static void describe_params(FILE *out, const struct param *params)
{
	fputs(",\"params\":[", out);
	for (size_t i = 0; params && params[i].name; i++) {
		fputs(i > 0 ? "," : "", out);
		describe_param(out, &params[i]);
	}
	fputs("]}\n", out);
}

void describe_build(FILE *out)
{
	fputs("{\"type\":\"build\"", out);
	member(out, "version", MANYHANDS_VERSION);
	member(out, "compiler", MANYHANDS_COMPILER);
	member(out, "flags", MANYHANDS_FLAGS);
	fputs("}\n", out);
}

void describe_workload(FILE *out, const struct workload *workload)
{
	fputs("{\"type\":\"workload\"", out);
	member(out, "name", workload->name);
	member(out, "summary", workload->summary);
	describe_params(out, workload->params);
}

void describe_strategy(FILE *out, const struct strategy *strategy)
{
	static const char *const kinds[] = {
		[WORKER_NONE] = "none",
		[WORKER_THREAD] = "thread",
		[WORKER_PROCESS] = "process",
	};

	fputs("{\"type\":\"strategy\"", out);
	member(out, "name", strategy->name);
	member(out, "summary", strategy->summary);
	member(out, "kind", kinds[strategy->kind]);
	member(out, "chunking", strategy->chunking == CHUNK_PER_WORKER ? "per-worker" : "given");
	fprintf(out, ",\"short_lived\":%s", strategy->short_lived ? "true" : "false");
	describe_params(out, strategy->params);
}

void describe_cell(FILE *out, const struct job *job, const char *workload, const char *strategy,
	uint64_t memory_bytes)
{
	fputs("{\"workload\":", out);
	describe_string(out, workload);
	member(out, "strategy", strategy);
	fprintf(out,
		",\"workers\":%u,\"tasks\":%" PRIu64 ",\"chunks\":%" PRIu64
		",\"chunk_tasks\":%" PRIu64 ",\"memory_bytes\":%" PRIu64 "}\n",
		job->worker_count, job->input.task_count, job->chunk_count, job->chunk_tasks,
		memory_bytes);
}
