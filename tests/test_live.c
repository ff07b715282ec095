/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the view while measuring, on a pseudo-terminal whose screen a small emulator keeps. */
#include "show/live.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"

enum { ROWS_MAX = 60, COLUMNS_MAX = 210, SIGN_BYTES = 5 };

/* What a terminal of ROWS x COLUMNS shows after what was written to it. */
static struct screen {
	uint32_t rows, columns;
	char sign[ROWS_MAX][COLUMNS_MAX][SIGN_BYTES];
	uint32_t row, column;
	bool wrap_pending; /* the last column is written; the next sign goes to the next line */
	bool cursor_hidden;
	uint32_t frames_open, frame_count; /* of synchronised updates */
} screen;

static int master;
static FILE *terminal;
static struct live live;
static struct samples samples;
static struct judgement judgement;

static void screen_clear_from(uint32_t row, uint32_t column)
{
	for (uint32_t i = column; i < screen.columns; i++) {
		strcpy(screen.sign[row][i], " ");
	}
}

static void screen_line_feed(void)
{
	if (screen.row + 1 < screen.rows) {
		screen.row++;
		return;
	}
	memmove(screen.sign[0], screen.sign[1], sizeof(screen.sign[0]) * (screen.rows - 1));
	screen_clear_from(screen.rows - 1, 0);
}

/* Obeys the escape sequence at TEXT and returns its length. */
static size_t screen_escape(const char *text)
{
	size_t length = strspn(text + 2, "0123456789;?") + 3;
	uint32_t number = (uint32_t)strtoul(text + 2, NULL, 10);

	if (strncmp(text, "\033[?25", 5) == 0) {
		screen.cursor_hidden = text[5] == 'l';
	} else if (strncmp(text, "\033[?2026", 7) == 0) {
		screen.frames_open += text[7] == 'h' ? 1 : -1u;
		screen.frame_count += text[7] == 'h';
	} else if (text[length - 1] == 'A') {
		screen.row -= number < screen.row ? number : screen.row;
		screen.wrap_pending = false;
	} else if (text[length - 1] == 'K' || text[length - 1] == 'J') {
		screen_clear_from(screen.row, screen.column);
		for (uint32_t i = screen.row + 1; text[length - 1] == 'J' && i < screen.rows; i++) {
			screen_clear_from(i, 0);
		}
	} else {
		ck_assert_msg(text[length - 1] == 'm', "unknown sequence %s", text + 1);
	}
	return length;
}

static void screen_put(const char *sign, size_t bytes)
{
	if (screen.wrap_pending) {
		screen.column = 0;
		screen.wrap_pending = false;
		screen_line_feed();
	}
	snprintf(screen.sign[screen.row][screen.column], SIGN_BYTES, "%.*s", (int)bytes, sign);
	if (screen.column + 1 < screen.columns) {
		screen.column++;
	} else {
		screen.wrap_pending = true;
	}
}

static void screen_write(const char *text)
{
	while (*text) {
		size_t bytes = 1;

		if (*text == '\033') {
			bytes = screen_escape(text);
		} else if (*text == '\n') {
			screen_line_feed();
			screen.wrap_pending = false;
		} else if (*text == '\r') {
			screen.column = 0;
			screen.wrap_pending = false;
		} else {
			while (((unsigned char)text[bytes] & 0xc0) == 0x80) {
				bytes++;
			}
			screen_put(text, bytes);
		}
		text += bytes;
	}
}

/* Shows what was written to the terminal, which the caller frees. */
static char *drain(void)
{
	struct text seen = {0};
	char bytes[4097];
	ssize_t count;

	text_add(&seen, "%s", "");
	fflush(terminal);
	while ((count = read(master, bytes, sizeof(bytes) - 1)) > 0) {
		bytes[count] = '\0';
		text_add(&seen, "%s", bytes);
	}
	ck_assert(count == 0 || errno == EAGAIN || errno == EIO);
	screen_write(seen.text);
	return seen.text;
}

