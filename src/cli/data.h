/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where plans and gnuplot scripts lie: $MANYHANDS_DATA, <exe>/../share/manyhands, the source folder. */
#ifndef MANYHANDS_CLI_DATA_H
#define MANYHANDS_CLI_DATA_H

#include <stddef.h>

/* The folders; the caller frees. NULL: none was found (warned). */
char *data_plans_folder(void);
char *data_plots_folder(void);

/* The names of the files in FOLDER that end in ENDING (".args"), without it and sorted, *COUNT of
 * them: none if FOLDER can't be read. The caller frees each name and the array. */
char **data_names(const char *folder, const char *ending, size_t *count);

#endif
