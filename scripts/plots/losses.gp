# SPDX-License-Identifier: GPL-3.0-or-later
# losses.gp: a bar per worker count, from what was measured up to the ideal, in parts.
# The work itself is pale; each loss keeps its colour and its place in the stack in all charts.
HALF = 0.36

unset logscale x
set xtics ()
# of many bars every other one, or fewer, is named
EVERY = BARS > 24 ? 3 : BARS > 16 ? 2 : 1
do for [i=1:BARS] { if (((i-1)%EVERY == 0 && BARS-i >= EVERY) || i == BARS) { set xtics add (BAR_TEXT[i] i) } }
set ytics ('0 %%' 0, '25 %%' 0.25, '50 %%' 0.5, '75 %%' 0.75, 'ideal' 1) nomirror scale 0 textcolor rgb MUTED
set arrow 30 from graph 0,first 1 to graph 1,first 1 nohead lc rgb MUTED lw 1.5 dt (2,4) front
do for [i=1:BARS] {
	set label 100+i IDEAL_TEXT[i] at first i,first BAR_TOP[i] center offset 0,0.6 textcolor rgb MUTED font ',11' noenhanced
}
do for [i=1:NAMES] {
	k = int(SEGMENT_OF[i]) + 1
	set object 100+i rectangle center screen px(1000-RIGHT+26),graph NAME_Y[i] size screen px(11),screen py(11) fc rgb LOSS[k] fs solid noborder
	set label 1000+i SEGMENT_NAME[i] at screen px(1000-RIGHT+38),graph NAME_Y[i] left textcolor rgb LOSS_INK[k] noenhanced
	set arrow 1000+i from first BARS+HALF+0.02,graph NAME_FROM[i] to screen px(1000-RIGHT+16),graph NAME_Y[i] nohead lc rgb RULE lw 0.8 back
}

in(k) = column('segment') == k && column('to') > column('from') ? column('bar') : NaN
middle = "(column('from')+column('to'))/2"
layers = "for [k=0:7] CSV using (in(k)):(".middle."):(column('bar')-HALF):(column('bar')+HALF):'from':'to' with boxxyerror fc rgb LOSS[k+1] fs solid border rgb PAPER lw 0.7 title sprintf('rows segment=%d to>from', k)"
layers = layers.", for [k=0:7] CSV using (in(k)):(".middle."):(strcol('text')) with labels center textcolor rgb LOSS_ON[k+1] font ',11' noenhanced"
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
