/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options checked before argp sees them. */
#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/option_value.h"
#include "show/table.h"
#include "text.h"
#include "trial/spec.h"

enum { NAMES_MAX = 64, KEY_COLOR = 0x1000 };

/* Every command takes it; `manyhands --help` tells, their own help has no line to spare. */
static const struct argp_option common_options[] = {
	{"color", KEY_COLOR, "WHEN", OPTION_HIDDEN, "auto, always or never", 0},
	{0},
};

static error_t parse_common(int key, char *argument, struct argp_state *state)
{
	static const char *const names[] = {"auto", "always", "never"};

	(void)state;
	if (key != KEY_COLOR) {
		return ARGP_ERR_UNKNOWN;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(argument, names[i]) == 0) {
			table_color_choose((enum table_color)i);
			return 0;
		}
	}
	warn("--color: expected auto, always or never, not '%s'", argument);
	return EINVAL;
}

static const struct argp common = {.options = common_options, .parser = parse_common};

/* The option that NAME (LENGTH bytes) is, or is the only beginning of; NULL: none or several. */
static const struct argp_option *find_long(
	const struct argp_option *options, const char *name, size_t length)
{
	const struct argp_option *found = NULL;
	size_t count = 0;

	for (; options->name || options->key; options++) {
		if (!options->name || strncmp(options->name, name, length) != 0) {
			continue;
		}
		if (strlen(options->name) == length) {
			return options;
		}
		found = options;
		count++;
	}
	return count == 1 ? found : NULL;
}

static const struct argp_option *find_short(const struct argp_option *options, char letter)
{
	for (; options->name || options->key; options++) {
		if (options->key == letter) {
			return options;
		}
	}
	return NULL;
}

static bool is_builtin(const char *name, size_t length)
{
	return (length >= 1 && strncmp("help", name, length) == 0) ||
	       (length >= 1 && strncmp("usage", name, length) == 0);
}

static bool refuse_long(const struct argp_option *options, const char *name, size_t length)
{
	const char *names[NAMES_MAX];
	size_t count = 0;
	char *wrong = xasprintf("%.*s", (int)length, name);

	names[count++] = common_options[0].name;
	for (; (options->name || options->key) && count < NAMES_MAX; options++) {
		if (options->name) {
			names[count++] = options->name;
		}
	}
	const char *near = nearest_name(wrong, names, count);
	warn("unknown option '--%s'%s%s%s", wrong, near ? "; did you mean '--" : "; see --help",
		near ? near : "", near ? "'?" : "");
	free(wrong);
	return false;
}

/* Checks ARGV[*AT], moving *AT over a value that stands in the next word. */
static bool check_long(const struct argp_option *options, int argc, char **argv, int *at)
{
	const char *name = argv[*at] + 2;
	size_t length = strcspn(name, "=");
	const struct argp_option *option = find_long(options, name, length);

	option = option ? option : find_long(common_options, name, length);
	if (!option) {
		return is_builtin(name, length) || refuse_long(options, name, length);
	}
	if (!option->arg && name[length] == '=') {
		warn("--%s takes no value", option->name);
		return false;
	}
	if (option->arg && name[length] == '\0') {
		if (++*at >= argc) {
			warn("--%s: expected %s", option->name, option_value(option));
			return false;
		}
	}
	return true;
}

/* Checks a group of letters, of which the first with a value takes the rest. */
static bool check_short(const struct argp_option *options, int argc, char **argv, int *at)
{
	for (const char *letter = argv[*at] + 1; *letter; letter++) {
		const struct argp_option *option = find_short(options, *letter);

		if (!option) {
			if (*letter == '?') {
				continue;
			}
			warn("unknown option '-%c'; see --help", *letter);
			return false;
		}
		if (option->arg) {
			if (letter[1] == '\0' && ++*at >= argc) {
				warn("-%c: expected %s", *letter, option_value(option));
				return false;
			}
			return true;
		}
	}
	return true;
}

bool options_parse(const struct argp *parser, int argc, char **argv, void *input)
{
	const struct argp_child children[] = {{&common, 0, NULL, 0}, {0}};
	struct argp whole = *parser;

	whole.children = children;
	for (int at = 1; at < argc && strcmp(argv[at], "--") != 0; at++) {
		bool is_long = strncmp(argv[at], "--", 2) == 0;
		bool is_short = !is_long && argv[at][0] == '-' && argv[at][1] != '\0';

		if ((is_long && !check_long(parser->options, argc, argv, &at)) ||
			(is_short && !check_short(parser->options, argc, argv, &at))) {
			return false;
		}
	}
	return argp_parse(&whole, argc, argv, 0, NULL, input) == 0;
}
