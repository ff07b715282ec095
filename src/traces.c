/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces of samples as CSV files, and back. Reading trusts nothing. */
#include "traces.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

/* After this many reports on one file only their number is told. */
enum { REPORTS_MAX = 20, COLUMNS = 10 };

/* Of 10^6 lines, each with numbers below 10^18; more is no trace. */
#define FILE_MAX UINT64_C(250000000)
#define TIME_MAX UINT64_C(1000000000000000000)

static const char *const columns[COLUMNS] = {"chunk", "first_task", "tasks", "worker",
	"worker_begin_ns", "begin_ns", "end_ns", "cpu_ns", "begin_cpu", "end_cpu"};

void trace_init(struct trace *trace, size_t count)
{
	*trace = (struct trace){.chunk = xcalloc(count, sizeof(*trace->chunk)), .count = count};
}

void trace_finish(struct trace *trace)
{
	free(trace->chunk);
	*trace = (struct trace){0};
}

void trace_name(uint64_t seq, char name[TRACES_NAME_BYTES])
{
	snprintf(name, TRACES_NAME_BYTES, "traces/%" PRIu64 ".csv", seq);
}

/* ---- writing ---- */

/* "," and the number, nothing behind the comma if it is not known. */
static void print_number(FILE *out, uint64_t number)
{
	if (number <= TIME_MAX) {
		fprintf(out, ",%" PRIu64, number);
	} else {
		fputc(',', out);
	}
}

static void print_chunk(FILE *out, const struct trace_chunk *chunk)
{
	fprintf(out, "%" PRIu64, chunk->chunk);
	print_number(out, chunk->first_task);
	print_number(out, chunk->task_count);
	print_number(out, chunk->worker);
	print_number(out, chunk->born_ns);
	print_number(out, chunk->begin_ns);
	print_number(out, chunk->end_ns);
	print_number(out, chunk->cpu_ns);
	print_number(out, chunk->begin_cpu >= 0 ? (uint64_t)chunk->begin_cpu : SAMPLE_UNKNOWN);
	print_number(out, chunk->end_cpu >= 0 ? (uint64_t)chunk->end_cpu : SAMPLE_UNKNOWN);
	fputc('\n', out);
}

/* The whole file, allocated. */
static char *trace_text(const struct trace *trace, size_t *length)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, length);

	for (int i = 0; out && i < COLUMNS; i++) {
		fprintf(out, "%s%s", columns[i], i + 1 < COLUMNS ? "," : "\n");
	}
	for (size_t i = 0; out && i < trace->count; i++) {
		print_chunk(out, &trace->chunk[i]);
	}
	if (!out || fclose(out) != 0) {
		fatal("out of memory");
	}
	return text;
}

bool trace_write(const char *folder, uint64_t seq, const struct trace *trace)
{
	char name[TRACES_NAME_BYTES];
	char *traces = xasprintf("%s/traces", folder);
	size_t length = 0;
	bool ok = mkdir(traces, 0777) == 0 || errno == EEXIST;

	if (!ok) {
		warn("%s:", traces);
		free(traces);
		return false;
	}
	trace_name(seq, name);
	char *path = xasprintf("%s/%s", folder, name);
	char *text = trace_text(trace, &length);
	ok = write_file(path, text, length);
	free(text);
	free(path);
	free(traces);
	return ok;
}

/* ---- reading ---- */

/* A file being read. */
struct source {
	const char *name; /* FOLDER/traces/SEQ.csv */
	FILE *file;
	char *line; /* the one last read, without its newline; owned */
	size_t room, number;
	bool torn; /* that line had no newline */
	const struct sample *sample;
	uint32_t workers;
	struct trace *trace;
	size_t chunk_room;
};

static void report(struct source *source, const char *why)
{
	if (source->trace->bad_line_count++ < REPORTS_MAX) {
		warn("%s:%zu: left out: %s", source->name, source->number, why);
	}
}

/* False: there is no more line. */
static bool next_line(struct source *source)
{
	ssize_t length = getline(&source->line, &source->room, source->file);

	if (length <= 0) {
		return false;
	}
	source->number++;
	source->torn = source->line[length - 1] != '\n';
	if (!source->torn) {
		source->line[--length] = '\0';
	}
	if (strlen(source->line) != (size_t)length) {
		source->line[0] = '\0'; /* a NUL in it: no line of ours */
	}
	return true;
}

/* The fields of LINE as numbers, empty ones as SAMPLE_UNKNOWN. False: it has others. */
static bool read_fields(const char *line, uint64_t value[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		char field[24];
		size_t length = strcspn(line, ",");

		if (length >= sizeof(field) || (line[length] == ',') != (i + 1 < COLUMNS)) {
			return false;
		}
		memcpy(field, line, length);
		field[length] = '\0';
		value[i] = SAMPLE_UNKNOWN;
		if (length > 0 && (!parse_u64(field, &value[i]) || value[i] > TIME_MAX)) {
			return false;
		}
		line += length + 1;
	}
	return true;
}