/* The lines of the screen down to the last that is not blank, without blanks at their ends. */
static char *screen_text(void)
{
	struct text text = {0};
	size_t end = 0;

	text_add(&text, "%s", "");
	for (uint32_t row = 0; row < screen.rows; row++) {
		size_t line_end = text.length;

		for (uint32_t column = 0; column < screen.columns; column++) {
			text_add(&text, "%s", screen.sign[row][column]);
			if (strcmp(screen.sign[row][column], " ") != 0) {
				end = line_end = text.length;
			}
		}
		text.text[line_end] = '\0';
		text.length = line_end;
		text_add(&text, "\n");
	}
	text.text[end] = '\0';
	return text.text;
}

static void assert_screen(const char *expected)
{
	free(drain());
	char *shown = screen_text();

	ck_assert_str_eq(shown, expected);
	free(shown);
}

static void resize(uint32_t columns, uint32_t rows)
{
	struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};

	ck_assert_int_eq(ioctl(master, TIOCSWINSZ, &size), 0);
	screen.columns = columns;
	screen.rows = rows;
}

static void open_terminal(uint32_t columns, uint32_t rows)
{
	int slave;

	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	ck_assert_int_eq(openpty(&master, &slave, NULL, NULL, NULL), 0);
	ck_assert_int_eq(fcntl(master, F_SETFL, O_NONBLOCK), 0);
	terminal = fdopen(slave, "w");
	resize(columns, rows);
	for (uint32_t row = 0; row < ROWS_MAX; row++) {
		for (uint32_t column = 0; column < COLUMNS_MAX; column++) {
			strcpy(screen.sign[row][column], " ");
		}
	}
}

static double scaling(const struct run_cell *cell, uint32_t round, double *busy)
{
	*busy = 0.01;
	return cell->baseline ? 0.39e9 : 0.39e9 / cell->workers * (1 + 0.02 * (round % 3));
}

