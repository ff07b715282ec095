# Change what you like, then draw again, here: gnuplot -d overview.gp
# A new report writes this file anew: keep what you changed under another name.
FORMATS = 'svg png'
NAME = 'overview'
ID = 'overview_0'
TITLE = '2 of 5 workloads are shown to gain from more workers than CPUs'
SUBTITLE = 'speedup over the loop, higher is better · medians of 15 rounds with 95 % intervals · 2 cores, Intel Xeon Processor'
FOOTER = 'manyhands 0.1.0 · seed 1 · 2026-11-22T09:49:40Z · data: overview.csv'
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
array PANEL_MESSAGE_1[5] = ['more threads help up to 8, the most tried', 'threads stop helping at 2 workers', 'threads stop helping at 4 workers', 'threads stop helping at 4 workers', 'processes stop helping at 4 workers']
array PANEL_MESSAGE_2[5] = ['', '', '', '', '']
MESSAGE_ROWS = 1
TOP = 118
ABOVE = 49
EACH = 311
RIGHT = 30
LABELS = 0
CAPTION = ''
BOTTOM = 74
PARTS_Y = 36
HEIGHT = 778
POINT_SIZE = 0.8
SERIES = 3
DODGE = 0.0499591837
XMIN = 0.66820716
XMAX = 11.972335
XTICS = '1 8 2 4'
YMIN = 0.096338504
YMAX = 10.2737513
YFLOOR = 0.096338504
LOG_Y = 1
YTICS = 7
array YTIC[7] = [0.125, 0.25, 0.5, 1, 2, 4, 8]
array YTIC_TEXT[7] = ['1/8×', '1/4×', '1/2×', '1×', '2×', '4×', '8×']
LANES = 0
array LANE_STYLE[1] = [0]
STRIP = 0
BARS = 22
array BAR_PANEL[22] = [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]
array BAR_KIND[22] = [0, 1, 4, 5, 6, 0, 1, 3, 4, 7, 0, 1, 3, 4, 0, 1, 3, 4, 0, 1, 3, 6]
array BAR_FROM[22] = [0, 0.957198441, 0.969992506, 0.984377787, 0.994861705, 0, 0.964377775, 0.976461382, 0.981986708, 0.988689623, 0, 0.948175975, 0.967956223, 0.976053775, 0, 0.888425967, 0.916300365, 0.955019755, 0, 0.846948021, 0.912203899, 0.9907719]
array BAR_TO[22] = [0.957198441, 0.969955545, 0.984377787, 0.994861705, 0.999998312, 0.964377775, 0.975838694, 0.981986708, 0.987174098, 1, 0.948175975, 0.967691976, 0.976053775, 0.991254126, 0.888425967, 0.915997488, 0.955019755, 0.995396469, 0.846948021, 0.911572978, 0.989602352, 1]
array PANEL_BAR_NOTE[5] = ['thread-pool at 8: 7.7× of 8.0', 'thread-pool at 2: 1.93× of 2.00', 'thread-pool at 2: 1.90× of 2.00', 'thread-pool at 2: 1.78× of 2.00', 'process-pool at 2: 1.69× of 2.00']
PARTS = 7
array PART_NAME[7] = ['reached', 'start', 'slower cores', 'waiting', 'uneven tasks', 'ending', 'neighbours']
array PART_KIND[7] = [0, 1, 3, 4, 5, 6, 7]
array PART_X[7] = [0, 75.22, 137.52, 245.04, 320.26, 427.78, 496.54]
PANELS = 5
COLUMNS = 3
WIDTH = 272
GRAPH = 180
array PANEL[5] = ['sleep', 'primes', 'perfect', 'squares', 'pages']
array PANEL_NOTE[5] = ['waiting', 'computing', 'computing', 'computing', 'computing']
array PANEL_SERIES[5] = ['1 2 3', '1 2 3', '1 2 3', '1 2 3', '1 2 3']
array PANEL_HOLLOW[5] = ['', '', '', '', '']
array PANEL_LANES[5] = ['', '', '', '', '']
array PANEL_CUT_ABOVE[5] = ['', '', '', '', '']
array PANEL_CUT_BELOW[5] = ['', '', '', '', '']
array PANEL_IDEAL[5] = [1, 1, 1, 1, 1]
array PANEL_BAND[5] = [0, 1, 1, 1, 1]

