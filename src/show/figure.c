/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all charts have in common: axes and markers. */
#include "show/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/script.h"

enum { MARKERS_MAX = 4, MARKER_BYTES = 128 };

void figure_source_init(
	struct figure_source *source, const struct judgement *judgement, const char *folder)
{
	*source = (struct figure_source){.judgement = judgement, .folder = folder};
	losses_init(&source->losses, judgement);
}

void figure_source_finish(struct figure_source *source)
{
	losses_finish(&source->losses);
}

double figure_text_width(const char *text)
{
	return 7.6 * (double)text_columns(text);
}

uint32_t figure_usable_count(const struct judgement *judgement)
{
	double usable = judgement_usable_cpus(judgement);

	return usable >= 1 && usable < UINT32_MAX ? (uint32_t)usable : 1;
}

void figure_finish(struct figure *figure)
{
	free(figure->name);
	free(figure->footer);
	text_finish(&figure->csv);
	text_finish(&figure->head);
	*figure = (struct figure){0};
}

/* NAMES, NAME and NAME_TEXT: the tics of AXIS. */
static void add_tics(struct text *head, const char *name, const struct axis *axis)
{
	char *texts[AXIS_TICS_MAX], *count = xasprintf("%sS", name),
				    *words = xasprintf("%s_TEXT", name);

	for (size_t i = 0; i < axis->tic_count; i++) {
		/* a tic's text is a format; a percent sign can only be its last character */
		const char *text = axis->tic_text[i];
		bool percent = *text && text[strlen(text) - 1] == '%';

		texts[i] = xasprintf("%s%s", text, percent ? "%" : "");
	}
	script_number(head, count, (double)axis->tic_count);
	script_numbers(head, name, axis->tic, axis->tic_count);
	script_texts(head, words, texts, axis->tic_count);
	for (size_t i = 0; i < axis->tic_count; i++) {
		free(texts[i]);
	}
	free(words);
	free(count);
}

void figure_add_x_tics(struct figure *figure, const struct axis *axis)
{
	add_tics(&figure->head, "XMARK", axis);
}

void figure_add_axes(struct figure *figure, double height, const struct workers_axis *x,
	const struct axis *y, size_t series_count)
{
	double gap_pixels = x->gap_octaves * x->pixels_per_octave;
	double width = log2(x->high / x->low) * x->pixels_per_octave;
	double apart = fmin(0.012 * width, 0.5 * gap_pixels / (double)(series_count + 1));
	struct text tics = {0};
	struct text *head = &figure->head;

	script_number(head, "HEIGHT", height);
	script_number(head, "POINT_SIZE", fmax(0.3, fmin(0.8, gap_pixels / 20)));
	script_number(head, "SERIES", (double)series_count);
	script_number(head, "DODGE", apart / x->pixels_per_octave);
	script_number(head, "XMIN", x->low);
	script_number(head, "XMAX", x->high);
	for (size_t i = 0; i < x->tic_count; i++) {
		text_add(&tics, "%s%u", i > 0 ? " " : "", x->tic[i]);
	}
	script_text(head, "XTICS", tics.text);
	text_finish(&tics);
	script_number(head, "YMIN", y->bottom);
	script_number(head, "YMAX", y->high);
	script_number(head, "YFLOOR", y->log ? y->low : 0);
	script_number(head, "LOG_Y", y->log);
	add_tics(head, "YTIC", y);
}

void figure_add_frame(struct figure *figure, const struct figure_frame *frame)
{
	struct text *head = &figure->head;

	script_number(head, "HEIGHT", frame->top + frame->graph + frame->bottom);
	script_number(head, "TOP", frame->top);
	script_number(head, "RIGHT", frame->right);
	script_number(head, "BOTTOM", frame->bottom);
	script_text(head, "CAPTION", "");
	script_number(head, "POINT_SIZE", 0.8);
	script_number(head, "XMIN", frame->x_low);
	script_number(head, "XMAX", frame->x_high);
	script_text(head, "XTICS", "");
	script_number(head, "XMARKS", 0);
	script_number(head, "YMIN", frame->y_low);
	script_number(head, "YMAX", frame->y_high);
	script_number(head, "LOG_Y", 0);
	script_number(head, "YTICS", 0);
	script_number(head, "SHADE_FROM",
		frame->shade_from > 0 ? fmin(frame->shade_from, frame->x_high) : frame->x_high);
	script_number(head, "MARKERS", 0);
	script_number(head, "LABELS", 0);
	script_number(head, "LANES", 0);
	script_number(head, "STRIP", 0);
}

void figure_add_lanes(struct figure *figure, const double *styles, size_t count, double strip)
{
	script_number(&figure->head, "LANES", (double)count);
	script_numbers(&figure->head, "LANE_STYLE", styles, count);
	script_number(&figure->head, "STRIP", strip);
}

double figure_add_caption(
	struct figure *figure, const struct cell_flags *sum, const struct cell_flags *loop)
{
	enum { CAPTION_COLUMNS = 150, CAPTION_ROW = 18 };
	struct text caption = {0};
	char fit[1024];

	text_add(&caption, "%s", sum->flagged > 0 ? "hollow points: " : loop ? "loop: " : "");
	cell_flags_words(sum->flagged > 0 || !loop ? sum : loop, &caption);
	label_fit(caption.text, CAPTION_COLUMNS, fit, sizeof(fit));
	text_finish(&caption);
	double more = *fit ? CAPTION_ROW : 0;
	script_text(&figure->head, "CAPTION", fit);
	script_number(&figure->head, "BOTTOM", FIGURE_BOTTOM + more);
	return more;
}