static void set_up(void)
{
	unsetenv("NO_COLOR");
	fixture_init(&samples, 2);
	fixture_workload(&samples, "sleep", "96 × 4 ms", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-pool");
	fixture_point(&samples, 1, "");
	fixture_point(&samples, 2, "cores");
	fixture_cells(&samples);
	fixture_rounds(&samples, 7, scaling);
	judgement_init(&judgement, &samples);
}

static void tear_down(void)
{
	judgement_finish(&judgement);
	samples_finish(&samples);
	if (terminal) {
		fclose(terminal);
		close(master);
	}
}

static const struct live_progress third_round = {.done_count = 412,
	.total_count = 960,
	.round = 3,
	.rounds = 7,
	.left_s = 11.4,
	.now = "primes/thread-pool/4"};

#define TABLE(header, bar)                                                                         \
	"  workers       1      2 cores         " header "\n"                                      \
	"sleep  96 × 4 ms  loop 0.39 s, CPU busy 1 %: waiting\n"                                  \
	"  thread-pool   1.0×   2.0×     ± 2 %  " bar "▏\n"                                      \
	"  process-pool  1.0×   2.0×     ± 2 %  " bar "▏\n"

static const char narrow[] = TABLE("best of ideal", "███████████▊");            /* 60 */
static const char table[] = TABLE("best of ideal", "███████████████████████▌"); /* 84 */

/* ck_assert that the screen shows ABOVE, the table and BAR. */
static void assert_screen_of(const char *above, const char *bar)
{
	char *expected = xasprintf("%s%s%s", above, screen.columns < 64 ? narrow : table, bar);

	assert_screen(expected);
	free(expected);
}

START_TEST(the_bar_stands_under_the_table)
{
	open_terminal(84, 30);
	live_init(&live, terminal, false);
	ck_assert(live.terminal);
	live_draw(&live, &judgement, &third_round, true);
	assert_screen_of("", "round 3 of 7  ██████▍          412 of 960 samples  12 s left   "
			     "primes/thread-pool/4");
	live_finish(&live);
}
END_TEST

START_TEST(each_frame_takes_the_place_of_the_one_before)
{
	struct live_progress progress = third_round;

	open_terminal(84, 30);
	live_init(&live, terminal, false);
	live_draw(&live, &judgement, &progress, true);
	progress.done_count = 959;
	progress.round = 7;
	progress.left_s = 0.2;
	progress.now = "x/y/1";
	live_draw(&live, &judgement, &progress, true);
	assert_screen_of("", "round 7 of 7  ██████████████▉  959 of 960 samples  1 s left   x/y/1");
	live_draw(&live, NULL, &progress, true);
	assert_screen("round 7 of 7  ██████████████▉  959 of 960 samples  1 s left   x/y/1");
	ck_assert_uint_eq(screen.frame_count, 3);
	ck_assert_uint_eq(screen.frames_open, 0);
	live_finish(&live);
}
END_TEST

START_TEST(a_frame_at_the_foot_of_the_screen_stays_in_place)
{
	open_terminal(80, 8);
	live_init(&live, terminal, false);
	screen_write("a\r\nb\r\nc\r\nd\r\ne\r\nf\r\ng\r\n");
	for (int i = 0; i < 5; i++) {
		live_draw(&live, &judgement, &third_round, true);
	}
	assert_screen_of("e\nf\ng\n",
		"round 3 of 7  ██████▍          412 of 960 samples  12 s left   primes/thread-po…");
	live_finish(&live);
	assert_screen("e\nf\ng");
}
END_TEST

START_TEST(finish_leaves_nothing_and_shows_the_cursor)
{
	open_terminal(100, 30);
	live_init(&live, terminal, false);
	screen_write("$ manyhands run\r\n");
	live_draw(&live, &judgement, &third_round, true);
	free(drain());
	ck_assert(screen.cursor_hidden);
	live_finish(&live);
	assert_screen("$ manyhands run");
	ck_assert(!screen.cursor_hidden);
	ck_assert_uint_eq(screen.row, 1);
	ck_assert_uint_eq(screen.column, 0);
	live_finish(&live);
	char *bytes = drain();
	ck_assert_str_eq(bytes, "");
	free(bytes);
}
END_TEST

START_TEST(a_draw_after_finish_starts_a_new_block)
{
	open_terminal(100, 30);
	live_init(&live, terminal, false);
	live_draw(&live, NULL, &third_round, true);
	live_finish(&live);
	fputs("manyhands: a warning\n", terminal);
	live_draw(&live, NULL, &third_round, true);
	assert_screen("manyhands: a warning\n"
		      "round 3 of 7  ██████▍          412 of 960 samples  12 s left   "
		      "primes/thread-pool/4");
	ck_assert(screen.cursor_hidden);
	live_finish(&live);
}
END_TEST

START_TEST(exit_shows_the_cursor)
{
	int status;

	open_terminal(100, 30);
	live_init(&live, terminal, false);
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		live_draw(&live, NULL, &third_round, true);
		exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	char *bytes = drain();
	ck_assert_ptr_nonnull(strstr(bytes, "\033[?25l"));
	ck_assert(!screen.cursor_hidden);
	free(bytes);
}
END_TEST

START_TEST(after_a_change_of_width_a_fresh_block_is_drawn)
{
	open_terminal(62, 30);
	live_init(&live, terminal, false);
	live_draw(&live, &judgement, &third_round, true);
	free(drain());
	resize(60, 30);
	live_draw(&live, &judgement, &third_round, true);
	live_draw(&live, &judgement, &third_round, true);
	/* the old block, which a terminal may have wrapped, stays; the new one is below it, once */
	char *above = xasprintf(
		"%sround 3 of 7  ██████▍          412 of 960 samples  12 s left\n", narrow);
	assert_screen_of(above, "round 3 of 7  ██████▍          412 of 960 samples  12 s left");
	free(above);
	live_finish(&live);
}
END_TEST

START_TEST(before_the_first_sample_there_is_no_table)
{
	open_terminal(84, 30);
	live_init(&live, terminal, false);
	for (size_t c = 0; c < samples.run.cell_count; c++) {
		judgement.cells[c].sample_count = 0;
	}
	live_draw(&live, &judgement, &third_round, true);
	assert_screen("round 3 of 7  ██████▍          412 of 960 samples  12 s left   "
		      "primes/thread-pool/4");
	live_finish(&live);
}
END_TEST

START_TEST(a_table_taller_than_the_screen_is_not_drawn)
{
	open_terminal(80, 5);
	live_init(&live, terminal, false);
	live_draw(&live, &judgement, &third_round, true);
	assert_screen(
		"(the table, 4 lines, is too tall: it comes at the end)\n"
		"round 3 of 7  ██████▍          412 of 960 samples  12 s left   primes/thread-po…");
	resize(80, 6);
	live_draw(&live, &judgement, &third_round, true);
	assert_screen_of("",
		"round 3 of 7  ██████▍          412 of 960 samples  12 s left   primes/thread-po…");
	live_finish(&live);
}
END_TEST

START_TEST(no_line_is_wider_than_the_screen)
{
	struct live_progress progress = third_round;

	progress.now = "primes:limit=4e6,per_task=1000/process-per-task:chunk=64/128";
	open_terminal(100, 40);
	live_init(&live, terminal, false);
	for (uint32_t columns = 20; columns <= 200; columns++) {
		resize(columns, 40);
		screen.row = screen.column = 0;
		live.drawn_lines = 0;
		live_draw(&live, &judgement, &progress, true);
		free(drain());
		/* a line too many would be a line that has wrapped */
		ck_assert_uint_eq(screen.row + 1, live.drawn_lines);
	}
	live_finish(&live);
}
END_TEST

START_TEST(what_does_not_fit_is_left_out_of_the_bar)
{
	static const struct {
		uint32_t columns;
		const char *line;
	} cases[] = {
		{120, "round 3 of 7  ████████████▉                   412 of 960 samples  12 s left "
		      "  primes/thread-pool/4"},
		{80, "round 3 of 7  ██████▍          412 of 960 samples  12 s left   "
		     "primes/thread-po…"},
		{70, "round 3 of 7  ██████▍          412 of 960 samples  12 s left"},
		{60, "round 3 of 7  ██████▍          412 of 960 samples  12 s left"},
		{50, "round 3 of 7  ██▏    412 of 960 samples  12 s left"},
	};

	open_terminal(100, 30);
	live_init(&live, terminal, false);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		resize(cases[i].columns, 30);
		live_draw(&live, NULL, &third_round, true);
		assert_screen(cases[i].line);
		live_finish(&live);
	}
}
END_TEST

