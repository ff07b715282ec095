/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder to write into, and what was said on stderr, for one test. */
#include "scratch.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int real_stderr = -1;
static FILE *captured;

char *scratch_create(void)
{
	char *folder = strdup("/tmp/manyhands-test-XXXXXX");

	ck_assert_ptr_nonnull(folder);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	return folder;
}

void scratch_destroy(char *folder)
{
	DIR *list = opendir(folder);
	struct dirent *entry;

	ck_assert_ptr_nonnull(list);
	while ((entry = readdir(list))) {
		unlinkat(dirfd(list), entry->d_name, 0);
	}
	closedir(list);
	rmdir(folder);
	free(folder);
}

void capture_start(void)
{
	captured = tmpfile();
	ck_assert_ptr_nonnull(captured);
	fflush(stderr);
	real_stderr = dup(STDERR_FILENO);
	ck_assert_int_ge(dup2(fileno(captured), STDERR_FILENO), 0);
}

char *capture_end(void)
{
	fflush(stderr);
	ck_assert_int_ge(dup2(real_stderr, STDERR_FILENO), 0);
	close(real_stderr);
	fseek(captured, 0, SEEK_END);
	long length = ftell(captured);
	char *text = calloc((size_t)length + 1, 1);
	ck_assert_ptr_nonnull(text);
	rewind(captured);
	ck_assert_uint_eq(fread(text, 1, (size_t)length, captured), (size_t)length);
	fclose(captured);
	return text;
}
