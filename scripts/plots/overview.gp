# SPDX-License-Identifier: GPL-3.0-or-later
# overview.gp: speedups in small charts with the same axes and one legend, each with its message and a bar
# of where its speedup went.
do for [i=1:LEGENDS] {
	set label 1000+i '' at screen px(34+LEGEND_X[i]),py(HEIGHT-86-20*LEGEND_ROW[i]) left offset 1.2,0 textcolor rgb ink(LEGEND_STYLE[i]) noenhanced
	set label 2000+i '' at screen px(34+LEGEND_X[i]),py(HEIGHT-86-20*LEGEND_ROW[i]) point ls LEGEND_STYLE[i] ps 0.8
}
set label 6 '' at screen px(28),py(HEIGHT-TOP+6) textcolor rgb MUTED font ',11' noenhanced
in_panel(p, series) = column('panel') == p && column('series') == series ? column('workers') : NaN
beside_in(p, i) = in_panel(p, i)*2**((i-(SERIES+1)/2.0)*DODGE)
lane_in(p, lane) = column('panel') == p && column('lane') == lane ? column('workers') : NaN
left_of(p) = 86 + (int(p-1)%COLUMNS)*(WIDTH+34)
top_of(p) = HEIGHT - TOP - ABOVE - (int(p-1)/COLUMNS)*EACH
set tics font ',11'
set xlabel ''

# Texts and bars of the whole page are drawn with the first small chart, by `eval page`; `eval no_page`
# takes them away again.
page = "set label 1 HEADING; set label 2 SUBTITLE; set label 3 FOOTER; set label 6 KEY; do for [i=1:LEGENDS] { set label 1000+i LEGEND[i] }"
no_page = "set label 1 ''; set label 2 ''; set label 3 ''; set label 6 ''; do for [i=1:LEGENDS] { set label 1000+i '' }"
if (strlen(CAPTION)) { page = page."; set label 7 CAPTION"; no_page = no_page."; set label 7 ''" }
if (BARS) {
	page = page."; do for [i=1:BARS] { b = BAR_PANEL[i]; y = top_of(b) - GRAPH - 36; set object 3000+i rectangle from screen px(left_of(b)+WIDTH*BAR_FROM[i]),screen py(y-9) to screen px(left_of(b)+WIDTH*BAR_TO[i]),screen py(y) fc rgb LOSS[BAR_KIND[i]+1] fs solid noborder }"
	page = page."; do for [i=1:PARTS] { set object 4000+i rectangle from screen px(28+PART_X[i]),screen py(PARTS_Y-5) to screen px(38+PART_X[i]),screen py(PARTS_Y+5) fc rgb LOSS[PART_KIND[i]+1] fs solid noborder; set label 4000+i PART_NAME[i] at screen px(43+PART_X[i]),py(PARTS_Y) left textcolor rgb LOSS_INK[PART_KIND[i]+1] font ',11' noenhanced }"
	no_page = no_page."; do for [i=1:BARS] { unset object 3000+i }; do for [i=1:PARTS] { unset object 4000+i; unset label 4000+i }"
}

do for [format in FORMATS] {
	eval 'set terminal '.terminal(format)
	set output NAME.'.'.format
	set multiplot
	do for [p=1:PANELS] {
		left = left_of(p)
		top = top_of(p)
		set lmargin at screen px(left); set rmargin at screen px(left+WIDTH)
		set tmargin at screen py(top); set bmargin at screen py(top-GRAPH)
		set label 4 PANEL[p] at screen px(left),py(top+12+15*MESSAGE_ROWS) left textcolor rgb INK noenhanced
		set label 5 PANEL_NOTE[p] at screen px(left+WIDTH),py(top+12+15*MESSAGE_ROWS) right textcolor rgb MUTED font ',11' noenhanced
		set label 51 PANEL_MESSAGE_1[p] at screen px(left),py(top-4+15*MESSAGE_ROWS) left textcolor rgb MUTED font ',11' noenhanced
		set label 52 PANEL_MESSAGE_2[p] at screen px(left),py(top-19+15*MESSAGE_ROWS) left textcolor rgb MUTED font ',11' noenhanced
		set label 53 PANEL_BAR_NOTE[p] at screen px(left),py(top-GRAPH-55) left textcolor rgb MUTED font ',11' noenhanced
		do for [i=1:YTICS] { set ytics add ((p-1)%COLUMNS == 0 ? YTIC_TEXT[i] : '' YTIC[i]) }
		if (p == 1) { eval page } else { eval no_page }
		do for [i=1:MARKERS] { unset label 10+i; set arrow i to first MARKER[i],graph 1 }
		layers = "1 with lines ls 20"
		if (PANEL_BAND[p]) { layers = "CSV using (in_panel(p,-2)):'low':'high' with filledcurves fc rgb BAND_FILL fs solid noborder, for [edge in 'low high'] CSV using (in_panel(p,-2)):edge with lines lw 2.5 lc rgb BAND_FILL, ".layers }
		if (PANEL_IDEAL[p]) { layers = layers.", CSV using (in_panel(p,-1)):'speedup' with lines ls 21" }
		if (strlen(PANEL_SERIES[p])) { layers = layers.", for [i in PANEL_SERIES[p]] CSV using (beside_in(p,i+0)):'speedup':'low':'high' with yerrorlines ls (i-1)%12+1 title sprintf('rows panel=%d series=%d speedup', p, i+0)" }
		if (strlen(PANEL_CUT_ABOVE[p])) { layers = layers.", for [i in PANEL_CUT_ABOVE[p]] CSV using (beside_in(p,i+0)):(column('high') > YMAX ? YMAX : NaN) with points pt 9 ps 0.9*POINT_SIZE+0.2 lc rgb hue((i-1)%12+1)" }
		if (strlen(PANEL_CUT_BELOW[p])) { layers = layers.", for [i in PANEL_CUT_BELOW[p]] CSV using (beside_in(p,i+0)):(column('low') < YFLOOR ? YFLOOR : NaN) with points pt 11 ps 0.9*POINT_SIZE+0.2 lc rgb hue((i-1)%12+1)" }
		if (strlen(PANEL_HOLLOW[p])) { layers = layers.", for [i in PANEL_HOLLOW[p]] for [inner=0:1] CSV using (hollow(beside_in(p,i+0))):'speedup' with points pt SHAPE[(i-1)%12+1] ps (inner ? 0.65 : 1.25)*POINT_SIZE lc rgb inner ? PAPER : hue((i-1)%12+1)" }
		if (strlen(PANEL_LANES[p])) { layers = layers.", for [i in PANEL_LANES[p]] CSV using (lane_in(p,i+0)):(lane_y(i)) axes x1y2 with points pt 2 lw 1.5 ps 0.55 lc rgb hue(LANE_STYLE[i+0]) title sprintf('rows panel=%d lane=%d', p, i+0)" }
		eval 'plot '.layers
	}
	unset multiplot
}