START_TEST(a_cell_that_does_not_fit_loses_its_parameters)
{
	struct live_progress progress = third_round;

	progress.now = "pages:tasks=5000/thread-pool:chunk=64/4";
	open_terminal(82, 30);
	live_init(&live, terminal, false);
	live_draw(&live, NULL, &progress, true);
	assert_screen("round 3 of 7  ██████▍          412 of 960 samples  12 s left   "
		      "pages/thread-pool/4");
	live_finish(&live);
}
END_TEST

START_TEST(without_utf8_the_bar_is_ascii)
{
	open_terminal(80, 30);
	setenv("LC_ALL", "C", 1);
	live_init(&live, terminal, false);
	live_draw(&live, NULL, &third_round, true);
	assert_screen(
		"round 3 of 7  [#####        ]  412 of 960 samples  12 s left   primes/thread-...");
	live_finish(&live);
}
END_TEST

START_TEST(round_0_is_the_warm_up_and_what_is_unknown_is_not_said)
{
	static const struct live_progress unknown = {.done_count = 1, .left_s = -1, .now = "sizes"};

	open_terminal(80, 30);
	live_init(&live, terminal, false);
	live_draw(&live, NULL, &unknown, true);
	assert_screen("warm-up round  1 sample   sizes");
	live_finish(&live);
}
END_TEST

START_TEST(draws_are_at_most_ten_a_second)
{
	open_terminal(100, 30);
	live_init(&live, terminal, false);
	live_draw(&live, NULL, &third_round, true);
	uint64_t first_ns = live.last_draw_ns;
	for (int i = 0; i < 1000; i++) {
		live_draw(&live, NULL, &third_round, false);
		if (live.last_draw_ns != first_ns) {
			break;
		}
	}
	ck_assert(live.last_draw_ns == first_ns || live.last_draw_ns - first_ns >= 100000000);
	live_draw(&live, NULL, &third_round, true);
	ck_assert(live.last_draw_ns != first_ns);
	free(drain());
	live_finish(&live);
}
END_TEST

START_TEST(no_color_has_no_colours)
{
	open_terminal(100, 30);
	live_init(&live, terminal, false);
	live_draw(&live, &judgement, &third_round, true);
	char *bytes = drain();
	ck_assert_ptr_nonnull(strstr(bytes, "\033[32m"));
	free(bytes);
	live_finish(&live);
	setenv("NO_COLOR", "1", 1);
	live_init(&live, terminal, false);
	live_draw(&live, &judgement, &third_round, true);
	bytes = drain();
	ck_assert_ptr_nonnull(strstr(bytes, "2.0×"));
	ck_assert_ptr_null(strstr(bytes, "\033[0m"));
	free(bytes);
	live_finish(&live);
}
END_TEST

