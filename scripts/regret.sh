#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How much slower is the cell that a run recommends than the best there is? Prints Markdown.
#
# Usage: scripts/regret.sh [WORKLOADS [FIRST]]    (40 workloads, from number 1 on)
# Needs a build in build/, or in the folder $BUILD, and jq; nothing else may go on. Takes 40 minutes.
#
# The workloads are chosen by chance, each by its number alone. Of each (1) a usual run gives the advice,
# (2) a run over all strategies, chunks and worker counts, which the advice knows nothing of, finds the best
# cell, and (3) a third run measures both beside each other: the regret is the paired ratio of that
# one, so the luck of those two runs is not in it. Where the advice is withdrawn, or it says that it cannot tell,
# the usual run is made anew as it says, twice at most; without an advice the goal is missed.
# Exit status 1 if fewer than 95 % of the workloads have a regret of 3 % or less.
set -eu -o pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."

build=${BUILD:-build}
manyhands=$build/manyhands
workloads=${1:-40} first=${2:-1}
goal=3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cpus=$("$manyhands" topology --format json | jq '.usable_cpus | floor | if . < 1 then 1 else . end')

# run FOLDER ARGUMENTS: a run, whose report becomes FOLDER.json. It finds no gnuplot, so it draws nothing.
run() {
	local folder=$1
	shift
	PATH=$work "$manyhands" run --no-progress -o "$folder" "$@" >/dev/null 2>"$folder.err" || {
		cat "$folder.err" >&2
		return 1
	}
	"$manyhands" report "$folder" --no-charts --format json >"$folder.json" 2>/dev/null
}

# between NAME LEAST MOST: sets NAME to a number by chance. In $(...) chance would not follow the seed.
between() {
	printf -v "$1" %d "$(($2 + RANDOM % ($3 - $2 + 1)))"
}

# one NAME WORD...: sets NAME to one of them by chance.
one() {
	local set=$1
	shift $((1 + RANDOM % ($# - 1)))
	printf -v "$set" %s "$1"
}

# counts FACTOR...: the CPUs times these, rising, each once.
counts() {
	for factor; do
		awk "BEGIN { n = int($factor * $cpus); print n < 1 ? 1 : n }"
	done | sort -nu | paste -sd,
}

# one worker is the loop and more, and would take half of the time
few=$(counts 1 1.5 2 3 4)
many=$(counts 1 2 4 6 8 12 16)
all_few=$(counts 1 1.5 2 2.5 3 4)
all_many=$(counts 1 1.5 2 3 4 5 6 8 10 12 14 16)

# choose NUMBER: sets the workload `spec` and which counts of workers are tried, `usual` and `all`.
choose() {
	local tasks cpu wait held time pattern limit per_task
	RANDOM=$1
	: "$RANDOM" "$RANDOM" "$RANDOM" # the first ones lie near each other where numbers do
	usual=$many all=$all_many
	case $(($1 % 6)) in
	0)
		between tasks 16 80
		between cpu 100 900
		between wait 200 3000
		spec="mixed:tasks=$tasks,cpu=${cpu}us,wait=${wait}us"
		;;
	1)
		between tasks 16 60
		between cpu 100 900
		between wait 200 2500
		between held 5 60
		spec="coupled:tasks=$tasks,cpu=${cpu}us,wait=${wait}us,held=$held%"
		;;
	2)
		between tasks 6 24
		between time 200 900
		one pattern ramp reversed shuffled
		spec="sleep:tasks=$tasks,duration=${time}us,pattern=$pattern"
		;;
	3)
		between tasks 6 300
		spec="spin:tasks=$((tasks * cpus)),iterations=$((20000 / tasks))000"
		usual=$few all=$all_few
		;;
	4)
		between limit 4 10
		between per_task 500 20000
		spec="primes:limit=${limit}e5,per_task=$per_task"
		usual=$few all=$all_few
		;;
	*)
		between limit 50 90
		between per_task 10 300
		spec="perfect:limit=${limit}00,per_task=$per_task"
		usual=$few all=$all_few
		;;
	esac
}

