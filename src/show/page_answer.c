/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer, first on the page: the verdicts of all workloads, then what is said on each. */
#include <math.h>
#include <stdio.h>

#include "judge/questions.h"
#include "judge/relation.h"
#include "show/advice.h"
#include "show/granularity.h"
#include "show/html.h"
#include "show/label.h"
#include "show/page_parts.h"
#include "show/report_parts.h"
#include "show/report_workload.h"

enum { LABEL_COLUMNS = 60 };

/* How a verdict is stressed; its words say it too. */
static const char *tone_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_FASTER:
		return "good";
	case VERDICT_SLOWER:
		return "bad";
	case VERDICT_SAME:
	case VERDICT_NEGLIGIBLE:
		return "even";
	default:
		return "open";
	}
}

/* Who is compared with whom: "8 threads / 2 threads". */
static void add_parties(struct text *html, size_t index, const struct question *question)
{
	unsigned a = question->a->cell->workers, b = question->b->cell->workers;

	text_add(html, "<small>%u %s / ", a, label_workers(index != QUESTION_TWINS, a));
	if (index == QUESTION_LOOP) {
		text_add(html, "loop</small>");
	} else {
		text_add(html, "%u %s</small>", b, label_workers(true, b));
	}
}

/* What the columns ask; the loop's comes before them. */
static const char *const asks[QUESTION_COUNT] = {
	"threads or the loop?", "processes or threads?", "four times as many?"};

/* A cell of the table, with what its column asks for where there is no room for columns. */
static void open_cell(struct text *html, const char *tone, const char *ask)
{
	text_add(html, "<td role=\"cell\" class=\"%s\" data-ask=\"%s\">", tone, ask);
}

/* What becomes of a question that is open. */
static void add_outlook(
	struct text *html, const struct questions *questions, const struct question *question)
{
	switch (question_outlook(questions, question)) {
	case OUTLOOK_ROUNDS:
		text_add(html, "<span>about %u more round%s</span> ", question->more_rounds,
			question->more_rounds == 1 ? "" : "s");
		break;
	case OUTLOOK_NOISY:
		text_add(html, "<span>too noisy now</span> ");
		break;
	case OUTLOOK_FAILING:
		text_add(html, "<span>samples fail</span> ");
		break;
	case OUTLOOK_NONE:
		break;
	}
}

/* What the verdict rests on: the interval that decides. */
static void add_interval(
	struct text *html, const struct questions *questions, const struct question *question)
{
	bool open = question->verdict == VERDICT_INCONCLUSIVE;
	const struct interval *ratio = open ? &question->wide : &question->ratio;
	struct ratio_text words = ratio_text(ratio);

	if (question->verdict != VERDICT_WITHDRAWN && isfinite(ratio->mid) &&
		(ratio->exact || !open)) {
		text_add(html, "<span>%s×</span> ", words.range);
	}
	if (open) {
		add_outlook(html, questions, question);
	}
}

static void add_verdict(struct text *html, size_t index, const struct questions *questions)
{
	const struct question *question = &questions->question[index];
	struct ratio_text words = ratio_text(&question->ratio);
	enum verdict verdict = question->verdict;
	bool told = verdict != VERDICT_INCONCLUSIVE && verdict != VERDICT_WITHDRAWN;

	open_cell(html, tone_of(verdict), asks[index]);
	if (verdict == VERDICT_NOT_ASKED) {
		text_add(html, "nothing to compare</td>");
		return;
	}
	text_add(html, "<strong>");
	html_text(html, verdict == VERDICT_INCONCLUSIVE ? "cannot tell" : verdict_name(verdict));
	if (told && isfinite(question->ratio.mid)) {
		text_add(html, ": %s×", words.mid);
	}
	text_add(html, "</strong> ");
	add_interval(html, questions, question);
	add_parties(html, index, question);
	text_add(html, "</td>");
}

/* The cell on what the loop does. */
static void add_loop(struct text *html, const struct workload_result *result)
{
	const struct cell_result *loop = result->baseline;
	char duration[32], failures[128] = "";

	if (!loop || loop->sample_count == 0) {
		if (loop) {
			label_failures(loop, failures, sizeof(failures));
		}
		open_cell(html, *failures ? "bad" : "even", "the loop");
		html_text(html, *failures ? failures : "no time");
		text_add(html, "</td>");
		return;
	}
	open_cell(html, "even", "the loop");
	format_duration(loop->time_ns.mid, duration, sizeof(duration));
	html_text(html, duration);
	text_add(html, " <small>%s</small></td>",
		isfinite(result->busy_share) ? work_class_name(result->class) : "CPU busy unknown");
}

