/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where plans and gnuplot scripts lie: $MANYHANDS_DATA, <exe>/../share/manyhands, the source folder. */
#ifndef MANYHANDS_CLI_DATA_H
#define MANYHANDS_CLI_DATA_H

/* The folders; the caller frees. NULL: none was found (warned). */
char *data_plans_folder(void);
char *data_plots_folder(void);

#endif
