#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Reports never show a picture of other samples: without gnuplot, with one that fails, with --no-charts; what
# stands in a folder follows from its samples.
. "$(dirname "$0")/lib.sh"

# A gnuplot that draws an empty picture of each chart, but that of the kind in $FAILS, and none at all.
mkdir bin none
cat >bin/gnuplot <<'END'
#!/bin/sh
name=${2%.gp}
case $name in "$FAILS"*) echo out of ink >&2; exit 1 ;; esac
echo '<svg viewBox="0 0 1000 600"></svg>' >"$name.svg"
echo IEND >"$name.png"
END
chmod +x bin/gnuplot

# drawing ARGUMENTS..., failing ARGUMENTS..., without ARGUMENTS...: manyhands with that gnuplot, with one that
# can't draw the heat map, with none.
drawing() {
	run env PATH="$here/bin" FAILS=- "$MANYHANDS" "$@"
}
failing() {
	run env PATH="$here/bin" FAILS=heat "$MANYHANDS" "$@"
}
without() {
	run env PATH="$here/none" "$MANYHANDS" "$@"
}

# cut FOLDER: half of the rounds of the run are gone.
cut_rounds() {
	grep -v '"round":[5-8],' run/samples.jsonl >"$1/samples.jsonl"
}

# derived FOLDER: sums of what follows from its samples.
derived() {
	(cd "$1" && find summary.csv report.md report.html charts -type f -exec cksum {} + | LC_ALL=C sort -k 3)
}

# expect_alike FOLDER FOLDER
expect_alike() {
	derived "$1" >"$scratch/one"
	derived "$2" >"$scratch/other"
	expect_same "what follows from the samples in $1 and $2" "$scratch/one" "$scratch/other"
}

drawing run sleep:tasks=4,duration=1ms -s thread-pool -w 1,2 -r 8 --no-progress --seed 3 -o run
expect_status 0
expect_lines "$err" 0
for kind in speedup waterfall losses time efficiency samples; do
	expect_in run/report.html "<figure id=\"$kind-sleep\">"
	expect_in run/report.md "(charts/$kind-sleep.svg)"
done
expect_not_in run/report.html 'class="missing"'
for folder in same fresh halved bare half failed none_drawn; do
	cp -R run "$folder"
done
rm -r fresh/charts fresh/report.*

# ---- without gnuplot ----

# the samples are those that were drawn
without report same
expect_status 0
expect_lines "$err" 0
expect_alike run same
without report same --no-charts
expect_status 0
expect_alike run same

# they are not: the page and stderr name the same charts, and a user's own script is none of them
cut_rounds half
cp half/charts/heat.gp half/charts/mine.gp
charts=$(find run/charts -name '*.gp' | wc -l)
without report half
expect_status 0
expect_lines "$err" 1
expect_err "no gnuplot here, so $charts charts are missing (overview, questions, heat, speedup, "
expect_not_in half/report.html '<figure'
expect_in half/report.html 'Missing, since no gnuplot drew them: '
expect_not_in half/report.md '](charts/'
expect_in half/report.md 'Not drawn yet: overview, '
expect_equal 'pictures' "$(find half/charts -name '*.svg' -o -name '*.png' | wc -l)" 0
rm half/charts/mine.gp

# all of it follows from the samples: it is as in a folder that never had a picture
cut_rounds fresh
without report fresh
expect_alike half fresh
# what is printed is what is written, of the same pictures
drawing report fresh --format markdown
expect_same 'the report on stdout' "$out" fresh/report.md
expect_in fresh/report.md '(charts/heat.png)'
# once there is a gnuplot again, too
for folder in half fresh; do
	drawing report $folder
	expect_status 0
done
expect_alike half fresh

# ---- where nothing is to be drawn ----

cut_rounds halved
without report halved --no-charts
expect_status 0
expect_lines "$err" 0
expect_not_in halved/report.html '<figure'
expect_equal 'pictures' "$(find halved/charts -name '*.svg' -o -name '*.png' | wc -l)" 0
rm -r bare/charts
without report bare --no-charts
expect_status 0
expect_lines "$err" 0
expect_no_file bare/charts

# ---- a gnuplot that fails at one chart ----

# what was drawn before stays, with its reports and tables, and nothing is left behind
cut_rounds failed
failing report failed
expect_status 1
expect_lines "$err" 1
expect_err 'charts/heat.gp: gnuplot says: out of ink; so nothing was rebuilt'
expect_alike run failed
expect_equal 'left behind' "$(find failed -name '.*' | wc -l)" 0
# where nothing was there all but the pictures is
rm -r none_drawn/charts none_drawn/report.*
failing report none_drawn
expect_status 1
expect_lines "$err" 1
expect_err 'charts/heat.gp: gnuplot says: out of ink'
expect_in none_drawn/report.html 'Missing, since no gnuplot drew them: '
expect_file none_drawn/charts/heat.gp

# ---- a folder that takes nothing where a file should be ----

cut_rounds same
rm same/report.html
mkdir same/report.html
derived run | grep -v report.html >"$scratch/one"
drawing report same
expect_status 1
expect_lines "$err" 1
expect_err 'same/report.html: Is a directory'
rmdir same/report.html
(cd same && find summary.csv report.md charts -type f -exec cksum {} + | LC_ALL=C sort -k 3) >"$scratch/other"
expect_same 'charts and reports where one file has no place' "$scratch/one" "$scratch/other"

finish
