# Change what you like, then draw again, here: gnuplot -d overview.gp
# A new report writes this file anew: keep what you changed under another name.
NAME = 'overview'
ID = 'overview_0'
TITLE = '4 of 5 workloads are shown to gain from more workers than CPUs'
SUBTITLE = 'speedup over the loop, higher is better · medians of 15 rounds with 95 % intervals · 2 cores, Intel Xeon Processor'
FOOTER = 'manyhands 0.1.0 · seed 1 · 2026-11-22T05:11:57Z · data: overview.csv'
MARKERS = 1
array MARKER[1] = [2]
array MARKER_TEXT[1] = ['2 cores · shaded: more workers than that']
array MARKER_ROW[1] = [0]
SHADE_FROM = 2
KEY = 'dashed: 2 cores · shaded: more workers than 2 · dotted: ideal · horizontal: workers · band: what the machine can compute'
LEGENDS = 3
array LEGEND[3] = ['thread-pool', 'process-pool', 'process-per-task']
array LEGEND_X[3] = [0, 159.6, 319.2]
array LEGEND_ROW[3] = [0, 0, 0]
array LEGEND_STYLE[3] = [1, 2, 3]
TOP = 118
RIGHT = 30
LABELS = 0
array PANEL_HOLLOW[5] = ['', '', '', '', '']
CAPTION = ''
BOTTOM = 74
HEIGHT = 634
POINT_SIZE = 0.8
SERIES = 3
DODGE = 0.0499591837
XMIN = 0.66820716
XMAX = 11.972335
XTICS = '1 8 2 4'
YMIN = 0.0924899456
YMAX = 10.2974867
LOG_Y = 1
YTICS = 7
array YTIC[7] = [0.125, 0.25, 0.5, 1, 2, 4, 8]
array YTIC_TEXT[7] = ['1/8×', '1/4×', '1/2×', '1×', '2×', '4×', '8×']
LANES = 0
array LANE_STYLE[1] = [0]
STRIP = 0
PANELS = 5
COLUMNS = 3
WIDTH = 272
GRAPH = 180
array PANEL[5] = ['sleep', 'primes', 'perfect', 'squares', 'pages']
array PANEL_NOTE[5] = ['waiting', 'computing', 'computing', 'computing', 'computing']
array PANEL_SERIES[5] = ['1 2 3', '1 2 3', '1 2 3', '1 2 3', '1 2 3']
array PANEL_IDEAL[5] = [1, 1, 1, 1, 1]
array PANEL_BAND[5] = [0, 1, 1, 1, 1]
array PANEL_LANES[5] = ['', '', '', '', '']

# SPDX-License-Identifier: GPL-3.0-or-later
# style.gp: the look that all charts share. Lengths are pixels of a canvas 1000 wide and HEIGHT high.
px(pixels) = pixels/1000.0
py(pixels) = pixels/(HEIGHT + 0.0)
INK = '#1f2933'; MUTED = '#5f6c7b'; RULE = '#c3ccd5'; GRID = '#e7ebef'; SHADE = '#f3f5f7'; BAND_FILL = '#dbe1e8'; PAPER = '#ffffff'

# Okabe and Ito's colours can be told apart by colour-blind people, the shapes also in grey.
# All are filled: hollow are the points of disturbed cells. Text is in darker shades of the same hues.
array COLOR[6] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9']
array DARK[6] = ['#00598a', '#a54800', '#00704f', '#96487a', '#8a5d00', '#1f6f9c']
array SHAPE[12] = [7, 5, 9, 13, 11, 15, 5, 9, 13, 11, 15, 7]
hue(style) = style == 0 ? MUTED : COLOR[(style-1)%6+1]
ink(style) = style == 0 ? MUTED : DARK[(style-1)%6+1]
do for [i=1:12] { set style line i lw 1.8 ps POINT_SIZE lc rgb hue(i) pt SHAPE[i] dt 1+(i > 6) }
set style line 20 lw 1.2 lc rgb MUTED              # the loop
set style line 21 lw 1.5 lc rgb MUTED dt (2,4)     # the ideal

