# SPDX-License-Identifier: GPL-3.0-or-later
# waterfall.gp: a row per step from the speedup that was possible down to the one that was reached.
filling(kind) = kind == -2 ? '#9aa7b5' : kind == -1 ? '#5f6c7b' : kind == 7 ? RULE : LOSS[kind+2]
wording(kind) = kind < 0 || kind == 7 ? INK : LOSS_INK[kind+2]
HALF = 0.34

eval rows_chart
set lmargin at screen px(LEFT)
set xlabel 'times the speed of the loop'
do for [i=1:ROWS] {
	set label 100+i ROW_NAME[i] at screen px(LEFT-12),first i right textcolor rgb wording(ROW_KIND[i]) noenhanced
	set label 200+i ROW_TEXT[i] at screen px(1000-RIGHT+16),first i left offset 0,0.45 textcolor rgb wording(ROW_KIND[i]) noenhanced
	set label 300+i ROW_NOTE[i] at screen px(1000-RIGHT+16),first i left offset 0,-0.5 textcolor rgb MUTED font ',11' noenhanced
}
rgb(text) = int('0x'.text[2:*])
# the free end of each step goes on as a thin line to the next
layers = "CSV using ((column('from')+column('to'))/2):'row':'from':'to':(column('row')-HALF):(column('row')+HALF):(rgb(filling(ROW_KIND[int(column('row'))]))) with boxxyerror fc rgb variable fs solid noborder title 'rows'"
layers = layers.", CSV using 'to':(column('row')+HALF):(0):(column('row') < ROWS ? 1-2*HALF : 0) with vectors nohead lw 1 lc rgb MUTED"
if (WHISKERS) { layers = layers.", CSV using 'to':'row':'low':'high' with xerrorbars pt 7 ps 0.2 lw 1.6 lc rgb INK" }
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
