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
