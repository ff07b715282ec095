/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of the heat map: dark is good, and the ink on each is the one that is read better. */
#ifndef MANYHANDS_SHOW_HEAT_COLOR_H
#define MANYHANDS_SHOW_HEAT_COLOR_H

#include <stdint.h>

/* Where there is no time: the colour, and of what is written on it. */
enum { HEAT_NONE = 0xffffff, HEAT_NONE_INK = 0x5f6c7b };

/* 0xRRGGBB for a time of RATIO (1 and above) times the best: blue at 1, pale at 2, brown from 8 on;
 * ever lighter to 2 and then darker again, so that far worse is not taken for nearly as good. */
uint32_t heat_color(double ratio);

/* The ink on it, dark or white. */
uint32_t heat_ink(double ratio);

/* The contrast of two colours, 1 to 21, as WCAG 2 defines it. */
double heat_contrast(uint32_t a, uint32_t b);

#endif
