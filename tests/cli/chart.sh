#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# report --chart: one chart of a run, or of two, into a file; what is refused, and what can't be drawn.
. "$(dirname "$0")/lib.sh"

rest='-s thread-pool,process-pool -w 1,2 -r 6 --no-progress'
plan="sleep:tasks=4,duration=1ms nothing:tasks=4 $rest"

# shellcheck disable=SC2086 # the words of a plan
manyhands run $plan -o one
expect_status 0

# ---- what is refused: one line, the nearest right name, no file ----

refuses "no chart 'speedu'; did you mean 'speedup'?" "$MANYHANDS" report one --chart speedu
refuses 'expected one of overview, questions, heat, speedup,' "$MANYHANDS" report one --chart xyzzy
refuses 'go with --chart NAME' "$MANYHANDS" report one --only sleep
refuses 'go with --chart NAME' "$MANYHANDS" report one -o fig.svg
refuses 'needs a file to draw into: -o time.svg' "$MANYHANDS" report one --chart time --title Mine
refuses 'ends in .svg, .png or .pdf' "$MANYHANDS" report one --chart heat -o fig.jpg
refuses 'ends in .svg, .png or .pdf' "$MANYHANDS" report one --chart heat -o svg
refuses 'say --only and one of sleep, nothing' "$MANYHANDS" report one --chart time -o fig.svg
# shellcheck disable=SC2086 # the words of a plan
manyhands run sleep:tasks=4,duration=1ms sleep:tasks=4,duration=2ms $rest -o axis
refuses 'say --only and one of sleep:tasks=4,duration=1ms, sleep:tasks=4,duration=2ms' \
	"$MANYHANDS" report axis --chart time -o fig.svg
refuses 'and --only sleep covers several: say one of sleep:tasks=4,duration=1ms, sleep:' \
	"$MANYHANDS" report axis --chart time --only sleep -o fig.svg
refuses 'expected some words, not an empty title' "$MANYHANDS" report one --chart time --title '' -o fig.svg
refuses "called 'slep'; did you mean 'sleep'?" "$MANYHANDS" report one --chart time --only slep -o fig.svg
refuses "did you mean 'thread-pool'?" "$MANYHANDS" report one --chart time --only sleep:thread-pol -o fig.svg
refuses 'is of one run, not 2' "$MANYHANDS" report one one --chart heat -o fig.svg
refuses 'at most 6 runs over one another, not 7' "$MANYHANDS" report one one one one one one one --chart beside -o fig.svg
refuses 'name their folders' "$MANYHANDS" report one --chart beside -o fig.svg
refuses 'not with --against' "$MANYHANDS" report one --chart heat --against sleep/thread-pool/2
refuses 'not with --timeline' "$MANYHANDS" report one --chart heat --timeline sleep/thread-pool/2
refuses 'not with --format' "$MANYHANDS" report one --chart heat --format json
refuses 'not with --no-charts' "$MANYHANDS" report one --chart heat --no-charts
refuses "called 'sleep/thread-pool/3'" "$MANYHANDS" report one --chart waterfall --only sleep/thread-pool/3 -o fig.svg
refuses 'no run is there' "$MANYHANDS" report missing --chart heat -o fig.svg

# ---- without gnuplot, or where nothing can be written ----

mkdir bin
run env PATH="$here/bin" "$MANYHANDS" report one --chart heat -o fig.png
expect_status 1
expect_lines "$err" 1
expect_err 'no gnuplot here, so fig.png was not drawn; install it'
expect_no_file fig.png
manyhands report one --chart heat -o missing/fig.png
expect_status 1
expect_lines "$err" 1
expect_err 'missing: No such file or directory'

if ! command -v gnuplot >/dev/null; then
	skip 'there is no gnuplot, so nothing was drawn'
	finish
fi

# ---- into a file ----

find one -type f -exec cksum {} + | sort >"$scratch/before"
for format in svg png pdf; do
	manyhands report one --chart speedup --only sleep -o "fig.$format"
	expect_status 0
	expect_lines "$err" 0
	expect_out "chart: fig.$format"
	expect_lines "$out" 1
	expect_file "fig.$format"
done
manyhands report one --chart speedup --only sleep:process-pool --title 'Mine: 100 % <b> "it'"'"'s"' -o fig.svg
expect_status 0
expect_in fig.svg 'Mine: 100 % &lt;b> "it'
expect_in fig.svg process-pool
expect_not_in fig.svg thread-pool
manyhands report one --chart heat --only thread-pool -o fig.svg
expect_status 0
expect_in fig.svg nothing
expect_not_in fig.svg process-pool
for workers in 1 2; do
	manyhands report one --chart waterfall --only sleep/process-pool/$workers -o fig.svg
	expect_status 0
	expect_in fig.svg "sleep with $workers process"
done
manyhands report one one --chart beside --only sleep -o both.svg
expect_status 0
expect_in both.svg 'A  one'
expect_in both.svg 'B  one'
find one -type f -exec cksum {} + | sort >"$scratch/after"
expect_same 'the folder of the run' "$scratch/after" "$scratch/before"
expect_equal leftovers "$(find . -name '.drawing*' | wc -l)" 0

# ---- among the others ----

rm one/charts/efficiency-*
manyhands report one --chart efficiency
expect_status 0
expect_out 'one/charts/efficiency-*.svg and .png'
expect_file one/charts/efficiency-sleep.svg
expect_file one/charts/efficiency-nothing.png

finish