# SPDX-License-Identifier: GPL-3.0-or-later
# style.gp: the look that all charts share. Lengths are pixels of a canvas 1000 wide and HEIGHT high.
px(pixels) = pixels/1000.0
py(pixels) = pixels/(HEIGHT + 0.0)
INK = '#1f2933'; MUTED = '#5f6c7b'; RULE = '#c3ccd5'; GRID = '#e7ebef'; SHADE = '#f3f5f7'; BAND_FILL = '#dbe1e8'; PAPER = '#ffffff'
# On areas that look the same on light and dark pages: texts that do, too, so not quite INK and PAPER.
ON_PALE = '#1f2934'; ON_DEEP = '#fefefe'

# Okabe and Ito's colours can be told apart by colour-blind people, the shapes also in grey.
# All are filled: hollow are the points of disturbed cells. Text is in darker shades of the same hues.
array COLOR[6] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9']
array DARK[6] = ['#00598a', '#a54800', '#00704f', '#96487a', '#8a5d00', '#1f6f9c']
array SHAPE[12] = [7, 5, 9, 13, 11, 15, 5, 9, 13, 11, 15, 7]
hue(style) = style == 0 ? MUTED : COLOR[(style-1)%6+1]
ink(style) = style == 0 ? MUTED : DARK[(style-1)%6+1]
# The work itself is pale; each loss keeps its colour in all charts. Text on it, and beside it.
array LOSS[8] = ['#dbe1e8', '#E69F00', '#56B4E9', '#D55E00', '#0072B2', '#CC79A7', '#F0E442', '#009E73']
array LOSS_ON[8] = [INK, ON_PALE, ON_PALE, ON_DEEP, ON_DEEP, ON_PALE, ON_PALE, ON_DEEP]
array LOSS_INK[8] = [INK, '#8a5d00', '#1f6f9c', '#a54800', '#00598a', '#96487a', '#6f6800', '#00704f']
do for [i=1:12] { set style line i lw 1.8 ps POINT_SIZE lc rgb hue(i) pt SHAPE[i] dt 1+(i > 6) }
set style line 20 lw 1.2 lc rgb MUTED              # the loop
set style line 21 lw 1.5 lc rgb MUTED dt (2,4)     # the ideal

# A layer titled 'rows series=2 speedup' marks these rows of the data in their order: report.html says what
# they hold where they are pointed at (src/show/page_rows.h). No key shows the titles.
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
PDF = sprintf("pdfcairo size 10,%g font 'Inter,13' fontscale 0.54 linewidth 1.4 pointscale 0.8 background rgb '%s'", HEIGHT/100.0, PAPER)
PNG = sprintf("pngcairo size 2000,%d font 'Inter,13' fontscale 1.5 linewidth 2 pointscale 2 dashlength 1.6 background rgb '%s'", 2*HEIGHT, PAPER)
terminal(format) = format eq 'svg' ? SVG : format eq 'pdf' ? PDF : PNG

HEADING = '{/:Bold=18 '.TITLE.'}'
set label 1 HEADING at screen px(28),py(HEIGHT-30) textcolor rgb INK enhanced
set label 2 SUBTITLE at screen px(28),py(HEIGHT-57) textcolor rgb MUTED noenhanced
if (strlen(CAPTION)) { set label 7 CAPTION at screen px(28),py(33) textcolor rgb MUTED font ',10.5' noenhanced }
set label 3 FOOTER at screen px(28),py(15) textcolor rgb MUTED font ',10.5' noenhanced

if (XMIN > 0) { set logscale x 2 }
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
# Charts of rows, from top to bottom, over a linear axis: eval rows_chart.
rows_chart = "unset logscale x; set xrange [XMIN:XMAX]; set xtics () offset 0,0.3; do for [i=1:XMARKS] { set xtics add (XMARK_TEXT[i] XMARK[i]) }; unset ytics; unset grid; set grid xtics lt 1 dt 1 lc rgb GRID lw 1 back"
set xlabel 'workers' offset 0,0.5 textcolor rgb MUTED

# Rows of the data: those of a series (beside: a little apart, so that none hides another), of a lane.
CSV = NAME.'.csv'
of(series) = column('series') == series ? column('workers') : NaN
beside(i) = of(i)*2**((i-(SERIES+1)/2.0)*DODGE)
hollow(x) = column('disturbed') > 0 ? x : NaN
in_lane(lane) = column('lane') == lane ? column('workers') : NaN
lane_y(lane) = LANES-lane+0.5

