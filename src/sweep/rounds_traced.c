/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of the trace of a sample: a file of its own beside the record. */
#include <stdlib.h>

#include "sweep/rounds.h"
#include "text.h"

bool rounds_keep_trace(struct rounds *rounds, struct sample *sample, struct launch_extra *extra)
{
	bool ok = true;

	if (sample->role != ROLE_TRACED) {
		return true;
	}
	if (extra->chunk_count > TRACES_CHUNKS_MAX) {
		char *note = xasprintf("%s is not traced: %llu chunks, at most %d are",
			sample->cell, (unsigned long long)extra->chunk_count, TRACES_CHUNKS_MAX);

		ok = samples_note(rounds->writer, note);
		free(note);
	} else if (extra->trace.count > 0 && sample->status != SAMPLE_INTERRUPTED) {
		ok = sample->has_trace = trace_write(rounds->folder, sample->seq, &extra->trace);
	}
	trace_finish(&extra->trace);
	return ok;
}
