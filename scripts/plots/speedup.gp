# SPDX-License-Identifier: GPL-3.0-or-later
# speedup.gp: speedup over the loop by workers, a line for each strategy.
if (strlen(BAND)) {
	row = HEIGHT - TOP + 9 + 17*BAND_ROW
	set object 3 rectangle from screen px(87),screen py(row-4) to screen px(107),screen py(row+4) fc rgb BAND_FILL fs solid noborder
	set label 8 BAND at screen px(114),py(row) left textcolor rgb MUTED font ',11' noenhanced
}
if (strlen(LAW)) {
	row = HEIGHT - TOP + 9 + 17*LAW_ROW
	set arrow 40 from screen px(87),screen py(row) to screen px(107),screen py(row) nohead lc rgb INK lw 1.2
	set label 9 LAW at screen px(114),py(row) left textcolor rgb MUTED font ',11' noenhanced
}
# The edges of the band are lines, so that it shows where it has no height.
layers = "1 with lines ls 20"
if (strlen(BAND)) { layers = "CSV using (of(-2)):'low':'high' with filledcurves fc rgb BAND_FILL fs solid noborder, for [edge in 'low high'] CSV using (of(-2)):edge with lines lw 4 lc rgb BAND_FILL, ".layers }
layers = layers.ideal_layer(VALUE)
if (strlen(LAW)) { layers = layers.", CSV using (of(-3)):VALUE with lines lw 1.2 lc rgb INK" }
if (LAW_BEYOND) { layers = layers.", CSV using (of(-4)):VALUE with lines lw 1.2 dt (7,5) lc rgb INK" }
layers = layers.series_layer(VALUE).cut_layer(VALUE).hollow_layer(VALUE).lanes_layer
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
