/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who does which task when, drawn in a terminal. */
#include "show/lanes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* One column of one worker. */
struct spot {
	double computes_ns, waits_ns;
	bool waits;              /* that task does so here */
	char glyph[GLYPH_BYTES]; /* of a task that has room for its own, else "" */
};

struct picture {
	const struct simulate_result *result;
	const struct table_style *style;
	double column_ns;
	size_t width, drawn; /* columns of time; lines */
	size_t group;        /* workers in a line */
	size_t least;        /* columns of a block of its own; more of a group: none */
	struct spot *spot;   /* drawn * width */
};

/* Adds the time from BEGIN_NS to END_NS to the columns it lies in; WAITS: to their waiting. */
static void add_time(const struct picture *picture, struct spot *lane, double begin_ns,
	double end_ns, bool waits)
{
	double column_ns = picture->column_ns;

	for (size_t c = (size_t)(begin_ns / column_ns);
		c < picture->width && (double)c * column_ns < end_ns; c++) {
		double left = fmax(begin_ns, (double)c * column_ns);
		double right = fmin(end_ns, (double)(c + 1) * column_ns);

		*(waits ? &lane[c].waits_ns : &lane[c].computes_ns) += fmax(0, right - left);
	}
}

static size_t column_of(const struct picture *picture, double ns)
{
	double column = round(ns / picture->column_ns);

	return column < (double)picture->width ? (size_t)column : picture->width;
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
	for (size_t i = 0; i < picture->result->task_count; i++) {
		const struct simulated_task *task = &picture->result->task[i];
		size_t line = task->worker / picture->group;
		struct spot *lane = picture->spot + line * picture->width;

		if (line < picture->drawn && !add_block(picture, lane, task, i + 1)) {
			add_time(picture, lane, task->begin_ns, task->computed_ns, false);
			add_time(picture, lane, task->computed_ns, task->end_ns, true);
		}
	}
}

static const char *spot_text(const struct picture *picture, const struct spot *spot)
{
	double busy =
		(spot->computes_ns + spot->waits_ns) / picture->column_ns / (double)picture->group;
	enum sign sign = spot->computes_ns >= spot->waits_ns ? SIGN_COMPUTES : SIGN_WAITS;

	if (*spot->glyph) {
		return spot->glyph;
	}
	return sign_text(busy < 0.02  ? SIGN_NONE
			 : busy < 0.5 ? SIGN_LITTLE
				      : sign,
		picture->style->utf8);
}

/* Writes the numbers of the workers of LINE: "3", or "9-12" of a group. */
static size_t lane_label(
	const struct simulate_result *result, size_t group, size_t line, char *label, size_t bytes)
{
	size_t first = line * group + 1, last = first + group - 1;

	last = last < result->workers ? last : result->workers;
	return (size_t)(first == last ? snprintf(label, bytes, "%zu", first)
				      : snprintf(label, bytes, "%zu-%zu", first, last));
}

/* The longest label, which is that of the last line, or of the last full group. */
static size_t label_columns(const struct simulate_result *result, size_t group)
{
	size_t lines = (result->workers + group - 1) / group;
	size_t last = lane_label(result, group, lines - 1, NULL, 0);
	size_t before = lines > 1 ? lane_label(result, group, lines - 2, NULL, 0) : 0;

	return last > before ? last : before;
}

/* True if SPOT is to be seen as waiting. */
static bool is_waiting(const struct spot *spot)
{
	return *spot->glyph ? spot->waits : spot->computes_ns < spot->waits_ns;
}

static void add_lane(const struct picture *picture, size_t worker, struct text *text)
{
	const struct spot *lane = picture->spot + worker * picture->width;
	size_t used = picture->width;
	bool dim = false;
	char label[48];

	while (used > 0 && *spot_text(picture, &lane[used - 1]) == ' ') {
		used--;
	}
	lane_label(picture->result, picture->group, worker, label, sizeof(label));
	words_pad(text, INDENT);
	text_add(text, "%*s%s", (int)label_columns(picture->result, picture->group), label,
		used > 0 ? " " : "");
	for (size_t c = 0; c < used; c++) {
		if (picture->style->color && is_waiting(&lane[c]) != dim) {
			dim = !dim;
			text_add(text, "%s", dim ? DIM : PLAIN);
		}
		text_add(text, "%s", spot_text(picture, &lane[c]));
	}
	text_add(text, "%s\n", dim ? PLAIN : "");
}

/* The least step of 1, 2 or 5 times a power of ten, of seconds, minutes or hours, that leaves the texts
 * of tics apart. */
static double tic_step_ns(const struct picture *picture)
{
	double least_ns = picture->column_ns * TIC_GAP;
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

	words_pad(text, INDENT + label_columns(picture->result, picture->group) + 1);
	for (double tic_ns = 0; column_of(picture, tic_ns) < picture->width; tic_ns += step_ns) {
		char duration[32], *folded;
		size_t column = column_of(picture, tic_ns);

		lanes_duration(tic_ns, duration, sizeof(duration));
		folded = words_folded(tic_ns > 0 ? duration : "0", picture->style->utf8);
		if (column >= at && column + text_columns(folded) <= picture->width) {
			words_pad(text, column - at);
			text_add(text, "%s", folded);
			at = column + text_columns(folded);
		}
		free(folded);
	}
	text_add(text, "\n");
}

/* Those that take a task; they come first, since a free worker of a low number goes before others. */
static size_t count_used(const struct simulate_result *result)
{
	size_t used = 1;

	for (size_t i = 0; i < result->task_count; i++) {
		used = result->task[i].worker >= used ? result->task[i].worker + 1 : used;
	}
	return used;
}

/* Says how many workers are not drawn. */
static void add_rest(const struct picture *picture, size_t used, struct text *text)
{
	size_t shown = picture->drawn * picture->group;
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
	struct picture picture = {
		.result = result,
		.style = style,
		.width = room,
		.column_ns = (scale_ns > 0 ? scale_ns : 1) / (double)room,
		.drawn = (result->workers + group - 1) / group,
		.group = group,
		.least = group > 1 ? SIZE_MAX / 2 : least,
	};
	size_t used = count_used(result);

	if (picture.drawn > WORKERS_DRAWN) {
		picture.drawn = used < WORKERS_DRAWN ? used : WORKERS_DRAWN;
	}
	picture.spot = xcalloc(picture.drawn * picture.width, sizeof(*picture.spot));
	fill(&picture);
	for (size_t worker = 0; worker < picture.drawn; worker++) {
		add_lane(&picture, worker, text);
	}
	add_rest(&picture, used, text);
	add_axis(&picture, text);
	free(picture.spot);
}

void lanes_add(const struct simulate_result *result, double scale_ns,
	const struct table_style *style, struct text *text)
{
	draw(result, 1, 2, scale_ns, style, text);
}

void lanes_add_merged(const struct simulate_result *result, double scale_ns,
	const struct table_style *style, struct text *text)
{
	size_t group = (result->workers + WORKERS_DRAWN - 1) / WORKERS_DRAWN;
	double busy_ns = 0;

	for (size_t i = 0; i < result->task_count; i++) {
		busy_ns += result->task[i].end_ns - result->task[i].begin_ns;
	}
	double columns = busy_ns / (double)result->task_count / scale_ns * style->columns;
	draw(result, group, columns < NUMBERED_COLUMNS ? NUMBERED_COLUMNS : 2, scale_ns, style,
		text);
}
