/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trial that writes nonsense into the area it is given. argv: ... the last one says which. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trial/area.h"

static _Alignas(256) char bytes[16384];

int main(int argc, char **argv)
{
	struct area_header *area = (struct area_header *)bytes;
	const char *how = argc > 3 ? argv[argc - 3] : "";
	size_t length = sizeof(bytes);

	area->magic = AREA_MAGIC;
	area->header_bytes = (uint32_t)area_header_bytes();
	area->worker_bytes = AREA_WORKER_BYTES;
	area->worker_count = 1;
	area->task_count = 10;
	area_slot(area, 0)->tasks_done = 10;
	area->status = AREA_OK;
	area->start_ns = 1000;
	area->end_ns = 2000;
	if (strcmp(how, "many") == 0) {
		area->worker_count = UINT32_MAX;
	} else if (strcmp(how, "two") == 0) {
		area->worker_count = 2;
	} else if (strcmp(how, "lazy") == 0) {
		area_slot(area, 0)->tasks_done = 9;
	} else if (strcmp(how, "short") == 0) {
		length = 100;
	} else if (strcmp(how, "backwards") == 0) {
		area->end_ns = 10;
	} else if (strcmp(how, "instant") == 0) {
		area->end_ns = area->start_ns;
	} else if (strcmp(how, "long") == 0) {
		area->end_ns = UINT64_MAX / 2;
	} else if (strcmp(how, "status") == 0) {
		area->status = 99;
	} else if (strcmp(how, "noise") == 0) {
		memset(bytes, 0xa5, sizeof(bytes));
	} else if (strcmp(how, "reason") == 0) {
		area->status = AREA_FAILED;
		memset(area->reason, '\033', sizeof(area->reason));
	}
	return write(3, bytes, length) == (ssize_t)length ? 0 : 1;
}
