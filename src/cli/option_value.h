/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the values of options are, in words. */
#ifndef MANYHANDS_CLI_OPTION_VALUE_H
#define MANYHANDS_CLI_OPTION_VALUE_H

#include <argp.h>

/* What the value of OPTION is: "a number"; by its name in --help, else what that says. */
const char *option_value(const struct argp_option *option);

#endif
