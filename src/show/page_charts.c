/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts of the page, each with its values as a table. */
#include <stdlib.h>
#include <string.h>

#include "show/chart_kinds.h"
#include "show/html.h"
#include "show/label.h"
#include "show/losses.h"
#include "show/markdown.h"
#include "show/page_parts.h"
#include "show/page_rows.h"
#include "show/page_svg.h"
#include "show/report_parts.h"
#include "show/report_workload.h"

/* Tables of more rows are folded away. */
enum { OPEN_ROWS = 12, LABEL_COLUMNS = 100 };

/* One chart that may stand in the folder. */
struct plate {
	const struct chart_kind *kind;
	size_t workload;
	char *name;
	char *csv, *svg; /* the files; NULL: not there */
};

static char *read_chart(const struct page *page, const char *name, const char *ending)
{
	char *path = xasprintf("%s/charts/%s.%s", page->folder, name, ending);
	char *text = read_file(path, NULL);

	free(path);
	return text;
}

/* Reads what stands of the chart; notes it where it could be drawn and is not. */
static void plate_init(
	struct plate *plate, struct page *page, const struct chart_kind *kind, size_t workload)
{
	const struct run *run = &page->judgement->samples->run;

	*plate = (struct plate){.kind = kind, .workload = workload};
	plate->name = chart_kind_file(kind, run, workload);
	plate->csv = read_chart(page, plate->name, "csv");
	plate->svg = read_chart(page, plate->name, "svg");
	if (plate->csv && !plate->svg) {
		text_add(&page->missing, "%s%s", page->missing.length > 0 ? ", " : "", plate->name);
	}
}

static void plate_finish(struct plate *plate)
{
	free(plate->name);
	free(plate->csv);
	free(plate->svg);
}

static bool is_kind(const struct chart_kind *kind, const char *name)
{
	return strcmp(kind->name, name) == 0;
}

static void add_all_speedups(const struct page *page, struct text *text)
{
	const struct run *run = &page->judgement->samples->run;

	for (size_t i = 0; i < run->workload_count; i++) {
		text_add(text, "**");
		report_add_name(text, run, i);
		text_add(text, "**\n\n");
		report_add_speedups(text, page->judgement, i);
	}
}

/* The values as Markdown: the tables of report.md where it has them, else the chart's data. */
static void add_values(const struct page *page, const struct plate *plate,
	const struct page_rows *rows, struct text *text)
{
	if (is_kind(plate->kind, "speedup")) {
		report_add_speedups(text, page->judgement, plate->workload);
		if (text->length == 0) { /* no cell has one: at least why */
			report_add_times(text, page->judgement, plate->workload);
		}
	} else if (is_kind(plate->kind, "time") || is_kind(plate->kind, "samples")) {
		report_add_times(text, page->judgement, plate->workload);
	} else if (is_kind(plate->kind, "losses")) {
		losses_markdown(&page->losses, plate->workload, text);
	} else if (is_kind(plate->kind, "overview")) {
		add_all_speedups(page, text);
	} else if (rows->row_count > 0) {
		markdown_text(text, plate->kind->summary);
		text_add(text, ":\n\n");
		page_rows_markdown(rows, text);
	}
}

static size_t count_rows(const struct text *markdown)
{
	size_t count = 0;

	for (const char *at = markdown->text; at && (at = strstr(at, "\n|")) != NULL; at++) {
		count++;
	}
	return count;
}

static void add_table(
	struct page *page, const struct plate *plate, const struct text *values, bool open)
{
	open = open || count_rows(values) <= OPEN_ROWS;
	text_add(&page->html, "<details%s><summary>The values of %s</summary>\n",
		open ? " open" : "", plate->name);
	page_add_markdown(page, values);
	text_add(&page->html, "</details>\n");
}

