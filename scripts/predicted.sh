#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures random task lists and compares what they took with `manyhands predict`. Prints Markdown.
#
# Usage: scripts/predicted.sh [LISTS [RUNS]]    (40 lists, the median of 7 runs each)
# Needs a build in build/, or in the folder $BUILD, and jq; nothing else may go on. Takes 2 minutes.
#
# First it finds out what predict can't know of this machine: how much its CPUs compute at once, by how
# much a wait is too long, and how long a step of spin takes. Exit status 1 if the median error is
# above 5 %.
set -eu -o pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."

build=${BUILD:-build}
lists=${1:-40} runs=${2:-7}
RANDOM=1

# times SPEC STRATEGY WORKERS: what the runs took in ms, from the least on.
times() {
	for ((r = 0; r < runs; r++)); do
		"$build/manyhands-trial" --settle-us 5000 "$@" |
			sed -n 's/.*: answer [0-9]*, \([0-9.]*\) ms.*/\1/p'
	done | sort -n
}

# measure SPEC STRATEGY WORKERS: their median.
measure() {
	times "$@" | sed -n "$((runs / 2 + 1))p"
}

# least SPEC STRATEGY WORKERS: for what the machine can do; whatever disturbs only makes it slower.
least() {
	times "$@" | sed -n 1p
}

# calculate EXPRESSION: by awk, with six digits.
calculate() {
	awk "BEGIN { printf \"%.6g\", ($1) }"
}

# ---- the machine ----

cpus=$("$build/manyhands" topology --format json | jq .usable_cpus)
whole=$(calculate "int($cpus) < 1 ? 1 : int($cpus)")
probe_tasks=$((2000 * whole))
spin="spin:tasks=$probe_tasks,iterations=50000"
loop_ms=$(least "$spin" sequential 1)
pool_ms=$(least "$spin" thread-pool "$whole")
capacity=$(calculate "$loop_ms / $pool_ms > $cpus ? $cpus : $loop_ms / $pool_ms")
step_ns=$(calculate "$loop_ms * 1e6 / ($probe_tasks * 50000)")
waits_ms=$(measure sleep:tasks=50,duration=4ms sequential 1)
late_us=$(calculate "$waits_ms < 200.05 ? 1 : int(($waits_ms - 200) / 50 * 1000)")

# ---- the lists ----

# one NAME WORD...: sets NAME to one of them by chance.
one() {
	local set=$1
	shift $((1 + RANDOM % ($# - 1)))
	printf -v "$set" %s "$1"
}

# between NAME LEAST MOST: sets NAME to a number by chance. In $(...) chance would not follow the seed.
between() {
	printf -v "$1" %d "$(($2 + RANDOM % ($3 - $2 + 1)))"
}

# strategy ORDER: sets `how` to one by chance, perhaps with that order.
strategy() {
	local chunk order kind
	one chunk 1 1 2 3 auto
	one order given given shuffled "$1"
	between kind 0 5
	case $kind in
	0) one how thread-split process-split ;;
	1)
		one how thread-per-task process-per-task
		how+=":order=$order"
		;;
	*)
		one how thread-pool thread-pool process-pool
		how+=":chunk=$chunk,order=$order"
		;;
	esac
}

echo "# Predicted against measured"
echo
echo "$(date -u +%Y-%m-%d), $(git describe --always --dirty 2>/dev/null || echo unknown)," \
	"$("$build/manyhands" topology --format json | jq -r '.summary // "unknown machine"')," \
	"Linux $(uname -r). It computes $capacity CPUs' worth at once, a wait is $late_us us too long, a" \
	"step of spin takes $step_ns ns. Medians of $runs runs."
echo
echo '| list | strategy | workers | measured | predicted | error |'
echo '| --- | --- | ---: | ---: | ---: | ---: |'
declare pattern tasks duration cpu wait iterations workers how # set by name, see between
errors=()
for ((i = 0; i < lists; i++)); do
	given=()
	case $((i % 3)) in
	0)
		one pattern constant ramp reversed shuffled
		longest=$([ "$pattern" = constant ] && echo 20 || echo 3)
		between tasks 5 40
		between duration 1 "$longest"
		spec="sleep:tasks=$tasks,duration=${duration}ms,pattern=$pattern"
		strategy longest-first
		;;
	1)
		between tasks 8 60
		between cpu 500 8000
		between wait 500 12000
		spec="mixed:tasks=$tasks,cpu=${cpu}us,wait=${wait}us"
		strategy given
		;;
	*)
		between iterations 50 3000
		iterations+=000
		between tasks 5 60
		spec="spin:tasks=$tasks,iterations=$iterations"
		strategy given
		given=(--task-time "$(calculate "int($iterations * $step_ns)")ns")
		;;
	esac
	between workers 1 $((4 * whole))
	measured=$(measure "$spec" "$how" "$workers")
	predicted=$("$build/manyhands" predict "$spec" --strategies "$how" --workers "$workers" \
		--cpus "$capacity" --late "${late_us}us" --no-lanes --format json "${given[@]}" |
		jq '.workloads[0].cells[0].predicted_ns / 1e6')
	error=$(calculate "100 * ($predicted / $measured - 1)")
	errors+=("${error#-}")
	printf '| %s | %s | %s | %.2f ms | %.2f ms | %+.1f %% |\n' \
		"$spec" "$how" "$workers" "$measured" "$predicted" "$error"
done

median=$(printf '%s\n' "${errors[@]}" | sort -g | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }')
worst=$(printf '%s\n' "${errors[@]}" | sort -g | awk '{ v[NR] = $1 } END { print v[int(NR * 0.9 + 0.5)] }')
echo
printf 'Median error over %d lists: %.1f %% (goal: at most 5 %%); nine of ten are within %.1f %%.\n' \
	"$lists" "$median" "$worst"
[ "$(calculate "$median <= 5")" = 1 ]
