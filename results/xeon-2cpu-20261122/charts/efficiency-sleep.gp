# Change what you like, then draw again, here: gnuplot -d efficiency-sleep.gp
# A new report writes this file anew: keep what you changed under another name.
FORMATS = 'svg png'
NAME = 'efficiency-sleep'
ID = 'efficiency_1'
TITLE = 'sleep: threads keep at least 80 % of the ideal up to 8, the most tried'
SUBTITLE = 'share of the ideal speedup, higher is better · 96 × 2 ms · medians of 15 rounds with 95 % intervals · 2 cores'
FOOTER = 'manyhands 0.1.0 · seed 1 · 2026-11-22T09:49:40Z · data: efficiency-sleep.csv'
MARKERS = 1
array MARKER[1] = [2]
array MARKER_TEXT[1] = ['2 cores · shaded: more workers than that']
array MARKER_ROW[1] = [0]
SHADE_FROM = 2
TOP = 109
RIGHT = 165.6
HOLLOW = ''
CAPTION = ''
BOTTOM = 74
HEIGHT = 568
POINT_SIZE = 0.8
SERIES = 3
DODGE = 0.0400690065
XMIN = 0.889124937
XMAX = 8.99761065
XTICS = '1 8 2 4'
YMIN = -0
YMAX = 1.08764671
YFLOOR = 0
LOG_Y = 0
YTICS = 6
array YTIC[6] = [0, 0.2, 0.4, 0.6, 0.8, 1]
array YTIC_TEXT[6] = ['0 %%', '20 %%', '40 %%', '60 %%', '80 %%', '100 %%']
LANES = 0
array LANE_STYLE[1] = [0]
STRIP = 0
array STYLE[3] = [1, 2, 3]
VALUE = 'efficiency'
IDEAL = 1
CUT_ABOVE = ''
CUT_BELOW = ''
LABELS = 4
array LABEL[4] = ['process-per-task', 'process-pool', 'thread-pool', 'ideal']
array LABEL_Y[4] = [0.766047545, 0.84250502, 0.889258267, 0.936011514]
array LABEL_STYLE[4] = [3, 2, 1, 0]
array LABEL_LANE[4] = [0, 0, 0, 0]
array LINE_FROM_X[4] = [0, 8, 0, 0]
array LINE_FROM_Y[4] = [0.833189092, 0.93726925, 0.964327238, 0]

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
# efficiency.gp: the share of the ideal speedup that is reached by workers, a line for each strategy.
# Above 80 % workers are worth their CPUs by custom.
set object 2 rectangle from graph 0,first 0.8 to graph 1,first 1 fc rgb BAND_FILL fs transparent solid 0.35 noborder behind
layers = "1 with lines ls 21".series_layer(VALUE).cut_layer(VALUE).hollow_layer(VALUE).lanes_layer
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