static bool any_interval(const struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->samples->run.workload_count; i++) {
		struct questions questions;

		questions_ask(&questions, judgement, i);
		for (size_t q = 0; q < QUESTION_COUNT; q++) {
			if (questions.question[q].a && questions.question[q].ratio.exact) {
				return true;
			}
		}
	}
	return false;
}

static void add_verdicts(struct page *page)
{
	const struct judgement *judgement = page->judgement;
	const struct run *run = &judgement->samples->run;
	char label[LABEL_BYTES];

	/* roles, since a narrow page shows cards: then browsers take it for no table any more */
	text_add(&page->html,
		"<table class=\"verdicts\" role=\"table\">\n<caption>How many times as fast as "
		"what "
		"stands behind the slash%s</caption>\n<thead role=\"rowgroup\">"
		"<tr role=\"row\"><th scope=\"col\" role=\"columnheader\">workload</th>"
		"<th scope=\"col\" role=\"columnheader\">the loop</th>",
		any_interval(judgement) ? ", with 95 % intervals" : "");
	for (size_t q = 0; q < QUESTION_COUNT; q++) {
		text_add(&page->html, "<th scope=\"col\" role=\"columnheader\">%s</th>", asks[q]);
	}
	text_add(&page->html, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < run->workload_count; i++) {
		struct questions questions;

		questions_ask(&questions, judgement, i);
		label_workload(run, i, LABEL_COLUMNS, label);
		text_add(&page->html,
			"<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><a "
			"href=\"#answer-%zu\">",
			i + 1);
		html_text(&page->html, label);
		text_add(&page->html, "</a></th>");
		add_loop(&page->html, &judgement->workloads[i]);
		for (size_t q = 0; q < QUESTION_COUNT; q++) {
			add_verdict(&page->html, q, &questions);
		}
		text_add(&page->html, "</tr>\n");
	}
	text_add(&page->html, "</tbody></table>\n");
}

static void open_article(struct page *page, size_t workload)
{
	struct text name = {0};

	report_add_name(&name, &page->judgement->samples->run, workload);
	text_add(&page->html, "<article aria-labelledby=\"answer-%zu\">\n<h3 id=\"answer-%zu\">",
		workload + 1, workload + 1);
	html_add_inline(&page->html, name.text);
	text_add(&page->html, "</h3>\n");
	text_finish(&name);
}

/* Adds FAILURES, a list, and ends the article. */
static void close_article(struct page *page, const struct text *failures)
{
	if (failures->length > 0) {
		text_add(&page->html, "<div class=\"failed\"><h4>What failed</h4>\n");
		page_add_markdown(page, failures);
		text_add(&page->html, "</div>\n");
	}
	text_add(&page->html, "</article>\n");
}

/* True if something is recommended. */
static bool add_workload(struct page *page, size_t workload)
{
	struct text part = {0}, failures = {0};

	open_article(page, workload);
	report_add_answer(&part, page->judgement, workload);
	text_add(&part, "\n");
	bool advised = advice_add(&page->losses, workload, &part);
	report_add_loop(&part, page->judgement, workload);
	page_add_markdown(page, &part);
	report_add_failures(&failures, page->judgement, workload);
	close_article(page, &failures);
	text_finish(&part);
	text_finish(&failures);
	return advised;
}

static void add_answers(struct page *page)
{
	struct text scope = {0};
	bool advised = false;

	page_open(page, "answer", "The answer");
	add_verdicts(page);
	for (size_t i = 0; i < page->judgement->samples->run.workload_count; i++) {
		advised = add_workload(page, i) || advised;
	}
	if (advised) {
		advice_add_scope(&scope);
		page_add_markdown(page, &scope);
		text_finish(&scope);
	}
	page_close(page);
}

/* A sweep of task lengths has one answer for all of them. */
static void add_sweep(struct page *page)
{
	struct text part = {0};

	page_open(page, "answer", "The shortest task that is worth a worker");
	granularity_add(page->judgement, NULL, &part);
	page_add_markdown(page, &part);
	text_finish(&part);
	for (size_t i = 0; i < page->judgement->samples->run.workload_count; i++) {
		report_add_failures(&part, page->judgement, i);
		if (part.length > 0) {
			open_article(page, i);
			close_article(page, &part);
		}
		text_finish(&part);
	}
	page_close(page);
}

void page_add_answer(struct page *page)
{
	if (page->judgement->samples->run.granularity) {
		add_sweep(page);
	} else {
		add_answers(page);
	}
}
