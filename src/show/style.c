/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stream can show: its width, colours and signs. */
#include "show/table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS_MIN = 60, COLUMNS_MAX = 200, COLUMNS_ELSEWHERE = 100 };

static enum table_color chosen = TABLE_COLOR_AUTO;

void table_color_choose(enum table_color color)
{
	chosen = color;
}

/* True if text on TERMINAL, or what is none, shall have colours. */
static bool wants_color(bool terminal)
{
	const char *term = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");

	if (chosen != TABLE_COLOR_AUTO) {
		return chosen == TABLE_COLOR_ALWAYS;
	}
	return terminal && !(no_color && *no_color) && term && *term && strcmp(term, "dumb") != 0;
}

/* True if the locale that the environment asks for writes UTF-8. */
static bool environment_is_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *locale = getenv(names[i]);

		if (locale && *locale) {
			return strcasestr(locale, "utf-8") || strcasestr(locale, "utf8");
		}
	}
	return false;
}

uint32_t table_columns(uint64_t columns)
{
	if (columns < COLUMNS_MIN) {
		return COLUMNS_MIN;
	}
	return columns > COLUMNS_MAX ? COLUMNS_MAX : (uint32_t)columns;
}

void table_style_init(struct table_style *style, FILE *out)
{
	const char *columns = getenv("COLUMNS");
	bool terminal = isatty(fileno(out));
	struct winsize size;
	uint64_t wanted;

	style->utf8 = environment_is_utf8();
	style->color = wants_color(terminal);
	if (terminal && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
		style->columns = table_columns(size.ws_col);
	} else if (columns && parse_u64(columns, &wanted) && wanted > 0) {
		style->columns = table_columns(wanted);
	} else {
		style->columns = COLUMNS_ELSEWHERE;
	}
}
