# SPDX-License-Identifier: GPL-3.0-or-later
# speedup.gp: speedup over the loop by workers, a line for each strategy.
if (strlen(BAND)) {
	row = HEIGHT - TOP + 9 + 17*BAND_ROW
	set object 3 rectangle from screen px(87),screen py(row-4) to screen px(107),screen py(row+4) fc rgb BAND_FILL fs solid noborder
	set label 8 BAND at screen px(114),py(row) left textcolor rgb MUTED font ',11' noenhanced
}
# The edges of the band are lines, so that it shows where it has no height.
# What there is nothing of is left out: gnuplot warns where a line has no point at all.
layers = "1 with lines ls 20"
if (strlen(BAND)) { layers = "CSV using (of(-2)):'low':'high' with filledcurves fc rgb BAND_FILL fs solid noborder, for [edge in 'low high'] CSV using (of(-2)):edge with lines lw 4 lc rgb BAND_FILL, ".layers }
if (IDEAL)  { layers = layers.", CSV using (of(-1)):'speedup' with lines ls 21" }
if (SERIES) { layers = layers.", for [i=1:SERIES] CSV using (beside(i)):'speedup':'low':'high' with yerrorlines ls STYLE[i]" }
if (strlen(HOLLOW)) { layers = layers.", for [i in HOLLOW] for [inner=0:1] CSV using (hollow(beside(i+0))):'speedup' with points pt SHAPE[STYLE[i+0]] ps (inner ? 0.65 : 1.25)*POINT_SIZE lc rgb inner ? PAPER : hue(STYLE[i+0])" }
if (LANES)  { layers = layers.", for [i=1:LANES] CSV using (in_lane(i)):(lane_y(i)) axes x1y2 with points pt 2 lw 1.5 ps 0.7 lc rgb hue(LANE_STYLE[i])" }
do for [format in 'svg png'] {
	eval 'set terminal '.(format eq 'svg' ? SVG : PNG)
	set output NAME.'.'.format
	eval 'plot '.layers
}
