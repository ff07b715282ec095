#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures how far the tool's word can be trusted on this machine, and prints it as Markdown.
#
# Usage: scripts/honest.sh [REPETITIONS]    (20); needs a build in build/ and nothing else going on
#
# Planted slowdowns must be found and planted nothing must not, in one run and between runs; the
# verdicts of runs of the same thing must agree; a clean machine must not be called disturbed and a
# busy one must. A verdict that was withdrawn, or an answer that is missing, never counts as a
# success. Takes about 20 minutes. Exit status 1 if a goal is missed.
set -eu -o pipefail
cd "$(dirname "$0")/.."

manyhands=build/manyhands
repetitions=${1:-20}
cpus=$("$manyhands" topology --format json | jq '.usable_cpus | floor | if . < 1 then 1 else . end')
work=$(mktemp -d)
neighbours=()
end_neighbours() {
	for pid in "${neighbours[@]}"; do
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	neighbours=()
}
trap 'end_neighbours; rm -rf "$work"' EXIT
missed=0

# row WHAT FIGURE GOAL MET: one line of the table.
row() {
	echo "| $1 | $2 | $3 | $4 |"
	[ "$4" = yes ] || missed=$((missed + 1))
}

# at_least FOUND LEAST, at_most FOUND MOST: yes or NO.
at_least() {
	awk -v a="$1" -v b="$2" 'BEGIN { print (a >= b) ? "yes" : "NO" }'
}
at_most() {
	awk -v a="$1" -v b="$2" 'BEGIN { print (a <= b) ? "yes" : "NO" }'
}

