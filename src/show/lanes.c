/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who does which task when, drawn in a terminal. */
#include "show/lanes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/lane_time.h"
#include "show/words.h"

enum { INDENT = 2, WORKERS_DRAWN = 20, GLYPH_BYTES = 4, TIC_GAP = 14, NUMBERED_COLUMNS = 5 };

#define PLAIN "\033[0m"
#define DIM "\033[2m"

/* ---- numbers ---- */

void lanes_duration(double ns, char *text, size_t bytes)
{
	static const struct {
		double ns, from; /* from: in this unit */
		const char *name;
	} units[] = {{3600e9, 1.9995, "h"}, {60e9, 1.9995, "min"}, {1e9, 0.9995, "s"},
		{1e6, 0.9995, "ms"}, {1e3, 0.9995, "µs"}, {1, 0, "ns"}};
	char number[32];
	size_t unit = 0;

	while (ns < units[unit].ns * units[unit].from) {
		unit++;
	}
	double value = ns / units[unit].ns;
	snprintf(number, sizeof(number), "%.*f", value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value);
	if (strchr(number, '.')) {
		char *end = number + strlen(number);

		while (end[-1] == '0') {
			*--end = '\0';
		}
		end[-1] = end[-1] == '.' ? '\0' : end[-1];
	}
	snprintf(text, bytes, "%s %s", number, units[unit].name);
}

/* ---- signs ---- */

enum sign { SIGN_NONE, SIGN_LITTLE, SIGN_WAITS, SIGN_COMPUTES, SIGN_BEGIN, SIGN_END, SIGNS };

static const char *sign_text(enum sign sign, bool utf8)
{
	static const char *const signs[2][SIGNS] = {
		{" ", ".", "-", "=", "|", "|"},
		{" ", "·", "─", "━", "├", "┤"},
	};

	return signs[utf8][sign];
}

void lanes_legend(const struct table_style *style, struct text *text)
{
	lanes_legend_of("task", style, text);
}

void lanes_legend_of(const char *block, const struct table_style *style, struct text *text)
{
	const char *waits = sign_text(SIGN_WAITS, style->utf8);
	const char *computes = sign_text(SIGN_COMPUTES, style->utf8);
	char *words =
		xasprintf("a line per worker, a block per %s: %s%s it computes, %s%s it waits",
			block, computes, computes, waits, waits);

	words_wrap(text, "  ", "    ", words, style->columns);
	free(words);
}

/* ---- the picture ---- */

/* One column of one line, where a task has room for a block of its own. */
struct spot {
	bool waits;              /* that task does so here */
	char glyph[GLYPH_BYTES]; /* of it, else "" */
};

struct picture {
	const struct simulate_result *result;
	const struct table_style *style;
	struct lane_time time; /* of the tasks without room, by columns */
	size_t least;          /* columns of a block of its own; more of a group: none */
	struct spot *spot;     /* a line of them per lane */
};

static size_t column_of(const struct picture *picture, double ns)
{
	double column = round(ns / picture->time.bin_ns);

	return column < (double)picture->time.width ? (size_t)column : picture->time.width;
}

static void set_glyph(struct spot *spot, const char *glyph)
{
	snprintf(spot->glyph, sizeof(spot->glyph), "%s", glyph);
}

/* Writes NUMBER into the middle of the columns FIRST up to END, if there is room beside their ends. */
static void add_number(struct spot *lane, size_t first, size_t end, size_t number)
{
	char digits[24];
	size_t length = (size_t)snprintf(digits, sizeof(digits), "%zu", number);

	if (end - first < length + 2) {
		return;
	}
	for (size_t i = 0; i < length; i++) {
		lane[first + (end - first - length) / 2 + i].glyph[0] = digits[i];
		lane[first + (end - first - length) / 2 + i].glyph[1] = '\0';
	}
}

