# SPDX-License-Identifier: GPL-3.0-or-later
# granularity.gp: efficiency by the length of a task, a line for each strategy; where it reaches 50 % and 90 %.
set logscale x 10
set xtics () scale 0
do for [i=1:LENGTHS] { set xtics add (LENGTH_TEXT[i] LENGTH[i]) }
set xlabel 'length of a task'
set ytics ('0 %%' 0, '25 %%' 0.25, '50 %%' 0.5, '75 %%' 0.75, '90 %%' 0.9, '100 %%' 1) nomirror scale 0 textcolor rgb MUTED
unset grid
set grid xtics lt 1 dt 1 lc rgb GRID lw 1 back
do for [level in '0.25 0.75 1'] { set arrow from graph 0,first level+0 to graph 1,first level+0 nohead lc rgb GRID lw 1 back }
do for [level in '0.5 0.9'] { set arrow from graph 0,first level+0 to graph 1,first level+0 nohead lc rgb MUTED lw 1 dt (2,4) back }

# As fast as the loop: below that the work is quicker without workers.
if (EVEN > 0 && EVEN < YMAX) {
	set object 2 rectangle from graph 0,first 0 to graph 1,first EVEN fc rgb SHADE fs solid noborder behind
	set label 9 'shaded: slower than the loop' at graph 1,first 0 right offset -1,0.7 textcolor rgb MUTED font ',11' noenhanced
}

# The lengths that reach a level: a diamond on it, with its interval.
do for [i=1:MARKS] {
	set arrow 3000+i from first MARK_LOW[i],first MARK_Y[i] to first MARK_HIGH[i],first MARK_Y[i] nohead lc rgb ink(MARK_STYLE[i]) lw 2.5 front
	if (MARK_HIGH[i] >= XMAX) { set arrow 3000+i head size screen px(8),25 filled }
	if (MARK_LOW[i] <= XMIN) { set arrow 3000+i backhead size screen px(8),25 filled }
	if (MARK_LOW[i] <= XMIN && MARK_HIGH[i] >= XMAX) { set arrow 3000+i heads size screen px(8),25 filled }
	set label 4000+i '' at first MARK_X[i],first MARK_Y[i] point pt 13 ps 2.6*POINT_SIZE lc rgb PAPER front
	set label 4500+i '' at first MARK_X[i],first MARK_Y[i] point pt 13 ps 1.8*POINT_SIZE lc rgb ink(MARK_STYLE[i]) front
	if (MARK_LEFT[i]) {
		set label 5000+i MARK_TEXT[i] at first MARK_X[i],first MARK_Y[i] right offset -1,0.7 textcolor rgb ink(MARK_STYLE[i]) font ',11' noenhanced front
	} else {
		set label 5000+i MARK_TEXT[i] at first MARK_X[i],first MARK_Y[i] left offset 1,-0.7 textcolor rgb ink(MARK_STYLE[i]) font ',11' noenhanced front
	}
}

at(i) = column('series') == i ? column('task_us') : NaN
# What lies above stands at the edge: a point that is not drawn tells no values.
edged(y) = y > YMAX ? YMAX : y
beyond(i) = column('high') > YMAX ? YMAX : NaN
# Intervals are thin: there are many of them.
layers = "for [i=1:SERIES] CSV using (at(i)):'low':(0):(column('high')-column('low')) with vectors nohead lw 1 lc rgb hue((i-1)%12+1)"
layers = layers.", for [i=1:SERIES] CSV using (at(i)):(edged(column('efficiency'))) with linespoints ls (i-1)%12+1 title sprintf('rows series=%d efficiency', i)"
if (strlen(CUT_ABOVE)) { layers = layers.", for [i in CUT_ABOVE] CSV using (at(i+0)):(beyond(i)) with points pt 9 ps 1.1*POINT_SIZE lc rgb hue((i-1)%12+1)" }
if (strlen(HOLLOW)) { layers = layers.", for [i in HOLLOW] for [inner=0:1] CSV using (hollow(at(i+0))):(edged(column('efficiency'))) with points pt SHAPE[(i-1)%12+1] ps (inner ? 0.65 : 1.25)*POINT_SIZE lc rgb inner ? PAPER : hue((i-1)%12+1)" }
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