# What there is nothing of is left out of a plot: gnuplot warns where a line has no point at all.
series_layer(value) = SERIES ? ", for [i=1:SERIES] CSV using (beside(i)):'".value."':'low':'high' with yerrorlines ls STYLE[i] title sprintf('rows series=%d ".value."', i)" : ''
hollow_layer(value) = strlen(HOLLOW) ? ", for [i in HOLLOW] for [inner=0:1] CSV using (hollow(beside(i+0))):'".value."' with points pt SHAPE[STYLE[i+0]] ps (inner ? 0.65 : 1.25)*POINT_SIZE lc rgb inner ? PAPER : hue(STYLE[i+0])" : ''
# An interval that goes on beyond the frame ends in a triangle there.
cut_layer(value) = (strlen(CUT_ABOVE) ? ", for [i in CUT_ABOVE] CSV using (beside(i+0)):(column('high') > YMAX ? YMAX : NaN) with points pt 9 ps POINT_SIZE+0.2 lc rgb hue(STYLE[i+0])" : '').(strlen(CUT_BELOW) ? ", for [i in CUT_BELOW] CSV using (beside(i+0)):(column('low') < YFLOOR ? YFLOOR : NaN) with points pt 11 ps POINT_SIZE+0.2 lc rgb hue(STYLE[i+0])" : '')
lanes_layer = LANES ? ", for [i=1:LANES] CSV using (in_lane(i)):(lane_y(i)) axes x1y2 with points pt 2 lw 1.5 ps 0.7 lc rgb hue(LANE_STYLE[i]) title sprintf('rows lane=%d', i)" : ''
ideal_layer(value) = IDEAL ? ", CSV using (of(-1)):'".value."' with lines ls 21" : ''

# SPDX-License-Identifier: GPL-3.0-or-later
# overview.gp: speedups in small charts with the same axes and one legend, each with its message and a bar
# of where its speedup went.
do for [i=1:LEGENDS] {
	set label 1000+i '' at screen px(34+LEGEND_X[i]),py(HEIGHT-86-20*LEGEND_ROW[i]) left offset 1.2,0 textcolor rgb ink(LEGEND_STYLE[i]) noenhanced
	set label 2000+i '' at screen px(34+LEGEND_X[i]),py(HEIGHT-86-20*LEGEND_ROW[i]) point ls LEGEND_STYLE[i] ps 0.8
}
set label 6 '' at screen px(28),py(HEIGHT-TOP+6) textcolor rgb MUTED font ',11' noenhanced
in_panel(p, series) = column('panel') == p && column('series') == series ? column('workers') : NaN
beside_in(p, i) = in_panel(p, i)*2**((i-(SERIES+1)/2.0)*DODGE)
lane_in(p, lane) = column('panel') == p && column('lane') == lane ? column('workers') : NaN
left_of(p) = 86 + (int(p-1)%COLUMNS)*(WIDTH+34)
top_of(p) = HEIGHT - TOP - ABOVE - (int(p-1)/COLUMNS)*EACH
set tics font ',11'
set xlabel ''

# Texts and bars of the whole page are drawn with the first small chart, by `eval page`; `eval no_page`
# takes them away again.
page = "set label 1 HEADING; set label 2 SUBTITLE; set label 3 FOOTER; set label 6 KEY; do for [i=1:LEGENDS] { set label 1000+i LEGEND[i] }"
no_page = "set label 1 ''; set label 2 ''; set label 3 ''; set label 6 ''; do for [i=1:LEGENDS] { set label 1000+i '' }"
if (strlen(CAPTION)) { page = page."; set label 7 CAPTION"; no_page = no_page."; set label 7 ''" }
if (BARS) {
	page = page."; do for [i=1:BARS] { b = BAR_PANEL[i]; y = top_of(b) - GRAPH - 36; set object 3000+i rectangle from screen px(left_of(b)+WIDTH*BAR_FROM[i]),screen py(y-9) to screen px(left_of(b)+WIDTH*BAR_TO[i]),screen py(y) fc rgb LOSS[BAR_KIND[i]+1] fs solid noborder }"
	page = page."; do for [i=1:PARTS] { set object 4000+i rectangle from screen px(28+PART_X[i]),screen py(PARTS_Y-5) to screen px(38+PART_X[i]),screen py(PARTS_Y+5) fc rgb LOSS[PART_KIND[i]+1] fs solid noborder; set label 4000+i PART_NAME[i] at screen px(43+PART_X[i]),py(PARTS_Y) left textcolor rgb LOSS_INK[PART_KIND[i]+1] font ',11' noenhanced }"
	no_page = no_page."; do for [i=1:BARS] { unset object 3000+i }; do for [i=1:PARTS] { unset object 4000+i; unset label 4000+i }"
}