static void add_picture(struct page *page, const struct page_svg *picture)
{
	text_add(&page->html, "<figcaption><strong>");
	html_text(&page->html, picture->title.text ? picture->title.text : "");
	text_add(&page->html, "</strong>");
	if (picture->subtitle.length > 0) {
		text_add(&page->html, "<span>");
		html_text(&page->html, picture->subtitle.text);
		text_add(&page->html, "</span>");
	}
	text_add(&page->html, "</figcaption>\n<div class=\"chart\" role=\"region\" tabindex=\"0\" "
			      "aria-label=\"Chart: ");
	html_text(&page->html, picture->title.text ? picture->title.text : "");
	text_add(&page->html, "\">%s</div>\n", picture->body.text);
	if (picture->caption.length > 0) {
		text_add(&page->html, "<p class=\"note\">");
		html_text(&page->html, picture->caption.text);
		text_add(&page->html, "</p>\n");
	}
	if (picture->tip_count < picture->mark_count) {
		text_add(&page->html,
			"<p class=\"note\">%zu of %zu marks tell their values when pointed at; the "
			"table has all.</p>\n",
			picture->tip_count, picture->mark_count);
	}
}

/* Adds a chart and its table; nothing where there is neither. */
static void add_plate(struct page *page, const struct chart_kind *kind, size_t workload)
{
	struct plate plate;
	struct page_rows rows;
	struct page_svg picture;
	struct text values = {0};

	plate_init(&plate, page, kind, workload);
	page_rows_init(&rows, plate.csv ? plate.csv : "");
	add_values(page, &plate, &rows, &values);
	char *ids = xasprintf("c%zu", ++page->picture_count);
	bool drawn = plate.svg && page_svg_init(&picture, plate.svg, ids, &rows);
	free(ids);
	if (drawn) {
		text_add(&page->html, "<figure id=\"%s\">\n", plate.name);
		add_picture(page, &picture);
		page_svg_finish(&picture);
	} else if (plate.svg) {
		text_add(&page->html,
			"<p class=\"missing\"><code>charts/%s.svg</code> is not as "
			"gnuplot draws it, and is left out.</p>\n",
			plate.name);
	}
	if (values.length > 0) {
		add_table(page, &plate, &values, !drawn);
	}
	text_add(&page->html, drawn ? "</figure>\n" : "");
	text_finish(&values);
	page_rows_finish(&rows);
	plate_finish(&plate);
}

/* True if KIND belongs to the question where the speedup went. */
static bool is_of_losses(const struct chart_kind *kind)
{
	return is_kind(kind, "losses") || is_kind(kind, "waterfall");
}

/* Adds the charts of WORKLOAD that are, or are not, on losses. */
static void add_workload(struct page *page, size_t workload, bool losses)
{
	const struct chart_kind *kind;

	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		if (kind->scope == CHART_OF_WORKLOAD && is_of_losses(kind) == losses) {
			add_plate(page, kind, workload);
		}
	}
}

static void add_heading(struct page *page, size_t workload)
{
	char label[LABEL_BYTES];

	label_workload(&page->judgement->samples->run, workload, LABEL_COLUMNS, label);
	text_add(&page->html, "<h3>");
	html_text(&page->html, label);
	text_add(&page->html, "</h3>\n");
}

void page_add_losses(struct page *page)
{
	page_open(page, "losses", "Where did the speedup go?");
	for (size_t i = 0; i < page->judgement->samples->run.workload_count; i++) {
		struct text law = {0};

		add_heading(page, i);
		add_workload(page, i, true);
		report_add_law(&law, page->judgement, i);
		page_add_markdown(page, &law);
		text_finish(&law);
	}
	page_close(page);
}

void page_add_charts(struct page *page)
{
	const struct run *run = &page->judgement->samples->run;
	const struct chart_kind *kind;

	page_open(page, "charts", "Charts");
	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		if (kind->scope != CHART_OF_WORKLOAD && chart_kind_count(kind, run) > 0) {
			add_plate(page, kind, 0);
		}
	}
	for (size_t i = 0; i < run->workload_count && !run->granularity; i++) {
		add_heading(page, i);
		add_workload(page, i, false);
	}
	page_close(page);
}
