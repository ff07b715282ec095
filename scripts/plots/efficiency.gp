# SPDX-License-Identifier: GPL-3.0-or-later
# efficiency.gp: the share of the ideal speedup that is reached by workers, a line for each strategy.
# Above 80 % workers are worth their CPUs by custom.
set object 2 rectangle from graph 0,first 0.8 to graph 1,first 1 fc rgb BAND_FILL fs transparent solid 0.35 noborder behind
layers = "1 with lines ls 21".series_layer(VALUE).cut_layer(VALUE).hollow_layer(VALUE).lanes_layer
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