set encoding utf8
set datafile separator comma
set key off
set samples 2
set errorbars small
set border 1 lc rgb RULE lw 1
set tics nomirror scale 0 textcolor rgb MUTED
set grid ytics lt 1 dt 1 lc rgb GRID lw 1 back
FONTS = 'Inter, Helvetica, Arial, sans-serif'
SVG = sprintf("svg size 1000,%d dynamic name '%s' font '%s,13' background rgb '%s'", HEIGHT, ID, FONTS, PAPER)
PNG = sprintf("pngcairo size 2000,%d font 'Inter,13' fontscale 1.5 linewidth 2 pointscale 2 dashlength 1.6 background rgb '%s'", 2*HEIGHT, PAPER)

HEADING = '{/:Bold=18 '.TITLE.'}'
set label 1 HEADING at screen px(28),py(HEIGHT-30) textcolor rgb INK enhanced
set label 2 SUBTITLE at screen px(28),py(HEIGHT-57) textcolor rgb MUTED noenhanced
if (strlen(CAPTION)) { set label 7 CAPTION at screen px(28),py(33) textcolor rgb MUTED font ',10.5' noenhanced }
set label 3 FOOTER at screen px(28),py(15) textcolor rgb MUTED font ',10.5' noenhanced

set logscale x 2
set xrange [XMIN:XMAX]
set xtics () offset 0,0.3
do for [w in XTICS] { set xtics add (w real(w)) }
if (LOG_Y) { set logscale y }
set yrange [YMIN:YMAX]
set ytics ()
do for [i=1:YTICS] { set ytics add (YTIC_TEXT[i] YTIC[i]) }
if (YTICS == 0) { unset ytics }

# More workers than CPUs: shaded. Cores, CPUs and limits: a dashed line each.
if (SHADE_FROM < XMAX) {
	set object 1 rectangle from first SHADE_FROM,graph 0 to graph 1,graph 1 fc rgb SHADE fs solid noborder behind
}
do for [i=1:MARKERS] {
	row = HEIGHT - TOP + 9 + 17*MARKER_ROW[i]
	set arrow i from first MARKER[i],graph 0 to first MARKER[i],screen py(row+4) nohead lc rgb MUTED lw 1 dt (6,5) back
	set label 10+i MARKER_TEXT[i] at first MARKER[i],screen py(row) left offset 0.5,0 textcolor rgb MUTED font ',11' noenhanced
}

# Names at the right, with a thin line to what they were pushed away from.
do for [i=1:LABELS] {
	set label 1000+i LABEL[i] at screen px(1000-RIGHT+18),graph LABEL_Y[i] left offset 1.1,0 textcolor rgb ink(LABEL_STYLE[i]) noenhanced
	if (LABEL_STYLE[i] > 0 && LABEL_LANE[i] == 0) {
		set label 2000+i '' at screen px(1000-RIGHT+18),graph LABEL_Y[i] point ls LABEL_STYLE[i] ps 0.8
	}
	if (LINE_FROM_X[i] > 0) {
		set arrow 1000+i from first LINE_FROM_X[i],first LINE_FROM_Y[i] to screen px(1000-RIGHT+8),graph LABEL_Y[i] nohead lc rgb RULE lw 0.8 back
	}
}

# Below the data, a lane for each strategy with cells that lack samples; y2 counts the lanes.
set y2range [0:1]
if (LANES > 0) {
	set y2range [0:LANES/STRIP]
	set arrow 20 from graph 0,graph STRIP to graph 1,graph STRIP nohead lc rgb RULE lw 1
}

set lmargin at screen px(86)
set rmargin at screen px(1000-RIGHT)
set tmargin at screen py(HEIGHT-TOP)
set bmargin at screen py(BOTTOM)
set xlabel 'workers' offset 0,0.5 textcolor rgb MUTED

# Rows of the data: those of a series (beside: a little apart, so that none hides another), of a lane.
CSV = NAME.'.csv'
of(series) = column('series') == series ? column('workers') : NaN
beside(i) = of(i)*2**((i-(SERIES+1)/2.0)*DODGE)
hollow(x) = column('disturbed') > 0 ? x : NaN
in_lane(lane) = column('lane') == lane ? column('workers') : NaN
lane_y(lane) = LANES-lane+0.5

