/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder to write into, and what was said on stderr, for one test. */
#ifndef MANYHANDS_TESTS_SCRATCH_H
#define MANYHANDS_TESTS_SCRATCH_H

#include <stddef.h>

/* Makes an empty folder; its path, allocated. scratch_destroy removes it with the plain files in
 * it, and frees the path. */
char *scratch_create(void);
void scratch_destroy(char *folder);

/* From capture_start on stderr goes to a file; capture_end puts it back and returns the text,
 * allocated. */
void capture_start(void);
char *capture_end(void);

#endif