/* False: there is no room for a block of its own. */
static bool add_block(const struct picture *picture, struct spot *lane,
	const struct simulated_task *task, size_t number)
{
	size_t first = column_of(picture, task->begin_ns);
	size_t waits = column_of(picture, task->computed_ns);
	size_t end = column_of(picture, task->end_ns);
	bool utf8 = picture->style->utf8;

	if (end < first + picture->least) {
		return false;
	}
	for (size_t c = first; c < end; c++) {
		lane[c].waits = c >= waits;
		set_glyph(&lane[c], sign_text(c == first     ? SIGN_BEGIN
					      : c == end - 1 ? SIGN_END
					      : c < waits    ? SIGN_COMPUTES
							     : SIGN_WAITS,
					    utf8));
	}
	add_number(lane, first, end, number);
	return true;
}

static void fill(struct picture *picture)
{
	struct lane_time *time = &picture->time;

	for (size_t i = 0; i < picture->result->task_count; i++) {
		const struct simulated_task *task = &picture->result->task[i];
		size_t line = task->worker / time->group;

		if (line < time->lanes &&
			!add_block(picture, picture->spot + line * time->width, task, i + 1)) {
			lane_time_add(time, task);
		}
	}
}

static const struct spot *spot_at(const struct picture *picture, size_t line, size_t column)
{
	return &picture->spot[line * picture->time.width + column];
}

static const char *spot_text(const struct picture *picture, size_t line, size_t column)
{
	static const enum sign signs[] = {
		[LANE_IDLE] = SIGN_NONE,
		[LANE_LITTLE] = SIGN_LITTLE,
		[LANE_WAITS] = SIGN_WAITS,
		[LANE_COMPUTES] = SIGN_COMPUTES,
	};
	const struct spot *spot = spot_at(picture, line, column);

	return *spot->glyph ? spot->glyph
			    : sign_text(signs[lane_time_look(&picture->time, line, column)],
				      picture->style->utf8);
}

static size_t lane_label(
	const struct simulate_result *result, size_t group, size_t line, char *label, size_t bytes)
{
	return lane_name(line, group, result->workers, "", "-", label, bytes);
}

/* The longest label, which is that of the last line, or of the last full group. */
static size_t label_columns(const struct simulate_result *result, size_t group)
{
	size_t lines = (result->workers + group - 1) / group;
	size_t last = lane_label(result, group, lines - 1, NULL, 0);
	size_t before = lines > 1 ? lane_label(result, group, lines - 2, NULL, 0) : 0;

	return last > before ? last : before;
}

/* True if that spot is to be seen as waiting. */
static bool is_waiting(const struct picture *picture, size_t line, size_t column)
{
	const struct spot *spot = spot_at(picture, line, column);
	const struct lane_bin *bin = &picture->time.bin[line * picture->time.width + column];

	return *spot->glyph ? spot->waits : bin->computes_ns < bin->waits_ns;
}

static void add_lane(const struct picture *picture, size_t line, struct text *text)
{
	size_t used = picture->time.width, group = picture->time.group;
	bool dim = false;
	char label[48];

	while (used > 0 && *spot_text(picture, line, used - 1) == ' ') {
		used--;
	}
	lane_label(picture->result, group, line, label, sizeof(label));
	words_pad(text, INDENT);
	text_add(text, "%*s%s", (int)label_columns(picture->result, group), label,
		used > 0 ? " " : "");
	for (size_t c = 0; c < used; c++) {
		if (picture->style->color && is_waiting(picture, line, c) != dim) {
			dim = !dim;
			text_add(text, "%s", dim ? DIM : PLAIN);
		}
		text_add(text, "%s", spot_text(picture, line, c));
	}
	text_add(text, "%s\n", dim ? PLAIN : "");
}

/* The least step of 1, 2 or 5 times a power of ten, of seconds, minutes or hours, that leaves the texts
 * of tics apart. */
