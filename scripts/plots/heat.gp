# SPDX-License-Identifier: GPL-3.0-or-later
# heat.gp: strategies by workers for all workloads, time over that of the best.
eval rows_chart
unset grid; unset border
set lmargin at screen px(LEFT)
do for [i=1:COLUMNS] { if (((i-1)%EVERY == 0 && COLUMNS-i >= EVERY) || i == COLUMNS) { set xtics add (COLUMN[i] i) } }
do for [i=1:BLOCKS] { set label 100+i BLOCK[i] at screen px(28),first BLOCK_Y[i] left textcolor rgb INK noenhanced }
do for [i=1:ROWS] { set label 300+i ROW_NAME[i] at screen px(LEFT-10),first ROW_Y[i] right textcolor rgb MUTED font ',12' noenhanced }
H = CELL_HIGH/2.0
framed(x) = column('best') > 0 ? x : NaN
layers = "CSV using 'column':'y':(column('column')-0.5):(column('column')+0.5):(column('y')-H):(column('y')+H):'color' with boxxyerror fc rgb variable fs solid border rgb PAPER lw 1.5 title 'rows'"
# on the cells of that colour the frame is white, as the numbers are
layers = layers.", CSV using 'column':(framed(column('y'))):(column('column')-0.46):(column('column')+0.46):(column('y')-H*0.8):(column('y')+H*0.8):'ink' with boxxyerror lc rgb variable lw 1.3 fs empty"
if (EVERY == 1) { layers = layers.", CSV using 'column':'y':(strcol('text')):'ink' with labels center textcolor rgb variable font ',12' noenhanced" }
do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	eval 'plot '.layers
}
