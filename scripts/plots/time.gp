# SPDX-License-Identifier: GPL-3.0-or-later
# time.gp: seconds by workers, a line for each strategy; the loop is the horizontal line.
if (LOOP_HIGH > 0) {
	set object 2 rectangle from graph 0,first LOOP_LOW to graph 1,first LOOP_HIGH fc rgb MUTED fs transparent solid 0.15 noborder behind
}
# What there is nothing of is left out: gnuplot warns where a line has no point at all.
layers = "LOOP with lines ls 20"
if (IDEAL)  { layers = layers.", CSV using (of(-1)):'seconds' with lines ls 21" }
if (SERIES) { layers = layers.", for [i=1:SERIES] CSV using (beside(i)):'seconds':'low':'high' with yerrorlines ls STYLE[i]" }
if (strlen(HOLLOW)) { layers = layers.", for [i in HOLLOW] for [inner=0:1] CSV using (hollow(beside(i+0))):'seconds' with points pt SHAPE[STYLE[i+0]] ps (inner ? 0.65 : 1.25)*POINT_SIZE lc rgb inner ? PAPER : hue(STYLE[i+0])" }
if (LANES)  { layers = layers.", for [i=1:LANES] CSV using (in_lane(i)):(lane_y(i)) axes x1y2 with points pt 2 lw 1.5 ps 0.7 lc rgb hue(LANE_STYLE[i])" }
do for [format in 'svg png'] {
	eval 'set terminal '.(format eq 'svg' ? SVG : PNG)
	set output NAME.'.'.format
	eval 'plot '.layers
}
