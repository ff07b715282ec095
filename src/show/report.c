/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.md: the run as a page for code hosts. (First version: the answers alone.) */
#include "show/report.h"

#include "judge/verdict.h"

void report_markdown(const struct judgement *judgement, const char *folder, struct text *text)
{
	(void)folder;
	for (size_t w = 0; w < judgement->samples->run.workload_count; w++) {
		text_add(text, "## %s\n\n", judgement->samples->run.workloads[w].name);
		verdict_sentences(judgement, w, text);
		text_add(text, "\n\n");
	}
}