# SPDX-License-Identifier: GPL-3.0-or-later
# overview.gp: the speedups of all workloads, small charts with the same axes and one legend.
do for [i=1:LEGENDS] {
	set label 1000+i '' at screen px(34+LEGEND_X[i]),py(HEIGHT-86-20*LEGEND_ROW[i]) left offset 1.2,0 textcolor rgb ink(LEGEND_STYLE[i]) noenhanced
	set label 2000+i '' at screen px(34+LEGEND_X[i]),py(HEIGHT-86-20*LEGEND_ROW[i]) point ls LEGEND_STYLE[i] ps 0.8
}
set label 6 '' at screen px(28),py(HEIGHT-TOP+6) textcolor rgb MUTED font ',11' noenhanced
in_panel(p, series) = column('panel') == p && column('series') == series ? column('workers') : NaN
beside_in(p, i) = in_panel(p, i)*2**((i-(SERIES+1)/2.0)*DODGE)
lane_in(p, lane) = column('panel') == p && column('lane') == lane ? column('workers') : NaN
set tics font ',11'
set xlabel ''

do for [format in 'svg png'] {
	eval 'set terminal '.(format eq 'svg' ? SVG : PNG)
	set output NAME.'.'.format
	set multiplot
	do for [p=1:PANELS] {
		left = 86 + ((p-1)%COLUMNS)*(WIDTH+34)
		top = HEIGHT - TOP - 34 - ((p-1)/COLUMNS)*(GRAPH+70)
		set lmargin at screen px(left); set rmargin at screen px(left+WIDTH)
		set tmargin at screen py(top); set bmargin at screen py(top-GRAPH)
		set label 4 PANEL[p] at graph 0,graph 1 left offset 0,0.8 textcolor rgb INK noenhanced
		set label 5 PANEL_NOTE[p] at graph 1,graph 1 right offset 0,0.8 textcolor rgb MUTED font ',11' noenhanced
		do for [i=1:YTICS] { set ytics add ((p-1)%COLUMNS == 0 ? YTIC_TEXT[i] : '' YTIC[i]) }
		# the texts of the whole page are drawn with the first small chart
		set label 1 p == 1 ? HEADING : ''
		set label 2 p == 1 ? SUBTITLE : ''
		set label 3 p == 1 ? FOOTER : ''
		set label 6 p == 1 ? KEY : ''
		if (strlen(CAPTION)) { set label 7 p == 1 ? CAPTION : '' }
		do for [i=1:LEGENDS] { set label 1000+i p == 1 ? LEGEND[i] : '' }
		do for [i=1:MARKERS] { unset label 10+i; set arrow i to first MARKER[i],graph 1 }
		layers = "1 with lines ls 20"
		if (PANEL_BAND[p]) { layers = "CSV using (in_panel(p,-2)):'low':'high' with filledcurves fc rgb BAND_FILL fs solid noborder, for [edge in 'low high'] CSV using (in_panel(p,-2)):edge with lines lw 2.5 lc rgb BAND_FILL, ".layers }
		if (PANEL_IDEAL[p]) { layers = layers.", CSV using (in_panel(p,-1)):'speedup' with lines ls 21" }
		if (strlen(PANEL_SERIES[p])) { layers = layers.", for [i in PANEL_SERIES[p]] CSV using (beside_in(p,i+0)):'speedup':'low':'high' with yerrorlines ls (i-1)%12+1" }
		if (strlen(PANEL_HOLLOW[p])) { layers = layers.", for [i in PANEL_HOLLOW[p]] for [inner=0:1] CSV using (hollow(beside_in(p,i+0))):'speedup' with points pt SHAPE[(i-1)%12+1] ps (inner ? 0.65 : 1.25)*POINT_SIZE lc rgb inner ? PAPER : hue((i-1)%12+1)" }
		if (strlen(PANEL_LANES[p])) { layers = layers.", for [i in PANEL_LANES[p]] CSV using (lane_in(p,i+0)):(lane_y(i)) axes x1y2 with points pt 2 lw 1.5 ps 0.55 lc rgb hue(LANE_STYLE[i+0])" }
		eval 'plot '.layers
	}
	unset multiplot
}
