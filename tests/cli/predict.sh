#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# predict: schedules without measuring, in all formats, here and for machines that are elsewhere.
. "$(dirname "$0")/lib.sh"

unset HWLOC_SYNTHETIC HWLOC_XMLFILE HWLOC_THISSYSTEM
m=$MANYHANDS
# nothing is wrapped
export COLUMNS=200
ramp=sleep:tasks=10,duration=1s,pattern=ramp
free='--start 0 --hand-out 0 --late 0 --end 0'

# expect_line WORD...: one line of what was said has these words in this order, whatever is between.
expect_line() {
	checks=$((checks + 1))
	grep -qaE -e "$1" "$out" || fail "no line matches $1"
}

# the schedules that can be done by hand
manyhands predict $ramp --workers 5
expect_status 0
expect_lines "$err" 0
expect_line '^Predicted: .*Nothing was measured'
expect_line '^  thread-pool  *5 +15 s +3\.67× +11 s'
expect_line '^  thread-pool:chunk=2  *5 +19 s '
expect_line '^  thread-pool:order=longest-first  *5 +11 s '
expect_out 'one after another 55 s'
expect_out 'no schedule with that many takes less'
expect_out 'thread-pool:order=longest-first, 5 workers: 11 s'
expect_line '^  5 ├─+5─+┤├─+10─+┤$'
expect_line '^ +0 +2 s +4 s .* 14 s'
expect_out 'to start a thread costs 20 µs, to end it 15 µs; to hand out a chunk 50 ns; every wait is longer by 60 µs'

# in ASCII, and in the width there is
run env LC_ALL=C COLUMNS=70 "$m" predict $ramp --workers 5
expect_status 0
checks=$((checks + 2))
[ -z "$(awk 'length($0) > 70' "$out")" ] || fail 'wider than 70 columns'
! LC_ALL=C grep -q '[^ -~]' "$out" || fail 'not ASCII'
expect_line '^  5 \|-+5-+\|\|-+10-+\|$'

# exact, without costs
# shellcheck disable=SC2086
manyhands predict $ramp --workers 5 $free --format csv
expect_status 0
expect_out ',thread-pool,5,,this machine,'
expect_out ',15000.000000,55000.000000,3.66667,11000.000000,workers,'
expect_out ',19000.000000,55000.000000,2.89474,11000.000000,workers,'
expect_out ',11000.000000,55000.000000,5,11000.000000,workers,'
expect_lines "$out" 4
# shellcheck disable=SC2086
manyhands predict $ramp --workers 5 $free --format json
expect_status 0
python3 -c '
import json, sys
p = json.load(open(sys.argv[1]))
assert p["predicted"] and p["machine"]["here"]
cells = p["workloads"][0]["cells"]
assert [c["predicted_ns"] for c in cells] == [15e9, 19e9, 11e9], cells
assert [c["bound_ns"] for c in cells] == [11e9] * 3
for c in cells:
    parts = sum(c["worker_ns"].values())
    assert abs(parts - 5 * c["predicted_ns"]) < 1, parts
    assert sum(t["end_ns"] - t["begin_ns"] for t in c["tasks"]) == 55e9
    assert max(t["end_ns"] for t in c["tasks"]) == c["predicted_ns"]
' "$out" >"$scratch/why" 2>&1 || fail "$(tail -1 "$scratch/why")"
checks=$((checks + 1))
manyhands predict $ramp --workers 5 --format markdown
expect_status 0
expect_line '^\| thread-pool \| 5 \| 15 s \| 3\.67× \| 11 s \|'
manyhands predict $ramp --workers 5 --no-lanes
expect_status 0
expect_not_in "$out" '├'
manyhands predict $ramp -s all -w 1..3 --format csv
expect_status 0
expect_lines "$out" $((1 + 1 + 6 * 3))
cp "$out" "$scratch/first"
manyhands predict $ramp -s all -w 1..3 --format csv
expect_same 'a second prediction' "$out" "$scratch/first"

# another machine is always marked
for topology in 'pack:2 core:64 pu:2' "$SOURCE_ROOT/tests/fixtures/topology/two-packages.xml"; do
	manyhands predict $ramp --topology "$topology" --workers 5,cpus
	expect_status 0
	expect_line '^Predicted for a machine that is not here: '
	expect_not_in "$out" 'those of a core share it' # who waits shares nothing
	manyhands predict $ramp --topology "$topology" --workers 5 --format csv
	expect_lines "$out" 4
	expect_equal 'lines marked' "$(grep -c ',not here,' "$out")" 3
	manyhands predict $ramp --topology "$topology" --workers 5 --format json
	expect_out '"here": false'
	manyhands predict $ramp --topology "$topology" --workers 5 --format markdown
	expect_line '^Predicted for a machine that is not here: '
