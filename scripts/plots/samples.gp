# SPDX-License-Identifier: GPL-3.0-or-later
# samples.gp: every sample of a workload as a point, a row per cell, and a box from quartile to quartile.
eval rows_chart
set logscale x 2
set lmargin at screen px(LEFT)
set xlabel 'times the median'
do for [i=1:ROWS] {
	set label 100+i ROW_NAME[i] at screen px(LEFT-10),first i right textcolor rgb ink(ROW_STYLE[i]) font ',12' noenhanced
	set label 200+i ROW_TEXT[i] at screen px(1000-RIGHT+14),first i left textcolor rgb MUTED font ',11' noenhanced
	set object 100+i rectangle from first ROW_LOW[i],first i-0.38 to first ROW_HIGH[i],first i+0.38 fc rgb BAND_FILL fs solid noborder behind
	set arrow 100+i from first 1,first i-0.38 to first 1,first i+0.38 nohead lc rgb INK lw 1.4 front
}
tint(row) = int('0x60'.hue(int(ROW_STYLE[int(row)]))[2:*])
solid(row) = int('0x'.hue(int(ROW_STYLE[int(row)]))[2:*])
calm(x) = column('disturbed') > 0 ? NaN : x
layers = (CALM ? "CSV using (calm(column('ratio'))):'y':(tint(column('row'))) with points pt 7 ps 0.55 lc rgb variable title 'rows disturbed=0 ratio'" : "1/0 notitle")
if (HOLLOW) { layers = (CALM ? layers.", " : "")."CSV using (column('disturbed') > 0 ? column('ratio') : NaN):'y':(solid(column('row'))) with points pt 6 lw 0.7 ps 0.6 lc rgb variable title 'rows disturbed=1 ratio'" }
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
