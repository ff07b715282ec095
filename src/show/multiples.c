/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small charts of speedups side by side, with the same axes and one legend. */
#include "show/multiples.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/script.h"
#include "show/words.h"

/* Pixels. */
enum {
	GRAPH = 180,
	GRAPH_ALONE = 330,
	NAME_EDGE = 34, /* above a small chart, without messages */
	TICS_EDGE = 36, /* below it, without bars */
	MESSAGE_ROW = 15,
	BAR_EDGE = 46,
	COLUMN_GAP = 34,
	RIGHT_EDGE = 30,
	LEGEND_ROW = 20,
	PARTS_ROW = 22,
	MESSAGE_ROWS = 2
};

void multiples_init(struct multiples *multiples, struct figure *figure, size_t count, size_t lanes)
{
	static const size_t columns[] = {1, 1, 2, 3, 2, 3, 3, 3, 3, 3};

	*multiples =
		(struct multiples){.figure = figure, .panel_count = count, .lane_count = lanes};
	multiples->panel = xcalloc(count, sizeof(*multiples->panel));
	multiples->columns = count < 10 ? columns[count] : 4;
	multiples->rows = (count + multiples->columns - 1) / multiples->columns;
	multiples->width = (FIGURE_WIDTH - FIGURE_LEFT - RIGHT_EDGE -
				   (double)(multiples->columns - 1) * COLUMN_GAP) /
			   (double)multiples->columns;
	multiples->strip = lanes > 0 ? (double)lanes * MULTIPLE_LANE + 6 : 0;
	multiples->graph = (count == 1 ? GRAPH_ALONE : GRAPH) + multiples->strip;
}

void multiples_finish(struct multiples *multiples)
{
	for (size_t i = 0; i < multiples->panel_count; i++) {
		struct multiple *panel = &multiples->panel[i];

		free(panel->name);
		free(panel->note);
		free(panel->message);
		free(panel->series);
		free(panel->hollow);
		free(panel->lanes);
		free(panel->bar_note);
		text_finish(&panel->cuts.above);
		text_finish(&panel->cuts.below);
	}
	for (size_t i = 0; i < multiples->legend_count; i++) {
		free(multiples->legend[i].text);
	}
	free(multiples->panel);
	free(multiples->legend);
	free(multiples->part);
	for (size_t i = 0; i <= LOSS_KINDS; i++) {
		free(multiples->part_name[i]);
	}
	free(multiples->key);
	*multiples = (struct multiples){0};
}

/* The legend in rows above the small charts, its columns aligned; returns how many rows. */
static size_t write_legend(const struct multiples *multiples)
{
	size_t count = multiples->legend_count, rows = 0;
	double *columns = xcalloc(3 * count, sizeof(*columns)), widest = 1;
	double *left = columns, *row = left + count, *style = row + count;
	char **texts = xcalloc(count, sizeof(*texts));
	struct text *head = &multiples->figure->head;

	for (size_t i = 0; i < count; i++) {
		texts[i] = multiples->legend[i].text;
		style[i] = (double)multiples->legend[i].style;
		widest = fmax(widest, figure_text_width(texts[i]) + 38);
	}
	size_t per_row = (size_t)fmax(1, floor((FIGURE_WIDTH - 56) / widest));
	for (size_t i = 0; i < count; i++) {
		size_t above = i / per_row;

		left[i] = (double)(i % per_row) * widest;
		row[i] = (double)above;
		rows = above + 1;
	}
	script_number(head, "LEGENDS", (double)count);
	script_texts(head, "LEGEND", texts, count);
	script_numbers(head, "LEGEND_X", left, count);
	script_numbers(head, "LEGEND_ROW", row, count);
	script_numbers(head, "LEGEND_STYLE", style, count);
	free(texts);
	free(columns);
	return rows;
}

/* The member at OFFSET of all small charts as an array NAME. */
static void write_texts(const struct multiples *multiples, const char *name, size_t offset)
{
	char **texts = xcalloc(multiples->panel_count, sizeof(*texts));
	static char none[] = "";

	for (size_t i = 0; i < multiples->panel_count; i++) {
		memcpy(&texts[i], (const char *)&multiples->panel[i] + offset, sizeof(texts[i]));
		texts[i] = texts[i] ? texts[i] : none;
	}
	script_texts(&multiples->figure->head, name, texts, multiples->panel_count);
	free(texts);
}

/* Takes the next row of at most COLUMNS off *REST, the LAST one cut if need be; the caller frees. */
static char *take_row(const char **rest, size_t columns, bool last)
{
	size_t bytes = strlen(*rest);
	char fit[512];

	if (!last && text_columns(*rest) > columns) {
		/* at the last space that leaves room */
		bytes = words_bytes(*rest, columns);
		while (bytes > 0 && (*rest)[bytes] != ' ') {
			bytes--;
		}
	}
	char *row = xasprintf("%.*s", (int)bytes, *rest);
	label_fit(row, columns, fit, sizeof(fit));
	free(row);
	*rest += bytes + ((*rest)[bytes] == ' ');
	return xstrdup(fit);
}

