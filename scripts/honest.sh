#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures how far the tool's word can be trusted on this machine, and prints it as Markdown.
#
# Usage: scripts/honest.sh [REPETITIONS]    (20); needs a build in build/ and nothing else going on
#
# Planted slowdowns must be found and planted nothing must not, in one run and between runs; the
# verdicts of runs of the same thing must agree; a clean machine must not be called disturbed and a
# busy one must. Takes about 15 minutes. Exit status 1 if a goal is missed.
set -eu -o pipefail
cd "$(dirname "$0")/.."

manyhands=build/manyhands
repetitions=${1:-20}
spin='spin:tasks=800,iterations=1e5'
work=$(mktemp -d)
neighbour=
trap '[ -z "$neighbour" ] || kill "$neighbour"; rm -rf "$work"' EXIT
missed=0

# row WHAT FIGURE GOAL MET: one line of the table.
row() {
	echo "| $1 | $2 | $3 | $4 |"
	[ "$4" = yes ] || missed=$((missed + 1))
}

# at_least FOUND LEAST, at_most FOUND MOST: yes or NO.
at_least() {
	awk -v a="$1" -v b="$2" 'BEGIN { print a >= b ? "yes" : "NO" }'
}
at_most() {
	awk -v a="$1" -v b="$2" 'BEGIN { print a <= b ? "yes" : "NO" }'
}

# 19 of 20, whatever the repetitions.
nearly_all=$((repetitions * 19 / 20))
hardly_any=$((repetitions / 20))

run() {
	"$manyhands" run --no-progress "$@" >/dev/null
}

# The verdict on CELL of the run in FOLDER against the plain spin.
against() {
	"$manyhands" report "$1" --no-charts --against "$spin/thread-pool/2" --format json |
		jq -r --arg cell "$2" '.against.cells[] | select(.cell == $cell) | .verdict'
}

# ---- planted slowdowns, in one run and between runs ----

slow="$spin,extra=0.05" same="$spin,extra=1e-06"
found=0 imagined=0
for ((i = 0; i <= repetitions; i++)); do
	run "$spin" "$slow" "$same" --strategies thread-pool --workers 2 --rounds 12 \
		--seed "$((100 + i))" -o "$work/spin-$i"
done
for ((i = 1; i <= repetitions; i++)); do
	verdict=$(against "$work/spin-$i" "$slow/thread-pool/2")
	[ "$verdict" != slower ] || found=$((found + 1))
	verdict=$(against "$work/spin-$i" "$same/thread-pool/2")
	case $verdict in faster | slower) imagined=$((imagined + 1)) ;; esac
done

between=0 smallest=()
for ((i = 1; i <= repetitions; i++)); do
	"$manyhands" compare "$work/spin-$((i - 1))" "$work/spin-$i" --format json >"$work/compare" 2>/dev/null
	different=$(jq '[.cells[] | select(.verdict == "faster" or .verdict == "slower")] | length' "$work/compare")
	[ "$different" = 0 ] || between=$((between + 1))
	smallest+=("$(jq '.visible_median * 100' "$work/compare")")
done
visible=$(printf '%s\n' "${smallest[@]}" | sort -n | awk '{ v[NR] = $1 } END { printf "%.1f", v[int((NR + 1) / 2)] }')

# ---- the verdicts of runs of the same thing, and a clean machine ----

for ((i = 1; i <= repetitions; i++)); do
	run primes:limit=2e6 sleep:tasks=32,duration=4ms --strategies thread-pool,process-pool \
		--workers 2,8 --rounds 12 --seed "$((200 + i))" -o "$work/verdict-$i"
	"$manyhands" report "$work/verdict-$i" --no-charts --format json >"$work/verdict-$i.json"
done