struct marker {
	double at;
	char text[MARKER_BYTES];
};

/* Adds a marker at AT, or TEXT to the one that stands there. */
static void add_marker(struct marker *markers, size_t *count, double at, const char *text)
{
	for (size_t i = 0; i < *count; i++) {
		if (fabs(markers[i].at - at) < 1e-6) {
			char *joined = xasprintf("%s, %s", markers[i].text, text);

			label_fit(joined, 48, markers[i].text, MARKER_BYTES);
			free(joined);
			return;
		}
	}
	markers[*count].at = at;
	snprintf(markers[(*count)++].text, MARKER_BYTES, "%s", text);
}

/* The counts of MACHINE worth a line; there is room for MARKERS_MAX. */
static size_t machine_markers(const struct run_machine *machine, struct marker *markers)
{
	uint32_t cores = machine->allowed_cores, cpus = machine->allowed_cpus;
	size_t count = 0;
	char text[MARKER_BYTES];

	if (machine->fast_cores > 0 && machine->fast_cores != cores) {
		snprintf(text, sizeof(text), "%u P-core%s", machine->fast_cores,
			machine->fast_cores == 1 ? "" : "s");
		add_marker(markers, &count, machine->fast_cores, text);
	}
	if (cores > 0) {
		snprintf(text, sizeof(text), "%u core%s", cores, cores == 1 ? "" : "s");
		add_marker(markers, &count, cores, text);
	}
	if (cpus > 0 && cpus != cores) {
		snprintf(text, sizeof(text), "%u CPU%s", cpus, cpus == 1 ? "" : "s");
		add_marker(markers, &count, cpus, text);
	}
	if (machine->quota_cpus > 0) {
		snprintf(text, sizeof(text), "quota of %.3g CPU%s", machine->quota_cpus,
			machine->quota_cpus == 1 ? "" : "s");
		add_marker(markers, &count, machine->quota_cpus, text);
	}
	return count;
}

static int by_place(const void *a, const void *b)
{
	double x = ((const struct marker *)a)->at, y = ((const struct marker *)b)->at;

	return x < y ? -1 : x > y;
}

/* The markers within the axis, from left to right. */
static size_t visible_markers(
	const struct judgement *judgement, const struct workers_axis *x, struct marker *markers)
{
	size_t all = machine_markers(&judgement->samples->run.machine, markers), count = 0;

	qsort(markers, all, sizeof(*markers), by_place);
	for (size_t i = 0; i < all; i++) {
		if (markers[i].at >= x->low && markers[i].at <= x->high) {
			markers[count++] = markers[i];
		}
	}
	return count;
}

/*
 * Gives each of COUNT markers, which stand from left to right and have their text at the right of
 * their line, the lowest row in which no text meets a line or text of those at its right.
 */
static void place_rows(
	const struct workers_axis *x, const struct marker *markers, double *rows, size_t count)
{
	for (size_t i = count; i-- > 0;) {
		double end = log2(markers[i].at) * x->pixels_per_octave +
			     0.85 * figure_text_width(markers[i].text) + 14;

		rows[i] = 0;
		for (size_t j = i + 1; j < count; j++) {
			if (log2(markers[j].at) * x->pixels_per_octave < end) {
				rows[i] = fmax(rows[i], rows[j] + 1);
			}
		}
	}
}

char *figure_key(const struct judgement *judgement, const struct workers_axis *x)
{
	struct marker markers[MARKERS_MAX];
	size_t count = visible_markers(judgement, x, markers);
	double usable = judgement_usable_cpus(judgement);
	struct text key = {0};

	text_add(&key, "%s", "");
	for (size_t i = 0; i < count; i++) {
		text_add(&key, "%s%s", i == 0 ? "dashed: " : ", ", markers[i].text);
	}
	if (usable >= x->low && usable < x->last) {
		text_add(&key, " · shaded: more workers than %.3g", usable);
	}
	text_add(&key, "%sdotted: ideal · horizontal: workers", key.length > 0 ? " · " : "");
	return key.text;
}

size_t figure_add_markers(
	struct figure *figure, const struct judgement *judgement, const struct workers_axis *x)
{
	struct marker markers[MARKERS_MAX];
	double at[MARKERS_MAX], rows[MARKERS_MAX], row_count = 0;
	char *texts[MARKERS_MAX];
	double usable = judgement_usable_cpus(judgement);
	bool shaded = usable >= x->low && usable < x->last;
	size_t count = visible_markers(judgement, x, markers);

	for (size_t i = 0; i < count; i++) {
		if (shaded && fabs(markers[i].at - usable) < 1e-6) {
			size_t used = strlen(markers[i].text);

			snprintf(markers[i].text + used, MARKER_BYTES - used,
				" · shaded: more workers than that");
		}
		at[i] = markers[i].at;
		texts[i] = markers[i].text;
	}
	place_rows(x, markers, rows, count);
	for (size_t i = 0; i < count; i++) {
		row_count = fmax(row_count, rows[i] + 1);
	}
	script_number(&figure->head, "MARKERS", (double)count);
	script_numbers(&figure->head, "MARKER", at, count);
	script_texts(&figure->head, "MARKER_TEXT", texts, count);
	script_numbers(&figure->head, "MARKER_ROW", rows, count);
	script_number(&figure->head, "SHADE_FROM", shaded ? usable : x->high);
	return (size_t)row_count;
}
