# SPDX-License-Identifier: GPL-3.0-or-later
# overview.gp: the speedups of all workloads, small charts with the same axes and one legend.
do for [i=1:LEGENDS] {
	set label 1000+i '' at screen px(34+LEGEND_X[i]),py(HEIGHT-86-20*LEGEND_ROW[i]) left offset 1.2,0 textcolor rgb ink(LEGEND_STYLE[i]) noenhanced
	set label 2000+i '' at screen px(34+LEGEND_X[i]),py(HEIGHT-86-20*LEGEND_ROW[i]) point ls LEGEND_STYLE[i] ps 0.8
}
set label 6 '' at screen px(28),py(HEIGHT-TOP+6) textcolor rgb MUTED font ',11' noenhanced
in_panel(p, series) = column('panel') == p && column('series') == series ? column('workers') : NaN
beside_in(p, i) = in_panel(p, i)*2**((i-(SERIES+1)/2.0)*DODGE)
lane_in(p, lane) = column('panel') == p && column('lane') == lane ? column('workers') : NaN
set tics font ',11'
set xlabel ''

do for [format in 'svg png'] {
	eval 'set terminal '.(format eq 'svg' ? SVG : PNG)
	set output NAME.'.'.format
	set multiplot
	do for [p=1:PANELS] {
		left = 86 + ((p-1)%COLUMNS)*(WIDTH+34)
		top = HEIGHT - TOP - 34 - ((p-1)/COLUMNS)*(GRAPH+70)
		set lmargin at screen px(left); set rmargin at screen px(left+WIDTH)
		set tmargin at screen py(top); set bmargin at screen py(top-GRAPH)
		set label 4 PANEL[p] at graph 0,graph 1 left offset 0,0.8 textcolor rgb INK noenhanced
		set label 5 PANEL_NOTE[p] at graph 1,graph 1 right offset 0,0.8 textcolor rgb MUTED font ',11' noenhanced
		do for [i=1:YTICS] { set ytics add ((p-1)%COLUMNS == 0 ? YTIC_TEXT[i] : '' YTIC[i]) }
		# the texts of the whole page are drawn with the first small chart
		set label 1 p == 1 ? HEADING : ''
		set label 2 p == 1 ? SUBTITLE : ''
		set label 3 p == 1 ? FOOTER : ''
		set label 6 p == 1 ? KEY : ''
		if (strlen(CAPTION)) { set label 7 p == 1 ? CAPTION : '' }
		do for [i=1:LEGENDS] { set label 1000+i p == 1 ? LEGEND[i] : '' }
		do for [i=1:MARKERS] { unset label 10+i; set arrow i to first MARKER[i],graph 1 }
		layers = "1 with lines ls 20"
		if (PANEL_BAND[p]) { layers = "CSV using (in_panel(p,-2)):'low':'high' with filledcurves fc rgb BAND_FILL fs solid noborder, for [edge in 'low high'] CSV using (in_panel(p,-2)):edge with lines lw 2.5 lc rgb BAND_FILL, ".layers }
		if (PANEL_IDEAL[p]) { layers = layers.", CSV using (in_panel(p,-1)):'speedup' with lines ls 21" }
		if (strlen(PANEL_SERIES[p])) { layers = layers.", for [i in PANEL_SERIES[p]] CSV using (beside_in(p,i+0)):'speedup':'low':'high' with yerrorlines ls (i-1)%12+1" }
		if (strlen(PANEL_HOLLOW[p])) { layers = layers.", for [i in PANEL_HOLLOW[p]] for [inner=0:1] CSV using (hollow(beside_in(p,i+0))):'speedup' with points pt SHAPE[(i-1)%12+1] ps (inner ? 0.65 : 1.25)*POINT_SIZE lc rgb inner ? PAPER : hue((i-1)%12+1)" }
		if (strlen(PANEL_LANES[p])) { layers = layers.", for [i in PANEL_LANES[p]] CSV using (lane_in(p,i+0)):(lane_y(i)) axes x1y2 with points pt 2 lw 1.5 ps 0.55 lc rgb hue(LANE_STYLE[i+0])" }
		eval 'plot '.layers
	}
	unset multiplot
}
