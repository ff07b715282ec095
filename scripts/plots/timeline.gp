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
