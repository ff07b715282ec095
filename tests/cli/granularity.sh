#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How long a task must be: a small sweep, what is left out of it, and that it can be gone on with.
. "$(dirname "$0")/lib.sh"

run "$MANYHANDS" run --granularity --dry-run --workers 2
expect_status 0
expect_out 'spin:tasks=3e4,duration=1us/thread-split/2'
expect_out 'duration=100ms/process-per-task/2'
expect_out '--granularity --strategies thread-pool,process-pool,thread-split,thread-per-task,process-per-task'
expect_out '9 rounds'

# what it can't be combined with
run "$MANYHANDS" run --granularity sleep
expect_status 2
expect_err '--granularity: expected no workload, since it measures spin in all lengths'
run "$MANYHANDS" run --granularity -- true
expect_status 2
expect_err '--granularity: expected no command'
run "$MANYHANDS" run --granularity -w 1,2
expect_status 2
expect_err '--granularity: expected one number of --workers, not 2'
printf -- '--granularity\n--rounds 1\nsleep\n' >mine.args
run "$MANYHANDS" run ./mine.args
expect_status 2
expect_err '--granularity: expected no workload'

# what a length goes by
run "$MANYHANDS" run spin:duration=1ms,kind=throughput -w 1 --rounds 1
expect_status 2
expect_err 'duration: only for kind=latency; give iterations'
run "$MANYHANDS" run spin:steps=5 -w 1 --rounds 1
expect_status 2
expect_err 'steps: only with a duration; give iterations'

# a fork costs far more than 1 us, so there it is not measured
run "$MANYHANDS" run --granularity -s thread-split,process-per-task -w 2 --rounds 1 --sample-time 2ms --seed 3 -o sweep --no-progress
expect_status 0
expect_out 'The shortest task that is worth a worker: spin in'
expect_out 'efficiency at'
expect_not_in "$out" 'ideal →'
expect_in sweep/report.md '100 % efficient is'
expect_in sweep/report.md 'Below 6 rounds there are no intervals'
checks=$((checks + 2))
! head -1 sweep/samples.jsonl | grep -q 'duration=1us/process-per-task/2' || fail 'a process per task of 1 us was measured'
[ "$(wc -l <"$out")" -le 20 ] || fail "longer than a screen"
expect_in sweep/report.md '## The shortest task that is worth a worker'
expect_in sweep/report.html '">The shortest task that is worth a worker</h2>'
expect_not_in sweep/report.html 'Where did the speedup go?'
if command -v gnuplot >/dev/null; then
	expect_in sweep/report.html '<figure id="granularity">'
	expect_in sweep/report.html '<title>thread-split, task '
	checks=$((checks + 1))
	[ "$(find sweep/charts -name '*.csv' | wc -l)" -eq 1 ] || fail 'more charts than that of the lengths'
fi
expect_in sweep/samples.jsonl '"granularity":true'
expect_in sweep/samples.jsonl '"task_ns":2000'

# it goes on with the same cells, and the loops are not calibrated again
run "$MANYHANDS" run --resume sweep --rounds 2 --no-progress
expect_status 0
expect_out ' 2 rounds '
run "$MANYHANDS" run --resume sweep --granularity
expect_status 2

run "$MANYHANDS" report sweep --format json
expect_status 0
cp "$out" "$scratch/json"
checks=$((checks + 1))
python3 -c '
import json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
found = report["granularity"]
assert found["workers"] == 2 and found["probed"], found
split, process = found["strategies"]
assert split["strategy"] == "thread-split" and process["strategy"] == "process-per-task", found
lengths = [point["task_us"] for point in split["points"]]
assert lengths == sorted(lengths) and lengths[0] < 10 < 10000 < lengths[-1], lengths
assert len(process["points"]) < len(split["points"]), found
for mark in ("beats_loop", "half", "most"):
    assert split[mark]["reached"] in ("shorter", "within", "not"), split[mark]
' "$scratch/json" 2>"$scratch/why" || fail "$(tail -1 "$scratch/why")"
run "$MANYHANDS" report sweep --no-charts
expect_status 0
expect_out 'The shortest task that is worth a worker'
finish
