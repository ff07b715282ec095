# SPDX-License-Identifier: GPL-3.0-or-later
# questions.gp: the ratios that the three questions are about, with the margin of each workload.
# By verdict: not asked, faster, slower, same, negligible, inconclusive, withdrawn.
array TONE[7] = [MUTED, COLOR[1], COLOR[2], MUTED, MUTED, MUTED, MUTED]
array TONE_INK[7] = [MUTED, DARK[1], DARK[2], INK, INK, MUTED, MUTED]
LEFT = 230

eval rows_chart
set logscale x 2
unset border
set lmargin at screen px(LEFT)
set xlabel 'times as fast, slower ← 1× → faster' textcolor rgb MUTED
set arrow 30 from first 1,graph 0 to first 1,graph 1 nohead lc rgb MUTED lw 1.2
do for [i=1:BLOCKS] {
	set object 10+i rectangle from first 1/BLOCK_MARGIN[i],first BLOCK_TO[i] to first BLOCK_MARGIN[i],first BLOCK_FROM[i] fc rgb RULE fs solid noborder behind
	set label 100+i BLOCK[i] at screen px(28),first BLOCK_FROM[i]-10 left textcolor rgb INK noenhanced
	set label 200+i BLOCK_NOTE[i] at screen px(1000-RIGHT+16),first BLOCK_FROM[i]-10 left textcolor rgb MUTED font ',11' noenhanced
	set arrow 100+i from screen px(28),first BLOCK_FROM[i]+1 to screen px(972),first BLOCK_FROM[i]+1 nohead lc rgb GRID lw 1 back
}
do for [i=1:ROWS] {
	set label 300+i ROW_NAME[i] at screen px(LEFT-14),first ROW_Y[i] right textcolor rgb MUTED font ',12' noenhanced
	set label 400+i ROW_TEXT[i] at screen px(1000-RIGHT+16),first ROW_Y[i] left textcolor rgb TONE_INK[ROW_CODE[i]+1] font ',12' noenhanced
}
# an interval that goes on beyond the frame ends in an arrow there
do for [i=1:ROWS] {
	if (ROW_CUT_LEFT[i]) { set arrow 500+i from graph 0.03,first ROW_Y[i] to graph 0,first ROW_Y[i] head filled size screen px(9),25 lc rgb TONE[ROW_CODE[i]+1] lw 1 front }
	if (ROW_CUT_RIGHT[i]) { set arrow 700+i from graph 0.97,first ROW_Y[i] to graph 1,first ROW_Y[i] head filled size screen px(9),25 lc rgb TONE[ROW_CODE[i]+1] lw 1 front }
}
rgb(text) = int('0x'.text[2:*])
tone(code) = rgb(TONE[int(code)+1])
open(code) = code >= 5 ? 1 : NaN
# thin: the interval that holds for all three at once; thick: that of this one. Hollow: no verdict.
layers = "CSV using 'ratio':'y':'wide_low':'wide_high':(tone(column('code'))) with xerrorbars pt 7 ps 0 lw 1 lc rgb variable"
layers = layers.", CSV using 'low':'y':(column('high')-column('low')):(0):(tone(column('code'))) with vectors nohead lw 4 lc rgb variable"
layers = layers.", CSV using 'ratio':'y':(tone(column('code'))) with points pt 7 ps 1.1 lc rgb variable title 'rows ratio'"
if (HOLLOW) { layers = layers.", CSV using (open(column('code'))*column('ratio')):'y' with points pt 7 ps 0.6 lc rgb PAPER" }
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
