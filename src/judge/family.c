/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holm's steps over those hypotheses that were asked. */
#include "judge/family.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "judge/stats.h"
#include "text.h"

/* The levels of M hypotheses, ADJUSTED already, with the p-values P: the k-th smallest is left
 * ALPHA / (m - k), and all that are not shown stop at the first such step. */
static void fill_levels(const double *p, const double *adjusted, size_t m, double *level)
{
	size_t *order = xcalloc(m, sizeof(*order)), shown = 0;

	for (size_t i = 0; i < m; i++) {
		shown += adjusted[i] <= FAMILY_ALPHA;
	}
	gsl_sort_index(order, p, 1, m);
	for (size_t k = 0; k < m; k++) {
		size_t steps = k < shown ? k : shown;

		level[order[k]] = FAMILY_ALPHA / (double)(steps < m ? m - steps : 1);
	}
	free(order);
}

void family_adjust(const double *p, size_t count, double *adjusted, double *level)
{
	double *asked = xcalloc(3 * count, sizeof(*asked));
	double *asked_adjusted = asked + count, *asked_level = asked_adjusted + count;
	size_t m = 0;

	for (size_t i = 0; i < count; i++) {
		if (!isnan(p[i])) {
			asked[m++] = p[i];
		}
	}
	stats_holm(asked, m, asked_adjusted);
	fill_levels(asked, asked_adjusted, m, asked_level);
	for (size_t i = 0, next = 0; i < count; i++) {
		adjusted[i] = level[i] = NAN;
		if (!isnan(p[i])) {
			adjusted[i] = asked_adjusted[next];
			level[i] = asked_level[next++];
		}
	}
	free(asked);
}