# advise NUMBER: sets `advised`, the cell that is recommended, or "".
advise() {
	local answer rounds=9 try
	for try in 1 2 3; do
		run "$work/usual-$1-$try" "$spec" --workers "$usual" --rounds "$rounds" --seed "$1$try" --strategies \
			thread-pool,thread-pool:chunk=auto,thread-split,thread-per-task,process-pool,process-split
		answer=$(jq -r '.advice[0].answer' "$work/usual-$1-$try.json")
		advised=$(jq -r '.advice[0].use.cell // ""' "$work/usual-$1-$try.json")
		case $answer in
		use | 'stay sequential') return ;;
		'cannot tell') rounds=$((2 * rounds)) ;;
		esac
	done
	advised=
}

# part CELL FIELD: its strategy (2) or workers (3). Only numbers and names stand in a cell.
part() {
	cut -d / -f "$2" <<<"$1"
}

# compare NUMBER: sets `regret`, three numbers in percent: the estimate and its interval; "": no estimate.
compare() {
	local strategies
	if [ "$advised" = "$best" ]; then
		regret='0 0 0'
		return
	fi
	strategies=$(printf '%s\n%s\n' "$(part "$advised" 2)" "$(part "$best" 2)" | sort -u | paste -sd,)
	run "$work/both-$1" "$spec" --strategies "$strategies" --rounds 25 --seed "$1" \
		--workers "$(printf '%s\n%s\n' "$(part "$advised" 3)" "$(part "$best" 3)" | sort -nu | paste -sd,)"
	regret=$("$manyhands" report "$work/both-$1" --no-charts --against "$best" --format json 2>/dev/null |
		jq -r --arg cell "$advised" '.against.cells[] | select(.cell == $cell) | .ratio |
			[.mid, .low, .high] | map(. * 100 - 100) | join(" ")')
}

echo "# Advice regret"
echo
echo "\`scripts/check.sh regret\`, $(date -u +%Y-%m-%d), version $(git describe --always --dirty 2>/dev/null || echo unknown)," \
	"$("$manyhands" topology --format json | jq -r '.summary // "unknown machine"'), Linux $(uname -r)."
echo
echo '| workload | advised | best of the sweep | regret | 95 % interval |'
echo '| :--- | :--- | :--- | ---: | ---: |'
met=0
regrets=()
for ((i = first; i < first + workloads; i++)); do
	choose "$i"
	advise "$i"
	run "$work/all-$i" "$spec" --workers "$all" --rounds 5 --seed "7$i" --strategies \
		thread-pool,thread-pool:chunk=2,thread-pool:chunk=4,thread-pool:chunk=auto,thread-split,thread-per-task,process-pool,process-pool:chunk=auto,process-split
	best=$(jq -r '.cells | map(select(.samples > 0 and .failed == 0)) | max_by(.speedup.mid // 1) | .cell' "$work/all-$i.json")
	regret=
	if [ -n "$advised" ]; then
		compare "$i"
	fi
	if [ -z "$regret" ]; then
		shown=${advised#*/}
		echo "| $spec | ${shown:-none} | ${best#*/} | missed | |"
		continue
	fi
	read -r mid low high <<<"$regret"
	printf '| %s | %s | %s | %+.1f %% | %+.1f to %+.1f |\n' "$spec" "${advised#*/}" "${best#*/}" "$mid" "$low" "$high"
	regrets+=("$mid")
	if awk "BEGIN { exit !($mid <= $goal) }"; then
		met=$((met + 1))
	fi
	rm -rf "${work:?}"/*
done
[ "${#regrets[@]}" -gt 0 ] || { echo "regret.sh: no workload has a regret" >&2; exit 1; }
median=$(printf '%s\n' "${regrets[@]}" | sort -g | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }')
wanted=$(((workloads * 95 + 99) / 100))
echo
printf 'The advised cell is at most %s %% slower than the best in %d of %d workloads (goal: %d); the median regret is %.1f %%.\n' \
	"$goal" "$met" "$workloads" "$wanted" "$median"
[ "$met" -ge "$wanted" ]
