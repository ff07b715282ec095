/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes samples.jsonl: locked, append-only, every line one write that is synced. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "samples_json.h"
#include "text.h"

struct samples_writer {
	int file;
	char *path;
	uint64_t bytes; /* of whole lines in the file */
	bool broken;    /* a write failed: nothing more is added */
};

/* The text of LINE with a newline, allocated. Takes over LINE. */
static char *line_text(json_t *line, size_t *length)
{
	char *text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(17));

	if (!text) {
		fatal("out of memory");
	}
	json_decref(line);
	*length = strlen(text) + 1;
	text = xrealloc(text, *length + 1, 1);
	memcpy(text + *length - 1, "\n", 2);
	return text;
}

/* Adds a line in one write, so that a power cut leaves it whole or torn at the end, never mixed
 * with another; what a full disk took of it is cut off again. */
static bool add_line(struct samples_writer *writer, json_t *line)
{
	size_t length;
	char *text = line_text(line, &length);
	ssize_t written = -1;

	if (length > SAMPLES_LINE_MAX) {
		errno = EMSGSIZE;
	} else {
		written = write(writer->file, text, length);
	}
	free(text);
	if (written == (ssize_t)length && fdatasync(writer->file) == 0) {
		writer->bytes += length;
		return true;
	}
	int error = written >= 0 && written < (ssize_t)length ? ENOSPC : errno;
	/* where even this fails, the reader takes the line for torn */
	(void)!ftruncate(writer->file, (off_t)writer->bytes);
	writer->broken = true;
	errno = error;
	return false;
}

static bool add_or_warn(struct samples_writer *writer, json_t *line)
{
	if (writer->broken) {
		json_decref(line);
		return false;
	}
	if (!add_line(writer, line)) {
		warn("can't go on writing, all lines before are kept: %s:", writer->path);
		return false;
	}
	return true;
}

/* Keeps the other writers out. A file system that knows no locks is warned of, not refused. */
static bool lock(const struct samples_writer *writer)
{
	if (flock(writer->file, LOCK_EX | LOCK_NB) == 0) {
		return true;
	}
	if (errno == EWOULDBLOCK) {
		warn("%s is being written by another run", writer->path);
		return false;
	}
	warn("can't lock %s:", writer->path);
	return true;
}

static struct samples_writer *create_writer(const char *folder)
{
	struct samples_writer *writer = xcalloc(1, sizeof(*writer));

	writer->path = xasprintf("%s/samples.jsonl", folder);
	writer->file = -1;
	return writer;
}

void samples_close(struct samples_writer *writer)
{
	if (!writer) {
		return;
	}
	if (writer->file >= 0) {
		close(writer->file);
	}
	free(writer->path);
	free(writer);
}

/* Makes the name of the new file last a power cut, where the file system can. */
static void sync_folder(const char *folder)
{
	int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (file >= 0) {
		(void)fsync(file);
		close(file);
	}
}

struct samples_writer *samples_create(const char *folder, const struct run *run)
{
	struct samples_writer *writer = create_writer(folder);

	writer->file = open(writer->path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
	if (writer->file < 0 && errno == EEXIST) {
		warn("%s is there already; --resume %s goes on with it", writer->path, folder);
		goto failed;
	}
	if (writer->file < 0) {
		warn("%s:", writer->path);
		goto failed;
	}
	if (!lock(writer)) {
		goto failed;
	}
	if (!add_line(writer, run_write(run))) {
		if (errno == EMSGSIZE) {
			warn("%s: more cells than one line holds (1 MiB)", writer->path);
		} else {
			warn("%s:", writer->path);
		}
		unlink(writer->path);
		goto failed;
	}
	sync_folder(folder);
	return writer;
failed:
	samples_close(writer);
	return NULL;
}

/* True if the file holds at least SOUND_BYTES and behind them no whole line. */
static bool only_torn_behind(int file, uint64_t sound_bytes)
{
	struct stat status;
	char piece[4096];
	off_t offset = (off_t)sound_bytes;
	ssize_t got;

	if (fstat(file, &status) != 0 || (uint64_t)status.st_size < sound_bytes) {
		return false;
	}
	while ((got = pread(file, piece, sizeof(piece), offset)) > 0) {
		if (memchr(piece, '\n', (size_t)got)) {
			return false;
		}
		offset += got;
	}
	return got == 0;
}

struct samples_writer *samples_resume(const char *folder, uint64_t sound_bytes)
{
	struct samples_writer *writer = create_writer(folder);

	writer->file = open(writer->path, O_RDWR | O_APPEND | O_CLOEXEC);
	if (writer->file < 0) {
		warn("%s:", writer->path);
		goto failed;
	}
	if (!lock(writer)) {
		goto failed;
	}
	if (!only_torn_behind(writer->file, sound_bytes)) {
		warn("%s has changed since it was read", writer->path);
		goto failed;
	}
	if (ftruncate(writer->file, (off_t)sound_bytes) != 0) {
		warn("%s:", writer->path);
		goto failed;
	}
	writer->bytes = sound_bytes;
	return writer;
failed:
	samples_close(writer);
	return NULL;
}

bool samples_append(struct samples_writer *writer, const struct sample *sample)
{
	return add_or_warn(writer, sample_write(sample));
}

bool samples_note(struct samples_writer *writer, const char *text)
{
	json_t *line = json_object();

	json_put(line, "type", json_string("note"));
	json_put(line, "text", json_clean_string(text));
	return add_or_warn(writer, line);
}