/* False: some time is not known that must be, or lies before another, or after the end of all. */
static bool times_fit(const struct trace_chunk *chunk, uint64_t total_ns)
{
	bool ended = chunk->end_ns != SAMPLE_UNKNOWN;

	return chunk->begin_ns != SAMPLE_UNKNOWN && (!ended || chunk->end_ns >= chunk->begin_ns) &&
	       (ended ? chunk->end_ns : chunk->begin_ns) <= total_ns &&
	       (chunk->born_ns == SAMPLE_UNKNOWN || chunk->born_ns <= chunk->begin_ns) &&
	       (chunk->cpu_ns == SAMPLE_UNKNOWN ||
		       (ended && chunk->cpu_ns <= chunk->end_ns - chunk->begin_ns));
}

/* NULL, or why CHUNK can't come behind LAST. That tasks are in one chunk only keeps whoever goes through
 * those of all chunks from going through all tasks for each. */
static const char *misplaced(const struct trace_chunk *chunk, const struct trace_chunk *last)
{
	return chunk->chunk <= last->chunk ? "its chunk does not follow the one before"
	       : chunk->first_task < last->first_task + last->task_count
		       ? "its tasks are not behind those of the chunk before"
		       : NULL;
}

static int32_t cpu_number(uint64_t value)
{
	return value <= INT32_MAX ? (int32_t)value : -1;
}

/* NULL, or what is wrong with the line, which then is no chunk. */
static const char *read_chunk(const struct source *source, struct trace_chunk *chunk)
{
	const struct trace *trace = source->trace;
	uint64_t value[COLUMNS];

	if (source->torn) {
		return "torn, its end is missing";
	}
	if (!read_fields(source->line, value)) {
		return "expected 10 whole numbers";
	}
	*chunk = (struct trace_chunk){
		.chunk = value[0],
		.first_task = value[1],
		.task_count = value[2],
		.worker = value[3] < source->workers ? (uint32_t)value[3] : 0,
		.born_ns = value[4],
		.begin_ns = value[5],
		.end_ns = value[6],
		.cpu_ns = value[7],
		.begin_cpu = cpu_number(value[8]),
		.end_cpu = cpu_number(value[9]),
	};
	if (value[0] >= TRACES_CHUNKS_MAX || value[1] > TIME_MAX || value[2] > TIME_MAX) {
		return "no such chunk";
	}
	if (value[3] >= source->workers) {
		return "no such worker";
	}
	const char *why =
		trace->count > 0 ? misplaced(chunk, &trace->chunk[trace->count - 1]) : NULL;
	if (why) {
		return why;
	}
	return times_fit(chunk, source->sample->total_ns) ? NULL : "its times make no sense";
}

static void add_read(struct source *source, const struct trace_chunk *chunk)
{
	struct trace *trace = source->trace;

	if (trace->count == source->chunk_room) {
		source->chunk_room = source->chunk_room > 0 ? 2 * source->chunk_room : 64;
		trace->chunk = xrealloc(trace->chunk, source->chunk_room, sizeof(*trace->chunk));
	}
	trace->chunk[trace->count++] = *chunk;
}

static bool is_header(const char *line)
{
	for (int i = 0; i < COLUMNS; i++) {
		size_t length = strlen(columns[i]);

		if (strncmp(line, columns[i], length) != 0 ||
			line[length] != (i + 1 < COLUMNS ? ',' : '\0')) {
			return false;
		}
		line += length + 1;
	}
	return true;
}

static bool read_lines(struct source *source)
{
	struct trace_chunk chunk;

	if (!next_line(source) || !is_header(source->line)) {
		warn("%s:1: this is no trace of manyhands", source->name);
		return false;
	}
	while (next_line(source)) {
		const char *why = read_chunk(source, &chunk);

		if (why) {
			report(source, why);
		} else {
			add_read(source, &chunk);
		}
	}
	if (source->trace->bad_line_count > REPORTS_MAX) {
		warn("%s: left out: %zu more lines", source->name,
			source->trace->bad_line_count - REPORTS_MAX);
	}
	if (source->trace->count == 0) {
		warn("%s holds no chunk", source->name);
	}
	return source->trace->count > 0;
}

/* Opens PATH if it is a plain file of a sane size (a pipe could make us wait for ever); NULL: warned. */
static FILE *open_plain(const char *path)
{
	struct stat status = {0};
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	FILE *stream = NULL;

	if (file >= 0 && fstat(file, &status) == 0 && !S_ISREG(status.st_mode)) {
		warn("%s is not a plain file", path);
	} else if (file >= 0 && (uint64_t)status.st_size > FILE_MAX) {
		warn("%s is larger than a trace can be", path);
	} else if (file < 0 || (stream = fdopen(file, "r")) == NULL) {
		warn("%s:", path);
	}
	if (file >= 0 && !stream) {
		close(file);
	}
	return stream;
}

bool trace_read(
	const char *folder, const struct sample *sample, uint32_t workers, struct trace *trace)
{
	char name[TRACES_NAME_BYTES];

	trace_name(sample->seq, name);
	char *path = xasprintf("%s/%s", folder, name);
	struct source source = {
		.name = path,
		.file = open_plain(path),
		.sample = sample,
		.workers = workers,
		.trace = trace,
	};
	*trace = (struct trace){0};
	bool ok = source.file && read_lines(&source);
	if (source.file) {
		fclose(source.file);
	}
	if (!ok) {
		trace_finish(trace);
	}
	free(source.line);
	free(path);
	return ok;
}
