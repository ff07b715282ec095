/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As much of the table as fits on a screen that is too low for all of it. */
#include <string.h>

#include "show/table_block.h"

/* The blocks FIRST .. LAST - 1, of a sheet whose layout is PAGE's. */
struct part {
	struct table_page *page;
	size_t first, last;
};

static void add_part(const struct part *part, struct text *text)
{
	part->page->text = text;
	part->page->counts_end = 0;
	for (size_t i = part->first; i < part->last; i++) {
		table_add_block(part->page, &part->page->layout.sheet->block[i]);
	}
	part->page->text = NULL;
}

static bool part_fits(const struct part *part, size_t lines_max)
{
	struct text text = {0};
	size_t lines = 0;

	add_part(part, &text);
	for (size_t i = 0; i < text.length; i++) {
		lines += text.text[i] == '\n';
	}
	text_finish(&text);
	return lines <= lines_max;
}

/* Takes blocks behind and before those of PART, as long as all fit. */
static void grow_part(struct part *part, size_t lines_max)
{
	size_t count = part->page->layout.sheet->block_count;

	while (part->last < count &&
		part_fits(&(struct part){part->page, part->first, part->last + 1}, lines_max)) {
		part->last++;
	}
	while (part->first > 0 &&
		part_fits(&(struct part){part->page, part->first - 1, part->last}, lines_max)) {
		part->first--;
	}
}

/* The workload of the cell KEY; the first if there is no such cell. */
static size_t workload_of(const struct run *run, const char *key)
{
	for (size_t c = 0; key && c < run->cell_count; c++) {
		if (strcmp(run->cells[c].key, key) == 0) {
			return run->cells[c].workload;
		}
	}
	return 0;
}

void table_part(const struct judgement *judgement, const struct table_style *style, const char *now,
	size_t lines_max, struct text *text)
{
	const struct run *run = &judgement->samples->run;
	struct table_page page = {.compact = true, .no_notes = true};
	struct sheet sheet;

	sheet_init(&sheet, judgement, style->utf8);
	layout_init(&page.layout, style, run, &sheet);
	struct part part = {&page, 0, sheet.block_count};
	if (part_fits(&part, lines_max)) {
		add_part(&part, text);
		goto done;
	}
	part.first = workload_of(run, now);
	part.last = part.first + 1;
	if (lines_max > 1 && part_fits(&part, lines_max - 1)) {
		grow_part(&part, lines_max - 1);
		add_part(&part, text);
		text_add(text, "(%zu of %zu workloads: the others at the end)\n",
			part.last - part.first, sheet.block_count);
	}
done:
	layout_finish(&page.layout);
	sheet_finish(&sheet);
}