# How many runs agree with the most frequent three verdicts on workload number $1, and those.
agreeing() {
	for ((i = 1; i <= repetitions; i++)); do
		jq -r --argjson w "$1" '[.verdicts[$w].questions[].verdict] | join(", ")' "$work/verdict-$i.json"
	done | sort | uniq -c | sort -rn
}
disturbed=$(jq -s 'map(.noise) | 100 * (map(.disturbed) | add) / (map(.samples) | add)' "$work"/verdict-*.json)

# ---- a planted neighbour ----

(exec -a planted-neighbour taskset -c 0 sh -c 'while :; do :; done') &
neighbour=$!
run primes:limit=2e6 --strategies thread-pool --workers 1,2 --rounds 9 -o "$work/neighbour"
noticed=$("$manyhands" report "$work/neighbour" --no-charts --format json |
	jq '100 * .noise.disturbed / .noise.samples')
"$manyhands" doctor --comparisons 0 >"$work/doctor-busy" || true
named=no
grep -q "pid $neighbour)" "$work/doctor-busy" && named=yes
kill "$neighbour"
wait "$neighbour" 2>/dev/null || true
neighbour=

# ---- what the tool adds to a bare loop ----

pairs=()
for ((i = 0; i < 31; i++)); do
	bare=$(build/tests/bare-loop primes:limit=4e6 2>/dev/null)
	tool=$(build/manyhands-trial --settle-us 5000 primes:limit=4e6 sequential 1 |
		sed 's/.*answer [0-9]*, \([0-9.]*\) ms.*/\1/')
	pairs+=("$(awk -v bare="$bare" -v tool="$tool" 'BEGIN { printf "%.5f", tool * 1e6 / bare }')")
done
added=$(printf '%s\n' "${pairs[@]}" | sort -n | sed -n 16p)

# ---- the page ----

echo "# How far to trust it"
echo
echo "\`scripts/check.sh honest\`, $(date -u +%Y-%m-%d), $(git describe --always --dirty)," \
	"$("$manyhands" topology --format json | jq -r '.summary // "unknown machine"')," \
	"Linux $(uname -r); $repetitions repetitions."
echo
echo '| what | measured | goal | met |'
echo '| --- | --- | --- | --- |'
row 'a planted slowdown of 5 % is found in one run' "$found of $repetitions" "at least $nearly_all" \
	"$(at_least "$found" "$nearly_all")"
row 'a planted slowdown of nothing is called a difference' "$imagined of $repetitions" \
	"at most $hardly_any" "$(at_most "$imagined" "$hardly_any")"
row 'separate runs of the same thing are called different' "$between of $repetitions" \
	"at most $hardly_any" "$(at_most "$between" "$hardly_any")"
for w in 0 1; do
	name=$([ "$w" = 0 ] && echo primes || echo sleep)
	read -r count verdicts < <(agreeing "$w" | head -1)
	row "runs of $name that agree ($verdicts)" "$count of $repetitions" "at least $nearly_all" \
		"$(at_least "$count" "$nearly_all")"
done
row 'samples of the clean runs called disturbed' "$(printf '%.1f %%' "$disturbed")" 'at most 2 %' \
	"$(at_most "$disturbed" 2)"
row 'samples beside a planted busy process called disturbed' "$(printf '%.1f %%' "$noticed")" \
	'at least 90 %' "$(at_least "$noticed" 90)"
row "\`doctor\` names the planted process with its pid" "$named" yes "$named"
row 'the loop under the tool / the same bare loop (median of 31 pairs)' "$added" 'at most 1.01' \
	"$(at_most "$added" 1.01)"
echo
echo "Between two separate runs \`compare\` could have seen differences from $visible % on (median)."
echo
echo 'All verdicts of the runs that should agree:'
echo
echo '```'
for w in 0 1; do agreeing "$w"; done
echo '```'
echo
echo "The machine, as \`manyhands doctor\` sees it:"
echo
echo '```'
"$manyhands" doctor | sed 's/ *$//'
echo '```'
[ "$missed" = 0 ]
