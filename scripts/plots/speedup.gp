# SPDX-License-Identifier: GPL-3.0-or-later
# speedup.gp: speedup over the loop by workers, a line for each strategy.
# What there is nothing of is left out: gnuplot warns where a line has no point at all.
layers = "1 with lines ls 20"
if (IDEAL)  { layers = layers.", CSV using (of(-1)):'speedup' with lines ls 21" }
if (SERIES) { layers = layers.", for [i=1:SERIES] CSV using (beside(i)):'speedup':'low':'high' with yerrorlines ls STYLE[i]" }
if (LANES)  { layers = layers.", for [i=1:LANES] CSV using (in_lane(i)):(lane_y(i)) axes x1y2 with points pt 2 lw 1.5 ps 0.7 lc rgb hue(LANE_STYLE[i])" }
do for [format in 'svg png'] {
	eval 'set terminal '.(format eq 'svg' ? SVG : PNG)
	set output NAME.'.'.format
	eval 'plot '.layers
}
