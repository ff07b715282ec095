# Change what you like, then draw again, here: gnuplot -d timeline-sleep.gp
# A new report writes this file anew: keep what you changed under another name.
FORMATS = 'svg png'
NAME = 'timeline-sleep'
ID = 'timeline_1'
TITLE = 'sleep: both workers are busy 100 % of the time'
SUBTITLE = 'thread-pool, 2 workers: one sample, traced · 96 × 2 ms · 2 cores'
FOOTER = 'manyhands 0.1.0 · seed 1 · 2026-11-22T09:49:40Z · data: timeline-sleep.csv'
PREDICTED = 'predicted: 98.5 ms · workers and chunks for free, each task as long as in the traced loop'
MEASURED = 'measured: 98.6 ms · 0.1 % longer than predicted'
HEIGHT = 330
TOP = 92
RIGHT = 28
BOTTOM = 74
CAPTION = ''
POINT_SIZE = 0.8
XMIN = 0
XMAX = 0.0991392612
XTICS = ''
XMARKS = 0
YMIN = 164
YMAX = 0
LOG_Y = 0
YTICS = 0
SHADE_FROM = 0.0991392612
MARKERS = 0
LABELS = 0
LANES = 0
STRIP = 0
XMARKS = 5
array XMARK[5] = [0, 0.02, 0.04, 0.06, 0.08]
array XMARK_TEXT[5] = ['0 ms', '20 ms', '40 ms', '60 ms', '80 ms']
ROWS = 2
array ROW_Y[2] = [13, 39]
array ROW_NAME[2] = ['worker 1', 'worker 2']
ROW_HALF = 10.92
array SCHEDULE_Y[2] = [30, 112]
PREDICTED_END = 0.09852486
LEFT = 86
WAIT = 0
WAIT_FROM = 0.098442278
WAIT_TO = 0.098622669
WAIT_Y = 151
WAIT_GAP = 0
WAIT_TEXT = ''
STATES = '1'
NUMBERS = '1'

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
# timeline.gp: who did which task when: the schedule without losses above the one that was measured.
# computes, waits, little (many short tasks, and gaps), and what ends last of all, computing or waiting
array STATE[5] = ['#0072B2', '#9ccbe8', '#cbd5df', '#D55E00', '#f2b48c']
array STATE_ON[5] = [ON_DEEP, ON_PALE, ON_PALE, ON_DEEP, ON_PALE]
array STATE_NAME[5] = ['computes', 'waits', 'partly busy', 'the last task', 'the last task, waits']
array STATE_WIDE[5] = [66, 40, 78, 88, 130]

eval rows_chart
set lmargin at screen px(LEFT)
set border 0
# the lines of the grid stop at words
set style textbox 2 opaque fillcolor rgb PAPER noborder margins 1.2,1
set xlabel 'since the start of the sample' offset 0,0.3
do for [s=1:2] {
	if (SCHEDULE_Y[s] == SCHEDULE_Y[s]) {
		heading = s == 1 ? PREDICTED : MEASURED
		set label 100+s heading at graph 0,first SCHEDULE_Y[s]-13 left textcolor rgb INK noenhanced front boxed bs 2
		do for [i=1:ROWS] {
			y = SCHEDULE_Y[s] + ROW_Y[i]
			set object 200*s+i rectangle from graph 0,first y-ROW_HALF to graph 1,first y+ROW_HALF fc rgb SHADE fs solid noborder behind
			set label 200*s+i ROW_NAME[i] at screen px(LEFT-10),first y right textcolor rgb MUTED font ',11' noenhanced
		}
	}
}
# what the colours mean, above the graph at the right
legend_y = py(HEIGHT-TOP+10)
at = 1000 - RIGHT
do for [i=5:1:-1] {
	if (strstrt(STATES, sprintf('%d', i-1))) {
		at = at - STATE_WIDE[i]
		set object 900+i rectangle center screen px(at-12),screen legend_y size screen px(11),screen py(11) fc rgb STATE[i] fs solid noborder
		set label 900+i STATE_NAME[i] at screen px(at),screen legend_y left textcolor rgb MUTED font ',11' noenhanced
		at = at - 34
	}
}
# the end of the prediction goes on through what was measured, but not through the words between
if (PREDICTED_END > 0) {
	set arrow 30 from first PREDICTED_END,first SCHEDULE_Y[1]-5 to first PREDICTED_END,first SCHEDULE_Y[2]-25 nohead lc rgb MUTED lw 1.2 dt (5,4) front
	set arrow 33 from first PREDICTED_END,first SCHEDULE_Y[2]-3 to first PREDICTED_END,graph 0 nohead lc rgb MUTED lw 1.2 dt (5,4) front
}
if (WAIT) {
	wait_middle = (WAIT_FROM+WAIT_TO)/2
	set arrow 31 from first wait_middle-WAIT_GAP,first WAIT_Y to first WAIT_FROM,first WAIT_Y head size screen px(6),20 lc rgb '#a54800' lw 1.2 front
	set arrow 32 from first wait_middle+WAIT_GAP,first WAIT_Y to first WAIT_TO,first WAIT_Y head size screen px(6),20 lc rgb '#a54800' lw 1.2 front
	set label 31 WAIT_TEXT at first wait_middle,first WAIT_Y center textcolor rgb '#a54800' font ',11' noenhanced front
}

rgb(text) = int('0x'.text[2:*])
layers = "CSV using ((column('from_s')+column('to_s'))/2):((column('top')+column('bottom'))/2):'from_s':'to_s':'top':'bottom':(rgb(STATE[int(column('style'))+1])) with boxxyerror fc rgb variable fs solid border rgb PAPER lw ROW_HALF > 5 ? 0.7 : 0 title 'rows'"
if (strlen(NUMBERS)) { layers = layers.", for [k in NUMBERS] CSV using (column('style') == k+0 && column('text') > 0 ? (column('from_s')+column('to_s'))/2 : NaN):((column('top')+column('bottom'))/2):(strcol('text')) with labels center textcolor rgb STATE_ON[k+1] font ',10.5' noenhanced" }
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