do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	set multiplot
	do for [p=1:PANELS] {
		left = left_of(p)
		top = top_of(p)
		set lmargin at screen px(left); set rmargin at screen px(left+WIDTH)
		set tmargin at screen py(top); set bmargin at screen py(top-GRAPH)
		set label 4 PANEL[p] at screen px(left),py(top+12+15*MESSAGE_ROWS) left textcolor rgb INK noenhanced
		set label 5 PANEL_NOTE[p] at screen px(left+WIDTH),py(top+12+15*MESSAGE_ROWS) right textcolor rgb MUTED font ',11' noenhanced
		set label 51 PANEL_MESSAGE_1[p] at screen px(left),py(top-4+15*MESSAGE_ROWS) left textcolor rgb MUTED font ',11' noenhanced
		set label 52 PANEL_MESSAGE_2[p] at screen px(left),py(top-19+15*MESSAGE_ROWS) left textcolor rgb MUTED font ',11' noenhanced
		set label 53 PANEL_BAR_NOTE[p] at screen px(left),py(top-GRAPH-55) left textcolor rgb MUTED font ',11' noenhanced
		do for [i=1:YTICS] { set ytics add ((p-1)%COLUMNS == 0 ? YTIC_TEXT[i] : '' YTIC[i]) }
		if (p == 1) { eval page } else { eval no_page }
		do for [i=1:MARKERS] { unset label 10+i; set arrow i to first MARKER[i],graph 1 }
		layers = "1 with lines ls 20"
		if (PANEL_BAND[p]) { layers = "CSV using (in_panel(p,-2)):'low':'high' with filledcurves fc rgb BAND_FILL fs solid noborder, for [edge in 'low high'] CSV using (in_panel(p,-2)):edge with lines lw 2.5 lc rgb BAND_FILL, ".layers }
		if (PANEL_IDEAL[p]) { layers = layers.", CSV using (in_panel(p,-1)):'speedup' with lines ls 21" }
		if (strlen(PANEL_SERIES[p])) { layers = layers.", for [i in PANEL_SERIES[p]] CSV using (beside_in(p,i+0)):'speedup':'low':'high' with yerrorlines ls (i-1)%12+1 title sprintf('rows panel=%d series=%d speedup', p, i+0)" }
		if (strlen(PANEL_CUT_ABOVE[p])) { layers = layers.", for [i in PANEL_CUT_ABOVE[p]] CSV using (beside_in(p,i+0)):(column('high') > YMAX ? YMAX : NaN) with points pt 9 ps 0.9*POINT_SIZE+0.2 lc rgb hue((i-1)%12+1)" }
		if (strlen(PANEL_CUT_BELOW[p])) { layers = layers.", for [i in PANEL_CUT_BELOW[p]] CSV using (beside_in(p,i+0)):(column('low') < YFLOOR ? YFLOOR : NaN) with points pt 11 ps 0.9*POINT_SIZE+0.2 lc rgb hue((i-1)%12+1)" }
		if (strlen(PANEL_HOLLOW[p])) { layers = layers.", for [i in PANEL_HOLLOW[p]] for [inner=0:1] CSV using (hollow(beside_in(p,i+0))):'speedup' with points pt SHAPE[(i-1)%12+1] ps (inner ? 0.65 : 1.25)*POINT_SIZE lc rgb inner ? PAPER : hue((i-1)%12+1)" }
		if (strlen(PANEL_LANES[p])) { layers = layers.", for [i in PANEL_LANES[p]] CSV using (lane_in(p,i+0)):(lane_y(i)) axes x1y2 with points pt 2 lw 1.5 ps 0.55 lc rgb hue(LANE_STYLE[i+0]) title sprintf('rows panel=%d lane=%d', p, i+0)" }
		eval 'plot '.layers
	}
	unset multiplot
}
