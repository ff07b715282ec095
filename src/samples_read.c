/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads samples.jsonl line by line, and leaves out what can't be believed. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "samples_json.h"
#include "text.h"

/* After this many reports on one file only their number is told. */
enum { REPORTS_MAX = 20 };

/* A file cut into lines, with one line's room. */
struct lines {
	int file;
	char *buffer;         /* SAMPLES_LINE_MAX + 1 bytes */
	size_t start, end;    /* what was read and not handed out yet */
	uint64_t sound_bytes; /* up to the last newline handed out */
	size_t number;        /* of the line last handed out, from 1 */
};

enum line_kind { LINE_WHOLE, LINE_LONG, LINE_TORN, LINE_END, LINE_UNREADABLE };

struct reader {
	const char *path;
	bool quiet;
	struct lines lines;
	json_t *cells, *probes; /* the keys of the run's cells and of its probes */
	struct samples *samples;
};

/* Reads more behind what is there; 0 at the end, -1 on failure. There is room. */
static ssize_t lines_fill(struct lines *lines)
{
	ssize_t got;

	memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
	lines->end -= lines->start;
	lines->start = 0;
	do {
		got = read(
			lines->file, lines->buffer + lines->end, SAMPLES_LINE_MAX + 1 - lines->end);
	} while (got < 0 && errno == EINTR);
	if (got > 0) {
		lines->end += (size_t)got;
	}
	return got;
}

/* Hands out the next line without its newline; it stays until the next call. */
static enum line_kind lines_next(struct lines *lines, const char **line, size_t *length)
{
	size_t seen = 0;      /* of the buffer, without a newline */
	uint64_t dropped = 0; /* of a line that is too long */

	lines->number++;
	for (;;) {
		char *begin = lines->buffer + lines->start;
		char *newline = memchr(begin + seen, '\n', lines->end - lines->start - seen);

		if (newline) {
			*line = begin;
			*length = (size_t)(newline - begin);
			lines->start += *length + 1;
			lines->sound_bytes += dropped + *length + 1;
			return dropped > 0 ? LINE_LONG : LINE_WHOLE;
		}
		seen = lines->end - lines->start;
		if (seen > SAMPLES_LINE_MAX) {
			dropped += seen;
			lines->start = lines->end = seen = 0;
		}
		ssize_t got = lines_fill(lines);
		if (got < 0) {
			return LINE_UNREADABLE;
		}
		if (got == 0) {
			return seen + dropped > 0 ? LINE_TORN : LINE_END;
		}
	}
}

static void report(struct reader *reader, const char *why)
{
	size_t reported = reader->samples->bad_line_count + reader->samples->torn;

	if (!reader->quiet && reported <= REPORTS_MAX) {
		warn("%s:%zu: left out: %s", reader->path, reader->lines.number, why);
	}
}

static void report_bad(struct reader *reader, const char *why)
{
	reader->samples->bad_line_count++;
	report(reader, why);
}

/* Parses one line of JSON, an object; NULL: WHY. */
static json_t *parse_line(const char *line, size_t length, char *why)
{
	json_error_t error;
	json_t *json = plain_parse(line, length);

	if (json) {
		return json;
	}
	json = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
	if (!json) {
		refuse(why, "column %d: %s", error.column, error.text);
	} else if (!json_is_object(json)) {
		refuse(why, "this is no JSON object");
		json_decref(json);
		json = NULL;
	}
	return json;
}

/* No sample outlives the timeout by much: not even one whose driver was stopped meanwhile. */
static bool is_too_long(const struct run *run, const struct sample *sample)
{
	return sample->status == SAMPLE_OK && run->timeout_ns > 0 &&
	       sample->total_ns / 10 > run->timeout_ns;
}

static bool take_sample(struct reader *reader, const json_t *json, char *why)
{
	struct sample sample = {0};

	if (!sample_read(json, &sample, why)) {
		sample_finish(&sample);
		return false;
	}
	/* a probe may also be of a cell, in files of before there were lists of probes */
	bool probed = sample.role == ROLE_PROBE && json_object_get(reader->probes, sample.cell);
	if (!probed && !json_object_get(reader->cells, sample.cell)) {
		refuse(why, "the run has no cell '%.80s'", sample.cell);
		sample_finish(&sample);
		return false;
	}
	if (is_too_long(&reader->samples->run, &sample)) {
		refuse(why, "status OK with a total_ns far beyond the run's timeout");
		sample_finish(&sample);
		return false;
	}
	samples_add(reader->samples, &sample);
	return true;
}

static bool take_note(struct reader *reader, const json_t *json, char *why)
{
	struct samples *samples = reader->samples;
	const char *text = json_string_value(json_object_get(json, "text"));

	if (!text) {
		return refuse(why, "a note without text");
	}
	samples->notes = xrealloc(samples->notes, samples->note_count + 1, sizeof(*samples->notes));
	samples->notes[samples->note_count++] = clean_copy(text);
	return true;
}

