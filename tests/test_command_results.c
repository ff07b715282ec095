/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own: what the trial hands back of its items, whatever it is. */
#include "sweep/command.h"

#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "samples_json.h"

enum { ITEMS = 5 };

static struct command command;
static struct items_results *results;
static size_t bytes;
static struct sample sample;

static void setup(void)
{
	char *words[] = {"true", NULL}, items[] = "5", error[256];
	const struct command_wish wish = {.words = words, .word_count = 1, .items = items};

	ck_assert_msg(command_init(&command, &wish, error, sizeof(error)), "%s", error);
	ck_assert(command_offer(&command));
	sample_init(&sample);
	bytes = items_results_bytes(ITEMS);
	results = xcalloc(1, bytes);
	results->magic = ITEMS_RESULTS_MAGIC;
	results->item_count = ITEMS;
}

static void teardown(void)
{
	free(results);
	sample_finish(&sample);
	command_finish(&command);
}

/* Writes LENGTH bytes of the results to where the trial would. */
static void hand_back(size_t length)
{
	ck_assert_int_eq(ftruncate(command.results, 0), 0);
	ck_assert_int_eq(pwrite(command.results, results, length, 0), (ssize_t)length);
}

START_TEST(results_are_summed_up)
{
	for (uint32_t i = 0; i < ITEMS; i++) {
		struct item_result *result = &results->item[i];

		atomic_store(&result->state, i == 4 ? ITEM_RUNNING : ITEM_ENDED);
		result->status = i == 1 ? 7 << 8 : i == 2 ? 9 : 0; /* left with 7; signal 9 */
		result->wall_ns = 40 - 10 * i;
		result->cpu_ns = 1;
		result->peak_kib = 1000 + i;
		result->printed_bytes = i;
	}
	hand_back(bytes);
	command_harvest(&command, &sample);
	const struct sample_items *items = &sample.items;
	ck_assert_uint_eq(items->count, 5);
	ck_assert_uint_eq(items->ended, 4);
	ck_assert_uint_eq(items->failed, 1);
	ck_assert_uint_eq(items->killed, 1);
	ck_assert_uint_eq(items->printed_bytes, 6);
	ck_assert_uint_eq(items->row[0].wall_ns, 10);
	ck_assert_uint_eq(items->row[2].wall_ns, 20);
	ck_assert_uint_eq(items->row[4].wall_ns, 40);
	ck_assert_uint_eq(items->row[4].peak_kib, 1003);

	/* what makes no sense is no result, and what is of an earlier sample is forgotten */
	static const struct sample_items nothing;
	results->item_count = 6;
	hand_back(bytes);
	sample.items = nothing;
	command_harvest(&command, &sample);
	ck_assert_uint_eq(sample.items.count, 0);
	results->item_count = ITEMS;
	hand_back(bytes - 1);
	command_harvest(&command, &sample);
	ck_assert_uint_eq(sample.items.count, 0);
	hand_back(bytes);
	command_forget(&command);
	command_harvest(&command, &sample);
	ck_assert_uint_eq(sample.items.count, 0);
}
END_TEST

START_TEST(numbers_beyond_belief_are_left_out_and_the_record_stays_readable)
{
	struct sample_items again = {0};
	char why[FIELD_WHY_BYTES];

	for (uint32_t i = 0; i < ITEMS; i++) {
		atomic_store(&results->item[i].state, ITEM_ENDED);
		results->item[i].wall_ns = results->item[i].printed_bytes = UINT64_MAX / 8;
	}
	hand_back(bytes);
	command_harvest(&command, &sample);
	json_t *json = items_write(&sample.items);
	ck_assert_msg(items_read(json, &again, why), "%s", why);
	json_decref(json);
	ck_assert_uint_eq(again.ended, ITEMS);
	ck_assert_uint_eq(again.row[0].wall_ns, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(again.row[0].cpu_ns, 0);
	ck_assert_uint_eq(again.printed_bytes, SAMPLE_UNKNOWN);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("command results");
	TCase *tcase = tcase_create("command results");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, results_are_summed_up);
	tcase_add_test(tcase, numbers_beyond_belief_are_left_out_and_the_record_stays_readable);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
