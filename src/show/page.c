/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.html: the run as one file for a browser. */
#include "show/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/html.h"
#include "show/label.h"
#include "show/page_parts.h"
#include "show/page_style.h"
#include "show/report_parts.h"
#include "show/report_trust.h"

void page_open(struct page *page, const char *id, const char *heading)
{
	text_add(&page->html, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
	html_text(&page->html, heading);
	text_add(&page->html, "</h2>\n");
}

void page_close(struct page *page)
{
	text_add(&page->html, "</section>\n");
}

void page_add_markdown(struct page *page, const struct text *markdown)
{
	html_add_markdown(&page->html, markdown->text ? markdown->text : "");
}

/* A section of report.md, which begins with its heading; nothing where MARKDOWN, which is finished, has
 * nothing. */
static void add_section(struct page *page, const char *id, struct text *markdown)
{
	if (markdown->length > 0) {
		const char *heading = markdown->text + strspn(markdown->text, "# ");
		size_t length = strcspn(heading, "\n");
		char *words = xasprintf("%.*s", (int)length, heading);

		page_open(page, id, words);
		html_add_markdown(&page->html, heading + length);
		page_close(page);
		free(words);
	}
	text_finish(markdown);
}

/* Nothing of the page may run, and nothing may be fetched. The icon keeps browsers from asking a server
 * for one. */
static void add_head(struct page *page)
{
	const struct run *run = &page->judgement->samples->run;
	struct text *html = &page->html;
	char label[LABEL_BYTES];

	text_add(html,
		"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"script-src "
		"'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action "
		"'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<link rel=\"icon\" href=\"data:,\">\n<title>manyhands:");
	text_add(html, "%s", run->granularity ? " how long a task must be" : "");
	for (size_t i = 0; i < run->workload_count && !run->granularity; i++) {
		label_workload(run, i, 60, label);
		text_add(html, i == 0 ? " " : ", ");
		html_text(html, label);
	}
	text_add(html, "</title>\n<style>\n");
	page_style(html);
	text_add(html, "</style>\n</head>\n<body>\n"
		       "<a class=\"skip\" href=\"#answer\">To the answer</a>\n<header>\n");
}

/* A sweep of task lengths asks something else. */
static bool has_losses(const struct page *page)
{
	return !page->judgement->samples->run.granularity;
}

static void add_contents(struct page *page)
{
	static const struct {
		const char *id, *words;
	} sections[] = {{"answer", "Answer"}, {"losses", "Where it went"}, {"charts", "Charts"},
		{"trust", "Trust"}, {"machine", "Machine"}, {"method", "Method"},
		{"repeat", "Repeat it"}};

	text_add(&page->html, "<nav aria-label=\"On this page\"><ul>\n");
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		if (strcmp(sections[i].id, "losses") == 0 && !has_losses(page)) {
			continue;
		}
		text_add(&page->html, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id,
			sections[i].words);
	}
	text_add(&page->html, "</ul></nav>\n</header>\n<main>\n");
}

/* Says which charts are missing and how they are had. */
static void add_missing(struct page *page)
{
	if (page->missing.length == 0) {
		return;
	}
	text_add(&page->html, "<p class=\"missing\">Missing, since no gnuplot drew them: ");
	html_text(&page->html, page->missing.text);
	text_add(&page->html,
		". Their values stand in the tables. With gnuplot installed (Debian: "
		"<code>gnuplot-nox</code>), in this folder, <code>manyhands report .</code> draws "
		"them and makes this page anew.</p>\n");
}

static void add_trust(struct page *page)
{
	struct text part = {0};

	report_add_trust(&part, page->judgement);
	if (part.length > 0) {
		add_section(page, "trust", &part);
	} else {
		page_open(page, "trust", "How far to trust it");
		text_add(&page->html, "<p>Nothing is known of it: no sample counts yet.</p>\n");
		page_close(page);
	}
	report_add_notes(&part, page->judgement->samples);
	add_section(page, "notes", &part);
}

static void add_rest(struct page *page)
{
	const struct judgement *judgement = page->judgement;
	struct text part = {0};

	add_trust(page);
	report_add_machine(&part, &judgement->samples->run);
	add_section(page, "machine", &part);
	report_add_method(&part);
	add_section(page, "method", &part);
	report_add_repeat(&part, judgement);
	add_section(page, "repeat", &part);
}

void page_html(const struct judgement *judgement, const char *folder, struct text *html)
{
	struct page page = {.judgement = judgement, .folder = folder};
	struct text part = {0};

	losses_init(&page.losses, judgement);
	add_head(&page);
	report_add_title(&part, judgement);
	page_add_markdown(&page, &part);
	text_finish(&part);
	add_contents(&page);
	page_add_answer(&page);
	if (has_losses(&page)) {
		page_add_losses(&page);
	}
	page_add_charts(&page);
	add_missing(&page);
	add_rest(&page);
	text_add(&page.html, "</main>\n</body>\n</html>\n");
	text_add(html, "%s", page.html.text);
	text_finish(&page.html);
	text_finish(&page.missing);
	losses_finish(&page.losses);
}