# median: of the numbers on stdin.
median() {
	sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# 19 of 20 and 1 of 20, whatever the repetitions.
nearly_all=$((repetitions * 19 / 20))
hardly_any=$((repetitions / 20))

say() {
	echo "honest.sh: $*" >&2
}

run() {
	"$manyhands" run --no-progress "$@" >/dev/null
}

# ---- planted slowdowns, in one run and between runs ----

spin="spin:tasks=$((400 * cpus)),iterations=1e5"
pinned=thread-pool:place=spread
slow="$spin,extra=0.05" same="$spin,extra=1e-06"
say "planted slowdowns: $((repetitions + 1)) runs"
for ((i = 0; i <= repetitions; i++)); do
	run "$spin" "$slow" "$same" --strategies "$pinned" --workers cpus --rounds 14 \
		--seed "$((100 + i))" -o "$work/spin-$i"
done

# Of the cells in FOLDER those of workload SPEC under the pool, against the plain one: the verdict.
against() {
	"$manyhands" report "$1" --no-charts --against "$spin/$pinned/$cpus" --format json |
		jq -r --arg cell "$2/$pinned/$cpus" \
			'.against.cells[] | select(.cell == $cell) | .verdict'
}
count_found() {
	for ((i = 1; i <= repetitions; i++)); do
		against "$work/spin-$i" "$1"
	done >"$work/verdicts"
}
of_verdicts() {
	grep -cxE "$1" "$work/verdicts" || true
}
differences='faster|slower|detectable but negligible'
count_found "$slow"
found=$(of_verdicts slower)
count_found "$same"
imagined=$(of_verdicts "$differences")
imagined_withdrawn=$(of_verdicts withdrawn)

between=0 between_withdrawn=0
for ((i = 1; i <= repetitions; i++)); do
	"$manyhands" compare "$work/spin-$((i - 1))" "$work/spin-$i" --format json >"$work/compare-$i" 2>/dev/null
	jq -r '.cells[].verdict' "$work/compare-$i" >"$work/verdicts"
	[ "$(of_verdicts 'faster|slower')" = 0 ] || between=$((between + 1))
	[ "$(of_verdicts withdrawn)" = 0 ] || between_withdrawn=$((between_withdrawn + 1))
done
visible=$(jq '100 * .visible_median' "$work"/compare-* | median)

# ---- the verdicts of runs of the same thing, and a clean machine ----

say "runs of primes and sleep: $((2 * repetitions))"
for ((i = 1; i <= repetitions; i++)); do
	run primes:limit=2e6 --strategies "$pinned,process-pool:place=spread" --workers cpus,4x \
		--rounds 12 --seed "$((200 + i))" -o "$work/primes-$i"
	run "sleep:tasks=$((4 * cpus)),duration=8ms" --strategies thread-pool,process-pool \
		--workers cpus,4x --rounds 20 --seed "$((300 + i))" -o "$work/sleep-$i"
done
for folder in "$work"/primes-* "$work"/sleep-*; do
	"$manyhands" report "$folder" --no-charts --format json >"$folder.json"
done

# The three verdicts of every run of workload $1, as "COUNT VERDICT, VERDICT, VERDICT", by count.
agreeing() {
	jq -r '[.verdicts[0].questions[].verdict] | join(", ")' "$work/$1"-*.json |
		sort | uniq -c | sort -rn
}
disturbed=$(jq -s 'map(.noise) | 100 * (map(.disturbed) | add) / (map(.samples) | add)' "$work"/*.json)
crowded=$(jq -s 'map(.noise) | 100 * (map(.crowded) | add) / (map(.samples) | add)' "$work"/*.json)

# ---- what the tool adds to a bare loop ----

# Blocks in the order bare, tool, tool, bare, so that a drift cancels out. The tool's times are
# those of its record.
say 'bare loops'
for block in bare tool tool bare bare tool tool bare; do
	if [ "$block" = bare ]; then
		for ((i = 0; i < 6; i++)); do
			build/tests/bare-loop primes:limit=4e6 2>/dev/null
		done >>"$work/bare"
	else
		rm -rf "$work/loop"
		run primes:limit=4e6 --strategies sequential --workers 1 --rounds 3 -o "$work/loop"
		jq -r 'select(.type == "sample" and .round > 0 and .role != "probe") | .total_ns' \
			"$work/loop/samples.jsonl" >>"$work/tool"
	fi
done
added=$(awk -v bare="$(median <"$work/bare")" -v tool="$(median <"$work/tool")" \
	'BEGIN { printf "%.4f", tool / bare }')

# ---- planted neighbours: one busy process for every two CPUs ----

say 'planted neighbours'
for ((i = 0; i < (cpus + 1) / 2; i++)); do
	(exec -a planted-neighbour sh -c 'while :; do :; done') &
	neighbours+=($!)
done
run primes:limit=2e6 --strategies thread-pool --workers 1,cpus --rounds 9 -o "$work/neighbour"
noticed=$("$manyhands" report "$work/neighbour" --no-charts --format json |
	jq '100 * .noise.disturbed / .noise.samples')
"$manyhands" doctor --comparisons 0 >"$work/doctor-busy" || true
named=yes
for pid in "${neighbours[@]}"; do
	grep -q "pid $pid)" "$work/doctor-busy" || named=NO
done
end_neighbours

# ---- the page ----

echo "# How far to trust it"
echo
echo "\`scripts/check.sh honest\`, $(date -u +%Y-%m-%d), version $(git describe --always --dirty)," \
	"$("$manyhands" topology --format json | jq -r '.summary // "unknown machine"')," \
	"Linux $(uname -r); $repetitions repetitions."
echo
echo '| what | measured | goal | met |'
echo '| --- | --- | --- | --- |'
row 'a planted slowdown of 5 % is found in one run' "$found of $repetitions" \
	"at least $nearly_all" "$(at_least "$found" "$nearly_all")"
row 'a planted slowdown of nothing is called a difference, be it negligible' \
	"$imagined of $repetitions" "at most $hardly_any" "$(at_most "$imagined" "$hardly_any")"
row '... or the verdict on it is withdrawn' "$imagined_withdrawn of $repetitions" \
	"at most $hardly_any" "$(at_most "$imagined_withdrawn" "$hardly_any")"
row 'separate runs of the same thing are called faster or slower' "$between of $repetitions" \
	"at most $hardly_any" "$(at_most "$between" "$hardly_any")"
row '... or a verdict on them is withdrawn' "$between_withdrawn of $repetitions" \
	"at most $hardly_any" "$(at_most "$between_withdrawn" "$hardly_any")"
for workload in primes sleep; do
	read -r count verdicts < <(agreeing "$workload")
	met=$(at_least "$count" "$nearly_all")
	case $verdicts in
	'' | *withdrawn*) met=NO ;;
	esac
	row "runs of $workload that agree (${verdicts:-no question asked})" "$count of $repetitions" \
		"at least $nearly_all" "$met"
done
row 'samples of those clean runs called disturbed' "$(printf '%.1f %%' "$disturbed")" 'at most 2 %' \
	"$(at_most "$disturbed" 2)"
row 'samples beside planted busy processes called disturbed' "$(printf '%.1f %%' "$noticed")" \
	'at least 90 %' "$(at_least "$noticed" 90)"
row "\`doctor\` names the planted processes with their pids" "$named" yes "$named"
row 'the loop under the tool / the same bare loop (medians of 24)' "$added" 'at most 1.01' \
	"$(at_most "$added" 1.01)"
echo
echo "Between two separate runs \`compare\` could have seen differences from" \
	"$(printf '%.1f' "$visible") % on (median). In $(printf '%.1f' "$crowded") % of the clean samples"
echo 'workers that nobody pinned waited for each other on one CPU.'
echo
echo 'All verdicts of the runs that should agree (threads against the loop, processes against threads,'
echo 'four times as many threads):'
echo
echo '```'
for workload in primes sleep; do agreeing "$workload" | sed "s/^/$workload/"; done
echo '```'
echo
echo "The machine, as \`manyhands doctor\` sees it:"
echo
echo '```'
"$manyhands" doctor | sed 's/ *$//'
echo '```'
[ "$missed" = 0 ]