static double tic_step_ns(const struct picture *picture)
{
	double least_ns = picture->time.bin_ns * TIC_GAP;
	double unit_ns = least_ns > 3000e9 ? 3600e9 : least_ns > 50e9 ? 60e9 : 1;
	double step_ns = unit_ns * pow(10, floor(log10(least_ns / unit_ns)));

	for (int i = 0; step_ns < least_ns; i++) {
		step_ns *= i % 3 == 1 ? 2.5 : 2;
	}
	return step_ns;
}

static void add_axis(const struct picture *picture, struct text *text)
{
	double step_ns = tic_step_ns(picture);
	size_t at = 0;

	words_pad(text, INDENT + label_columns(picture->result, picture->time.group) + 1);
	for (double tic_ns = 0; column_of(picture, tic_ns) < picture->time.width;
		tic_ns += step_ns) {
		char duration[32], *folded;
		size_t column = column_of(picture, tic_ns);

		lanes_duration(tic_ns, duration, sizeof(duration));
		folded = words_folded(tic_ns > 0 ? duration : "0", picture->style->utf8);
		if (column >= at && column + text_columns(folded) <= picture->time.width) {
			words_pad(text, column - at);
			text_add(text, "%s", folded);
			at = column + text_columns(folded);
		}
		free(folded);
	}
	text_add(text, "\n");
}

/* Says how many workers are not drawn. */
static void add_rest(const struct picture *picture, size_t used, struct text *text)
{
	size_t shown = picture->time.lanes * picture->time.group;
	size_t rest = shown < picture->result->workers ? picture->result->workers - shown : 0;
	size_t unused = picture->result->workers - used;

	if (rest == 0) {
		return;
	}
	words_pad(text, INDENT);
	text_add(text, "and %zu more worker%s", rest, rest == 1 ? "" : "s");
	if (unused == rest) {
		text_add(text, " without a task");
	} else if (unused > 0) {
		text_add(text, ", %zu of them without a task", unused);
	}
	text_add(text, "\n");
}

/* Draws a line per GROUP of workers; a block of its own takes LEAST columns. */
static void draw(const struct simulate_result *result, size_t group, size_t least, double scale_ns,
	const struct table_style *style, struct text *text)
{
	size_t room = style->columns - INDENT - label_columns(result, group) - 1;
	size_t lines = (result->workers + group - 1) / group, used = lane_used_workers(result);
	struct picture picture = {
		.result = result,
		.style = style,
		.least = group > 1 ? SIZE_MAX / 2 : least,
	};

	if (lines > WORKERS_DRAWN) {
		lines = used < WORKERS_DRAWN ? used : WORKERS_DRAWN;
	}
	lane_time_init(&picture.time, lines, group, room, scale_ns / (double)room);
	picture.spot = xcalloc(lines * room, sizeof(*picture.spot));
	fill(&picture);
	for (size_t line = 0; line < lines; line++) {
		add_lane(&picture, line, text);
	}
	add_rest(&picture, used, text);
	add_axis(&picture, text);
	free(picture.spot);
	lane_time_finish(&picture.time);
}

void lanes_add(const struct simulate_result *result, double scale_ns,
	const struct table_style *style, struct text *text)
{
	draw(result, 1, 2, lane_scale_ns(scale_ns), style, text);
}

void lanes_add_merged(const struct simulate_result *result, double scale_ns,
	const struct table_style *style, struct text *text)
{
	size_t group = (result->workers + WORKERS_DRAWN - 1) / WORKERS_DRAWN;
	double busy_ns = 0, all_ns = lane_scale_ns(scale_ns);

	for (size_t i = 0; i < result->task_count; i++) {
		busy_ns += result->task[i].end_ns - result->task[i].begin_ns;
	}
	double columns = busy_ns / (double)result->task_count / all_ns * style->columns;
	draw(result, group, columns < NUMBERED_COLUMNS ? NUMBERED_COLUMNS : 2, all_ns, style, text);
}