done
manyhands predict $ramp --topology 'pack:2 core:64 pu:2' --workers cores,cpus,4x --no-lanes
expect_out '128 cores (256 hardware threads)'
expect_line '128 \(cores\)'
expect_line '1024 \(4x\)'
# SMT: a hardware thread counts as a CPU, and it says what that leaves out
manyhands predict spin:tasks=256 --task-time 1s --topology 'pack:2 core:64 pu:2' -s pool -w cores --no-lanes
expect_line ' 128 \(cores\) +2 s '
expect_not_in "$out" 'those of a core share it'
manyhands predict spin:tasks=256 --task-time 1s --topology 'pack:2 core:64 pu:2' -s pool -w cpus --no-lanes
expect_line ' 256 \(CPUs\) +1\.01 s '
expect_out 'The 256 hardware threads count as 256 CPUs, but those of a core share it: beyond 128 workers'
manyhands predict spin:tasks=100 --task-time 10ms --cpus 1.5 -w 3 -s thread-pool --format csv
expect_status 0
expect_out ',not here,1.5 CPUs,1.5,'

# times that are not known are given
manyhands predict primes:limit=4e6 --task-time 200us -w 2 -s pool
expect_status 0
expect_out '4 000 tasks of'
expect_out 'where no times are known a task computes 200 µs on average'
manyhands predict primes $ramp --task-time 1ms -w 2
expect_status 0
expect_out 'primes:limit=1e6'

# lists of one's own; without tasks that differ no order is tried
printf '%s\n' '# computes, then waits' '1s' '0 2s' '' '500ms 500ms # both' >list
# shellcheck disable=SC2086
manyhands predict --tasks list --workers 2 --cpus 2 $free --format csv
expect_status 0
expect_lines "$out" 4
expect_out 'list,thread-pool,2,'
expect_out ',2000.000000,4000.000000,2,2000.000000,workers,'
printf '1s\n1s' >alike
run sh -c '"$0" predict --tasks - -w 2 --format csv <alike' "$m"
expect_status 0
expect_lines "$out" 3
expect_out 'tasks,thread-pool:chunk=2,2,'
refuses '--tasks: missing: No such file' "$m" predict --tasks missing
printf '1s\n1s 2s 3s\n' >list
refuses "list:2: expected what a task computes, 200ms, or computes and then waits, 200ms 1s, not '1s 2s 3s'" \
	"$m" predict --tasks list
printf '1s\nsoon\n' >list
refuses "list:2: expected what a task computes" "$m" predict --tasks list
printf '\n# nothing\n' >list
refuses 'list holds no tasks: a line for each' "$m" predict --tasks list
head -c 1000 /dev/zero >list
refuses 'list holds no tasks' "$m" predict --tasks list
refuses '--task-time: alike tells itself' "$m" predict --tasks alike -t 1s
printf '0\n0 0\n' >list # no bound, so nothing is above it
manyhands predict --tasks list --no-lanes
expect_status 0
expect_out ': the tasks themselves take no time.'
printf '200ms\n200\n' >list
refuses "list:2: expected what a task computes, 200ms, or computes and then waits, 200ms 1s, not '200'" \
	"$m" predict --tasks list
rm list alike

# of those that are as quick the plainest is named
manyhands predict sleep -s all -w 4 --no-lanes
expect_out 'Quickest: thread-pool with 4 workers'

# refusals
refuses 'primes does not tell how long its tasks take; say it with --task-time 3ms' \
	"$m" predict primes
refuses '--task-time: sleep tells itself how long its tasks take' "$m" predict sleep -t 3ms
refuses 'thread-pool: order=longest-first: spin' \
	"$m" predict spin -t 3ms -s thread-pool:order=longest-first
refuses "thread-split has no parameter 'order'" "$m" predict sleep -s thread-split:order=shuffled
refuses 'predict: no workload is named' "$m" predict
refuses "unknown workload 'slepp'; did you mean 'sleep'?" "$m" predict slepp
refuses "unknown strategy 'pol'; did you mean 'pool'?" "$m" predict sleep -s pol
refuses 'workers: expected 1 to 10000' "$m" predict sleep -w 0
refuses "--task-time: expected a time up to 1h such as 3ms, not '0'" "$m" predict spin -t 0
refuses "--start: expected 0 or a time up to 60s such as 20us, not 'much'" \
	"$m" predict sleep --start much
for cpus in 0 -1 nan inf 1e9 2x ''; do
	refuses "--cpus: expected a number from 0.01 to 100000 such as 1.5, not '$cpus'" \
		"$m" predict sleep --cpus "$cpus"
done
refuses "--format: expected table, csv, json or markdown, not 'xml'" "$m" predict sleep --format xml
refuses "topology 'bogus': expected hwloc's words" "$m" predict sleep --topology bogus
refuses './missing.xml: No such file or directory' "$m" predict sleep --topology ./missing.xml
echo '<junk' >junk.xml
refuses 'junk.xml' "$m" predict sleep --topology junk.xml
refuses 'nothing:tasks=1e9: 1000000000 tasks, at most 10000000 are listed' \
	"$m" predict nothing:tasks=1e9 -t 1us

# the order is a parameter of run, too
manyhands run sleep:tasks=10,duration=2ms,pattern=ramp --rounds 1 --workers 5 --no-progress -o run \
	-s thread-pool,thread-pool:order=longest-first,process-per-task:order=shuffled
expect_status 0
expect_in run/samples.jsonl '/thread-pool:order=longest-first/5"'
expect_not_in run/samples.jsonl 'order=given'
refuses 'spin does not tell what its tasks cost' \
	"$m" run spin:tasks=10,iterations=1000 -s thread-pool:order=longest-first --rounds 1 -o never

finish
