# SPDX-License-Identifier: GPL-3.0-or-later
# time.gp: seconds by workers, a line for each strategy; the loop is the horizontal line.
if (LOOP_HIGH > 0) {
	set object 2 rectangle from graph 0,first LOOP_LOW to graph 1,first LOOP_HIGH fc rgb MUTED fs transparent solid 0.15 noborder behind
}
layers = "LOOP with lines ls 20".ideal_layer(VALUE).series_layer(VALUE).cut_layer(VALUE).hollow_layer(VALUE).lanes_layer
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