/* The messages, folded into rows PANEL_MESSAGE_1 and so on; returns how many rows they take. */
static size_t write_messages(const struct multiples *multiples)
{
	size_t columns = (size_t)(multiples->width / 5.9), most = 0;
	size_t count = multiples->panel_count;
	char **rows = xcalloc(MESSAGE_ROWS * count, sizeof(*rows)), name[32];

	for (size_t i = 0; i < count; i++) {
		const char *rest = multiples->panel[i].message ? multiples->panel[i].message : "";

		for (size_t row = 0; row < MESSAGE_ROWS; row++) {
			char *text = take_row(&rest, columns, row + 1 == MESSAGE_ROWS);

			most = *text && row + 1 > most ? row + 1 : most;
			rows[row * count + i] = text;
		}
	}
	for (size_t row = 0; row < MESSAGE_ROWS; row++) {
		snprintf(name, sizeof(name), "PANEL_MESSAGE_%zu", row + 1);
		script_texts(&multiples->figure->head, name, rows + row * count, count);
	}
	script_number(&multiples->figure->head, "MESSAGE_ROWS", (double)most);
	for (size_t i = 0; i < MESSAGE_ROWS * count; i++) {
		free(rows[i]);
	}
	free(rows);
	return most;
}

/* What the colours of the bars mean, once each. */
static void write_part_names(const struct multiples *multiples)
{
	double *numbers = xcalloc(2 * (LOSS_KINDS + 1), sizeof(*numbers));
	double *kind = numbers, *left = kind + LOSS_KINDS + 1, at = 0;
	char *names[LOSS_KINDS + 1];
	size_t count = 0;

	for (size_t k = 0; k <= LOSS_KINDS; k++) {
		bool found = false;

		for (size_t i = 0; i < multiples->part_count; i++) {
			found = found || multiples->part[i].kind == k;
		}
		if (found) {
			names[count] = multiples->part_name[k];
			kind[count] = (double)k;
			left[count] = at;
			at += 0.85 * figure_text_width(names[count++]) + 30;
		}
	}
	script_number(&multiples->figure->head, "PARTS", (double)count);
	script_texts(&multiples->figure->head, "PART_NAME", names, count);
	script_numbers(&multiples->figure->head, "PART_KIND", kind, count);
	script_numbers(&multiples->figure->head, "PART_X", left, count);
	free(numbers);
}

static void write_bars(const struct multiples *multiples)
{
	size_t count = multiples->part_count;
	double *numbers = xcalloc(4 * count, sizeof(*numbers));
	double *panel = numbers, *kind = panel + count, *from = kind + count, *to = from + count;
	struct text *head = &multiples->figure->head;

	for (size_t i = 0; i < count; i++) {
		panel[i] = (double)multiples->part[i].panel + 1;
		kind[i] = (double)multiples->part[i].kind;
		from[i] = multiples->part[i].from;
		to[i] = multiples->part[i].to;
	}
	script_number(head, "BARS", (double)count);
	script_numbers(head, "BAR_PANEL", panel, count);
	script_numbers(head, "BAR_KIND", kind, count);
	script_numbers(head, "BAR_FROM", from, count);
	script_numbers(head, "BAR_TO", to, count);
	write_texts(multiples, "PANEL_BAR_NOTE", offsetof(struct multiple, bar_note));
	write_part_names(multiples);
	free(numbers);
}

static void write_panels(const struct multiples *multiples)
{
	size_t count = multiples->panel_count;
	double *ideal = xcalloc(2 * count, sizeof(*ideal)), *band = ideal + count;
	struct text *head = &multiples->figure->head;

	for (size_t i = 0; i < count; i++) {
		ideal[i] = multiples->panel[i].ideal;
		band[i] = multiples->panel[i].band;
	}
	script_number(head, "PANELS", (double)count);
	script_number(head, "COLUMNS", (double)multiples->columns);
	script_number(head, "WIDTH", multiples->width);
	script_number(head, "GRAPH", multiples->graph);
	write_texts(multiples, "PANEL", offsetof(struct multiple, name));
	write_texts(multiples, "PANEL_NOTE", offsetof(struct multiple, note));
	write_texts(multiples, "PANEL_SERIES", offsetof(struct multiple, series));
	write_texts(multiples, "PANEL_HOLLOW", offsetof(struct multiple, hollow));
	write_texts(multiples, "PANEL_LANES", offsetof(struct multiple, lanes));
	write_texts(multiples, "PANEL_CUT_ABOVE", offsetof(struct multiple, cuts.above.text));
	write_texts(multiples, "PANEL_CUT_BELOW", offsetof(struct multiple, cuts.below.text));
	script_numbers(head, "PANEL_IDEAL", ideal, count);
	script_numbers(head, "PANEL_BAND", band, count);
	free(ideal);
}

void multiples_write(struct multiples *multiples, const struct cell_flags *sum)
{
	struct figure *figure = multiples->figure;
	struct text *head = &figure->head;
	double bars = multiples->part_count > 0;

	script_text(head, "KEY", multiples->key ? multiples->key : "");
	double top = 98 + LEGEND_ROW * (double)write_legend(multiples);
	double above = NAME_EDGE + MESSAGE_ROW * (double)write_messages(multiples);
	double each = above + multiples->graph + TICS_EDGE + bars * BAR_EDGE;
	script_number(head, "TOP", top);
	script_number(head, "ABOVE", above);
	script_number(head, "EACH", each);
	script_number(head, "RIGHT", RIGHT_EDGE);
	script_number(head, "LABELS", 0);
	double caption = figure_add_caption(figure, sum, NULL);
	double bottom = 16 + caption + bars * PARTS_ROW;
	script_number(head, "PARTS_Y", 36 + caption);
	figure_add_axes(figure, top + (double)multiples->rows * each + bottom, &multiples->x,
		&multiples->y, multiples->series_count);
	figure_add_lanes(figure, multiples->lane_style, multiples->lane_count,
		multiples->strip / multiples->graph);
	write_bars(multiples);
	write_panels(multiples);
}
