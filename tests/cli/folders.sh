#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Where a run is kept, what --dry-run and --budget do, and that the recorded command repeats the run.
. "$(dirname "$0")/lib.sh"

tiny='steady:tasks=2,at=99 -s thread-pool -w 2 -r 1 --no-progress'

# A dry run makes nothing, and its last line repeats it.
manyhands run primes:limit=1e5,per_task=100 sleep -s pool,process-per-task:chunk=8 -w 1,2x,5 \
	-r 3 -b 90s --seed 11 --dry-run
expect_status 0
expect_lines "$err" 0
expect_equal 'files of a dry run' "$(ls)" ''
expect_out 'primes:limit=1e5,per_task=100/sequential/1  (baseline)'
expect_out 'primes:limit=1e5,per_task=100/process-per-task:chunk=8/5'
expect_out ', 3 rounds'
expect_out ' --budget 90s'
sed '$d' "$out" >"$scratch/first"
command=$(sed -n '$s/^manyhands //p' "$out")
# shellcheck disable=SC2086 # the words of a command
manyhands $command --dry-run
expect_status 0
sed '$d' "$out" >"$scratch/again"
expect_same 'what the command of a dry run plans' "$scratch/again" "$scratch/first"
expect_out "manyhands $command"

# Without -o: a folder of its own for every run, named after the plan or the workloads.
# shellcheck disable=SC2086
fake run $tiny
expect_status 0
first=$(readlink manyhands-results/latest)
expect_out "kept in manyhands-results/$first"
checks=$((checks + 1))
case $first in
steady-[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]) ;;
*) fail "latest is '$first'" ;;
esac
expect_out "report: manyhands-results/$first/report.md"
expect_file "manyhands-results/latest/samples.jsonl"

# Two runs in one second: every name of the next minute is taken.
now=$(date +%s)
for second in $(seq 0 60); do
	mkdir -p "manyhands-results/steady-$(date -d "@$((now + second))" +%Y%m%d-%H%M%S)"
done
# shellcheck disable=SC2086
fake run $tiny
expect_status 0
second=$(readlink manyhands-results/latest)
checks=$((checks + 1))
case $second in
steady-*-*-2) ;;
*) fail "latest is '$second'" ;;
esac
expect_whole "manyhands-results/$second"
# ... and at the same time
pids=
for _ in 1 2 3; do
	# shellcheck disable=SC2086
	env MANYHANDS_TRIAL="$FAKE_TRIAL" "$MANYHANDS" run $tiny >/dev/null 2>&1 &
	pids="$pids $!"
done
for pid in $pids; do
	wait "$pid" || fail "a run beside others ended with $?"
done
expect_equal 'records' "$(find manyhands-results -name samples.jsonl | wc -l)" 5
expect_file manyhands-results/latest/samples.jsonl

# The plan's name; in a checkout results/local.
mkdir -p checkout/bench
touch checkout/bench/suite.c checkout/meson.build
cd checkout || exit 1
printf '%s\n' '# a plan' steady:tasks=2,at=99 '--strategies thread-pool' '--workers=2' '--rounds	3' \
	'--no-progress # not seen here' >my.plan.args
fake run ./my.plan.args --rounds 1
expect_status 0
expect_out '1 round '
expect_equal 'where it is' "$(find results/local -path '*/my-*/samples.jsonl' | wc -l)" 1
manyhands report --format csv
expect_status 0
expect_out '"steady:tasks=2,at=99",thread-pool,2,'
cd ..

# With -o: a missing folder, also a deep one, or an empty one; nothing else is touched.
mkdir empty
latest=$(readlink manyhands-results/latest)
for folder in empty deep/and/new 'with a blank' ./dotted/; do
	# shellcheck disable=SC2086
	fake run $tiny -o "$folder"
	expect_status 0
	expect_out "kept in $folder"
	expect_whole "$folder"
done
expect_equal latest "$(readlink manyhands-results/latest)" "$latest"
manyhands report --no-charts
expect_out "kept in manyhands-results/$latest"
expect_out "report: manyhands-results/$latest/report.md"

# The recorded command repeats the run: same cells, same order.
fake run steady:tasks=2,at=99 -s pool -w 1,2 -r 3 -o one
command=$(sed -n '1s/.*"command":"manyhands \([^"]*\)".*/\1/p' one/samples.jsonl)
# shellcheck disable=SC2086
fake $command -o two
expect_status 0
places one >"$scratch/one"
places two >"$scratch/two"
expect_same 'a repeated run' "$scratch/two" "$scratch/one"

# The budget ends a run after whole rounds, and that is no failure.
fake run steady:tasks=20,duration=5ms,at=99 -s thread-pool -w 2 -r 1000 --budget 1500ms -o budget \
	--no-progress
expect_status 0
expect_in budget/samples.jsonl 'the budget ended the run after '
expect_out 'the budget ended the run after '
expect_out ' of 1000 rounds; go on with: manyhands run --resume budget'
rounds=$(sed -n 's/.*budget ended the run after \([0-9]*\) of.*/\1/p' "$out")
per_round=$(sed -n '1s/.*"samples_per_round":\([0-9]*\).*/\1/p' budget/samples.jsonl)
expect_equal 'samples in whole rounds' "$(grep -c '"type":"sample"' budget/samples.jsonl)" \
	$((2 + rounds * per_round))
# The line that it prints has the budget anew, so that it measures more, and can be called again.
hint=$(sed -n 's/.*go on with: manyhands //p' "$out")
expect_equal 'how it goes on' "$hint" 'run --resume budget --budget 1500ms'
# shellcheck disable=SC2086
fake $hint --no-progress
expect_status 0
more=$(sed -n 's/.*budget ended the run after \([0-9]*\) of.*/\1/p' "$out")
checks=$((checks + 1))
[ "${more:-0}" -gt "$rounds" ] || fail "went on from round $rounds to ${more:-none}"
expect_out "go on with: manyhands $hint"
# Without one the budget of the record holds, which is used up.
fake run --resume budget --no-progress
expect_status 0
expect_out "after $more of 1000 rounds; go on with: manyhands $hint"
# One round is measured whatever the budget.
# shellcheck disable=SC2086
fake run $tiny -b 1ms -r 2 -o least
expect_status 0
expect_out 'after 1 of 2 rounds'
expect_in "$err" 'which is more than the budget leaves; one is measured all the same'
expect_out 'go on with: manyhands run --resume least --budget 1ms'
fake run --resume least --budget 1ms
expect_status 0
expect_out ' 2 rounds '
expect_not_in "$out" 'go on with'
expect_not_in "$out" 'nothing was left'
# Of a run that is at its end nothing is left to measure, and it says so.
fake run --resume least
expect_status 0
expect_out 'nothing was left to measure; for more rounds: manyhands run --resume least --rounds 4'

finish
