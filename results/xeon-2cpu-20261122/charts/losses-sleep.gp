# Change what you like, then draw again, here: gnuplot -d losses-sleep.gp
# A new report writes this file anew: keep what you changed under another name.
FORMATS = 'svg png'
NAME = 'losses-sleep'
ID = 'losses_1'
TITLE = 'sleep: little is lost, at most 0.3 of an ideal 8.0× at 8 workers'
SUBTITLE = 'thread-pool: the parts of the ideal speedup · 96 × 2 ms · medians of 15 rounds · 2 cores'
FOOTER = 'manyhands 0.1.0 · seed 1 · 2026-11-22T09:49:40Z · data: losses-sleep.csv'
NAMES = 5
array NAME_TEXT[5] = ['speedup', 'start', 'waiting', 'uneven tasks', 'the rest, each below 1 %']
array NAME_FILL[5] = [0, 1, 4, 5, 8]
array NAME_Y[5] = [0.439081854, 0.830723418, 0.877476664, 0.924229911, 0.970983158]
array NAME_FROM[5] = [0.439081854, 0.88401559, 0.896466225, 0.907874115, 0.915057222]
NAME_BAR = 4
HEIGHT = 551
TOP = 92
RIGHT = 242.4
BOTTOM = 74
CAPTION = ''
POINT_SIZE = 0.8
XMIN = 0.4
XMAX = 4.6
XTICS = ''
XMARKS = 0
YMIN = 0
YMAX = 1.09811784
LOG_Y = 0
YTICS = 0
SHADE_FROM = 4.6
MARKERS = 0
LABELS = 0
LANES = 0
STRIP = 0
CROWD = ''
CROWD_FITS = 0
HALF = 0.36
BARS = 4
array BAR_TEXT[4] = ['1', '2', '4', '8']
TIMES = 1
array TIME_TEXT[4] = ['0.20 s', '99 ms', '50 ms', '25 ms']
array IDEAL_TEXT[4] = ['of 1.00×', 'of 2.00×', 'of 4.00×', 'of 8.0×']
array NOTE_TEXT[4] = ['', '', '', '']
array SPEEDUP_TEXT[4] = ['1.00×', '1.99×', '3.92×', '7.7×']
array SPEEDUP_Y[4] = [0.971965558, 0.966139526, 0.953893536, 0.937658662]
array SPEEDUP_ON_GAIN[4] = [0, 0, 0, 0]
array BAR_TOP[4] = [1.00030853, 1.00056042, 1.00436171, 1.00744756]
array BAR_REACHED[4] = [0.998634134, 0.992808102, 0.980562112, 0.964327238]
array BAR_GAINED[4] = [0, 0, 0, 0]

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
# losses.gp: a bar per worker count, from what was measured up to the ideal, in parts.
# The work itself is pale; each loss keeps its colour and its place in the stack in all charts, what
# was gained is a paler shade of it.
array FILL[18]
array ON[18]
array NAME_INK[18]
do for [i=1:8] { FILL[i] = LOSS[i]; ON[i] = LOSS_ON[i]; NAME_INK[i] = LOSS_INK[i]; NAME_INK[i+10] = LOSS_INK[i]; ON[i+10] = ON_PALE }
FILL[9] = '#9aa7b5'; ON[9] = ON_PALE; NAME_INK[9] = MUTED
GAINED = '#ffffff #f7dda6 #c9e6f7 #f4c9a8 #a6cbe3 #ecccdd #f9f4b8 #a6dccb'
do for [i=1:8] { FILL[i+10] = word(GAINED, i) }

unset logscale x
set xtics ()
# of many bars every other one, or fewer, is named
EVERY = BARS > 40 ? 4 : BARS > 24 ? 3 : BARS > 16 ? 2 : 1
do for [i=1:BARS] { if ((i-1)%EVERY == 0) { set xtics add (BAR_TEXT[i] i) } }
unset xlabel
set label 200 'workers' at screen px(78),screen py(BOTTOM-13) right textcolor rgb MUTED font ',11'
if (TIMES) {
	set label 201 'time' at screen px(78),screen py(BOTTOM-35) right textcolor rgb MUTED font ',11'
	do for [i=1:BARS] {
		set label 201+i TIME_TEXT[i] at first i,screen py(BOTTOM-35) center textcolor rgb MUTED font ',11' noenhanced
	}
}
set ytics ('0 %%' 0, '25 %%' 0.25, '50 %%' 0.5, '75 %%' 0.75, 'ideal' 1) nomirror scale 0 textcolor rgb MUTED
set arrow 30 from graph 0,first 1 to graph 1,first 1 nohead lc rgb MUTED lw 1.5 dt (2,4) front
if (strlen(CROWD)) {
	set label 31 CROWD at (CROWD_FITS ? SHADE_FROM : BARS+0.6),screen py(HEIGHT-TOP+9) textcolor rgb MUTED font ',11' noenhanced
	if (CROWD_FITS) { set label 31 left offset 0.5,0 } else { set label 31 right }
}
do for [i=1:BARS] {
	set label 400+i IDEAL_TEXT[i] at first i,first BAR_TOP[i] center offset 0,0.6 textcolor rgb MUTED font ',11' noenhanced
	set label 800+i SPEEDUP_TEXT[i] at first i,first SPEEDUP_Y[i] center textcolor rgb (SPEEDUP_ON_GAIN[i] ? ON_PALE : LOSS_ON[1]) font ',11' noenhanced front
	# pale and what was gained: together that is the speedup
	if (BAR_GAINED[i]) { set object 800+i rectangle from first i-HALF,first 0 to first i+HALF,first BAR_REACHED[i] fs empty border rgb LOSS_ON[1] lw 1.4 front }
	set label 600+i NOTE_TEXT[i] at first i,graph 0.03 left rotate by 90 textcolor rgb MUTED font ',11' noenhanced
}
do for [i=1:NAMES] {
	k = int(NAME_FILL[i]) + 1
	set object 100+i rectangle center screen px(1000-RIGHT+26),graph NAME_Y[i] size screen px(11),screen py(11) fc rgb FILL[k] fs solid noborder
	set label 1000+i NAME_TEXT[i] at screen px(1000-RIGHT+38),graph NAME_Y[i] left textcolor rgb NAME_INK[k] noenhanced
	if (NAME_FROM[i] == NAME_FROM[i]) {
		set arrow 1000+i from first NAME_BAR+HALF+0.02,graph NAME_FROM[i] to screen px(1000-RIGHT+16),graph NAME_Y[i] nohead lc rgb RULE lw 0.8 back
	}
}

in(k) = column('fill') == k && column('to') > column('from') ? column('bar') : NaN
middle = "(column('from')+column('to'))/2"
# the rest has no edges inside
boxes = "CSV using (in(k+0)):(".middle."):(column('bar')-HALF):(column('bar')+HALF):'from':'to' with boxxyerror fc rgb FILL[k+1] fs solid "
marks = " title sprintf('rows fill=%d to>from', k+0)"
numbered = '1 2 3 4 5 6 7 11 12 13 14 15 16 17'
drawn = '0 1 2 3 4 5 6 7 11 12 13 14 15 16 17'
layers = 'for [k=8:8] '.boxes.'noborder'.marks.', for [k in drawn] '.boxes.'border rgb PAPER lw 0.7'.marks
layers = layers.", for [k in numbered] CSV using (in(k+0)):(".middle."):(strcol('text')) with labels center textcolor rgb ON[k+1] font ',11' noenhanced"
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