START_TEST(no_progress_writes_nothing)
{
	open_terminal(100, 30);
	live_init(&live, terminal, true);
	live_draw(&live, &judgement, &third_round, true);
	live_round_line(&live, &third_round);
	live_finish(&live);
	char *bytes = drain();
	ck_assert_str_eq(bytes, "");
	free(bytes);
}
END_TEST

START_TEST(a_terminal_gets_no_round_lines)
{
	open_terminal(100, 30);
	live_init(&live, terminal, false);
	live_round_line(&live, &third_round);
	char *bytes = drain();
	ck_assert_str_eq(bytes, "");
	free(bytes);
}
END_TEST

START_TEST(a_dumb_terminal_gets_lines)
{
	open_terminal(100, 30);
	setenv("TERM", "dumb", 1);
	live_init(&live, terminal, false);
	live_draw(&live, &judgement, &third_round, true);
	live_round_line(&live, &third_round);
	live_finish(&live);
	char *bytes = drain();
	ck_assert_str_eq(bytes, "round 3 of 7 done, 412 of 960 samples, 12 s left\r\n");
	free(bytes);
}
END_TEST

START_TEST(a_file_gets_one_line_per_round)
{
	struct live_progress progress = {.total_count = 48, .rounds = 2, .left_s = 400};
	FILE *file = tmpfile();
	char seen[512] = "";

	live_init(&live, file, false);
	for (; progress.round <= 2; progress.round++, progress.left_s /= 2) {
		progress.done_count += 16;
		live_draw(&live, &judgement, &progress, true);
		live_round_line(&live, &progress);
	}
	live_finish(&live);
	rewind(file);
	ck_assert_uint_gt(fread(seen, 1, sizeof(seen) - 1, file), 0);
	ck_assert_str_eq(seen, "warm-up round done, 16 of 48 samples, 7 min left\n"
			       "round 1 of 2 done, 32 of 48 samples, 4 min left\n"
			       "round 2 of 2 done, 48 of 48 samples\n");
	fclose(file);
}
END_TEST

int main(void)
{
	enum { SKIPPED = 77 }; /* to meson */
	Suite *suite = suite_create("live");
	int ends[2];

	if (openpty(&ends[0], &ends[1], NULL, NULL, NULL) != 0) {
		puts("skipped: there are no pseudo-terminals here");
		return SKIPPED;
	}
	close(ends[0]);
	close(ends[1]);
	TCase *tests = tcase_create("live");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, the_bar_stands_under_the_table);
	tcase_add_test(tests, each_frame_takes_the_place_of_the_one_before);
	tcase_add_test(tests, a_frame_at_the_foot_of_the_screen_stays_in_place);
	tcase_add_test(tests, finish_leaves_nothing_and_shows_the_cursor);
	tcase_add_test(tests, a_draw_after_finish_starts_a_new_block);
	tcase_add_test(tests, exit_shows_the_cursor);
	tcase_add_test(tests, after_a_change_of_width_a_fresh_block_is_drawn);
	tcase_add_test(tests, before_the_first_sample_there_is_no_table);
	tcase_add_test(tests, a_table_taller_than_the_screen_is_not_drawn);
	tcase_add_test(tests, no_line_is_wider_than_the_screen);
	tcase_add_test(tests, what_does_not_fit_is_left_out_of_the_bar);
	tcase_add_test(tests, a_cell_that_does_not_fit_loses_its_parameters);
	tcase_add_test(tests, without_utf8_the_bar_is_ascii);
	tcase_add_test(tests, round_0_is_the_warm_up_and_what_is_unknown_is_not_said);
	tcase_add_test(tests, draws_are_at_most_ten_a_second);
	tcase_add_test(tests, no_color_has_no_colours);
	tcase_add_test(tests, no_progress_writes_nothing);
	tcase_add_test(tests, a_terminal_gets_no_round_lines);
	tcase_add_test(tests, a_dumb_terminal_gets_lines);
	tcase_add_test(tests, a_file_gets_one_line_per_round);
	suite_add_tcase(suite, tests);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