static bool take_line(struct reader *reader, const char *line, size_t length, char *why)
{
	json_t *json = parse_line(line, length, why);
	const char *type = json_string_value(json_object_get(json, "type"));
	bool ok;

	if (!json) {
		return false;
	}
	if (type && strcmp(type, "sample") == 0) {
		ok = take_sample(reader, json, why);
	} else if (type && strcmp(type, "note") == 0) {
		ok = take_note(reader, json, why);
	} else {
		ok = refuse(why, "type '%.40s' is neither sample nor note", type ? type : "");
	}
	json_decref(json);
	return ok;
}

/* Adds KEY to the SET. False: it is there already. */
static bool add_key(json_t *set, const char *key, char *why)
{
	if (json_object_get(set, key)) {
		return refuse(why, "cell '%.80s' is listed twice", key);
	}
	json_put(set, key, json_true());
	return true;
}

/* Fills reader->cells and reader->probes from the run. */
static bool index_cells(struct reader *reader, char *why)
{
	const struct run *run = &reader->samples->run;
	bool ok = true;

	reader->cells = json_object();
	reader->probes = json_object();
	for (size_t i = 0; ok && i < run->cell_count; i++) {
		ok = add_key(reader->cells, run->cells[i].key, why);
	}
	for (size_t i = 0; ok && i < run->probe_count; i++) {
		ok = add_key(reader->probes, run->probes[i].key, why);
	}
	return ok;
}

static bool read_run_line(struct reader *reader)
{
	const char *line = NULL;
	size_t length = 0;
	char why[FIELD_WHY_BYTES] = "this is no run line of manyhands";
	enum line_kind kind = lines_next(&reader->lines, &line, &length);
	json_t *json = NULL;
	bool ok = false;

	if (kind == LINE_UNREADABLE) {
		warn("%s:", reader->path);
		return false;
	}
	if (kind == LINE_LONG) {
		refuse(why, "longer than 1 MiB");
	} else if (kind == LINE_WHOLE) {
		json = parse_line(line, length, why);
		ok = json && run_read(json, &reader->samples->run, why) && index_cells(reader, why);
		json_decref(json);
	}
	if (!ok) {
		warn("%s:1: %s", reader->path, why);
	}
	return ok;
}

static bool read_sample_lines(struct reader *reader)
{
	for (;;) {
		const char *line = NULL;
		size_t length = 0;
		char why[FIELD_WHY_BYTES] = "";

		switch (lines_next(&reader->lines, &line, &length)) {
		case LINE_WHOLE:
			if (!take_line(reader, line, length, why)) {
				report_bad(reader, why);
			}
			break;
		case LINE_LONG:
			report_bad(reader, "longer than 1 MiB");
			break;
		case LINE_TORN:
			reader->samples->torn = true;
			report(reader, "torn, its end is missing");
			return true;
		case LINE_END:
			return true;
		case LINE_UNREADABLE:
			warn("%s:", reader->path);
			return false;
		}
	}
}

static void report_rest(const struct reader *reader)
{
	size_t reported = reader->samples->bad_line_count + reader->samples->torn;

	if (!reader->quiet && reported > REPORTS_MAX) {
		warn("%s: left out: %zu more lines", reader->path, reported - REPORTS_MAX);
	}
}

/* Opens PATH if it is a plain file (a pipe could make us wait for ever); -1: warned. */
static int open_plain(const char *path)
{
	struct stat status;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (file < 0 || fstat(file, &status) != 0) {
		warn("%s:", path);
	} else if (!S_ISREG(status.st_mode)) {
		warn("%s is not a plain file", path);
	} else {
		return file;
	}
	if (file >= 0) {
		close(file);
	}
	return -1;
}

bool samples_read(const char *folder, bool quiet, struct samples *samples)
{
	char *path = xasprintf("%s/samples.jsonl", folder);
	struct reader reader = {.path = path, .quiet = quiet, .samples = samples};
	bool ok = false;

	*samples = (struct samples){0};
	reader.lines.file = open_plain(path);
	if (reader.lines.file < 0) {
		goto free_path;
	}
	reader.lines.buffer = xcalloc(SAMPLES_LINE_MAX + 1, 1);
	ok = read_run_line(&reader) && read_sample_lines(&reader);
	report_rest(&reader);
	samples->sound_bytes = reader.lines.sound_bytes;
	json_decref(reader.cells);
	json_decref(reader.probes);
	free(reader.lines.buffer);
	close(reader.lines.file);
	if (!ok) {
		samples_finish(samples);
	}
free_path:
	free(path);
	return ok;
}
