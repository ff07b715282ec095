#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Workloads that crash, hang, lie and leave early, through the real driver: the table and the record
# say how each sample ended, the run goes on to its end, and the exit status is 1.
. "$(dirname "$0")/lib.sh"

# ends WORKLOAD:key=value,... OPTION...: one round of it under the pools and process-per-task, in
# ./NAME. That is 10 samples: in round 0 the loop and three strategies, in round 1 one loop more and
# its copy.
samples=10
ends() {
	spec=$1
	name=${1%%:*}
	shift
	fake run "$spec" -s pool,process-per-task -w 2 -r 1 --no-progress -o "$name" "$@"
	expect_lines "$err" 0
	expect_whole "$name"
	expect_equal "samples of $name" "$(grep -c '"type":"sample"' "$name/samples.jsonl")" $samples
}

# tells STRATEGY STATUS REASON: of the folder ./$name; every sample of STRATEGY.
tells() {
	checks=$((checks + 1))
	grep "/$1/" "$name/samples.jsonl" | grep '"type":"sample"' >"$scratch/lines"
	wrong=$(grep -vF "\"status\":\"$2\",\"reason\":\"$3" "$scratch/lines")
	if [ ! -s "$scratch/lines" ] || [ -n "$wrong" ]; then
		fail "$name/$1: expected $2 ($3): $wrong"
	fi
}

# expect_said WORDS: in the output, which may wrap them.
expect_said() {
	tr -s '\n ' '  ' <"$out" >"$scratch/said"
	expect_in "$scratch/said" "$1"
}

ends crash:tasks=8,at=3,duration=1ms
expect_status 1
expect_out 'crash  8 tasks'
expect_out 'CRASHED'
tells sequential CRASHED 'signal 11 (Segmentation fault); 3 of 8 tasks done'
tells thread-pool CRASHED 'signal 11 (Segmentation fault); '
tells process-pool CRASHED 'worker '
tells process-per-task CRASHED 'worker '

ends killed:tasks=8,at=0
expect_status 1
expect_out 'CRASHED'
tells sequential CRASHED 'signal 9 (Killed); 0 of 8 tasks done'
tells thread-pool CRASHED 'signal 9 (Killed); 0 of 8 tasks done'
tells process-pool CRASHED 'worker '
expect_said 'was ended by signal 9 (Killed)'

samples=8 # the loop is not tried again after two TIMED OUT
ends hang:tasks=8,at=3,duration=1ms --timeout 400ms
samples=10
expect_status 1
expect_out 'TIMED OUT'
tells sequential 'TIMED OUT' 'no end within 0.40 s; 3 of 8 tasks done'
tells thread-pool 'TIMED OUT' 'no end within 0.40 s; 7 of 8 tasks done'
tells process-pool 'TIMED OUT' 'no end within 0.40 s; 7 of 8 tasks done'

ends lie:tasks=8,at=3,duration=1ms
expect_status 1
expect_out 'WRONG'
expect_out 'answer 9, the first loop said 8'
tells thread-pool WRONG 'answer 9, the first loop said 8'
tells process-pool WRONG 'answer 9, the first loop said 8'
expect_not_in "$out" 'FAILED'

ends wrong:tasks=8,duration=1ms
expect_status 1
tells sequential WRONG 'answer 8, expected 9'
tells process-per-task WRONG 'answer 8, expected 9'

ends leave:tasks=8,at=3,duration=1ms
expect_status 1
expect_out 'FAILED'
tells sequential FAILED 'left early, with exit status 0'
tells thread-pool FAILED 'left early, with exit status 0'
tells process-pool FAILED '7 of 8 tasks done'

ends exit:tasks=8,at=3,duration=1ms
expect_status 1
tells sequential FAILED 'the disk is on ?[31mfire'
tells process-pool FAILED 'worker '
expect_said 'left with exit status 3'
for report in samples.jsonl report.md report.html; do # the trial's own word, and the worker's
	expect_in exit/$report 'left with exit status 3; it said: the disk is on ?[31mfire'
done
expect_not_in "$out" "$(printf '\033')"

ends fail:tasks=8,at=3,duration=1ms
expect_status 1
tells process-per-task FAILED 'the server said 503'

ends begin:tasks=8,at=3,duration=1ms
expect_status 1
tells thread-pool FAILED 'connection refused'

# What a good sample leaves behind is gone when it ends, also a grandchild that left its session.
# Its arguments tell ours from those of other tests.
stray=stray:tasks=8,at=3,duration=$((1000000 + $$))ns
ends "$stray"
expect_status 0
expect_not_in "$out" FAILED
echo "$stray" >"$scratch/pattern" # in a file, or grep would find itself
expect_equal 'strays left' "$(grep -lsF -f "$scratch/pattern" /proc/[0-9]*/cmdline)" ''

# A strategy that leaves out a chunk.
fake run steady:tasks=8 -s skip -w 2 -r 1 --no-progress -o skip
expect_status 1
expect_out '7 of 8 tasks done'

# Given up after two samples TIMED OUT: five rounds take no longer.
fake run steady:tasks=2,duration=1ms hang:tasks=2,at=1,duration=0ns -s thread-pool -w 2 -r 5 --timeout 200ms -o retired
expect_status 1
expect_in retired/samples.jsonl 'is retired after 2 samples TIMED OUT'
expect_said 'the only sample TIMED OUT, then given up: no end within 0.20 s'
expect_in retired/report.md 'the only sample TIMED OUT, then given up: '
expect_equal 'samples TIMED OUT' "$(grep -c '"status":"TIMED OUT"' retired/samples.jsonl)" 4

# Bad and good beside each other: the good ones have their numbers.
fake run steady:tasks=8,duration=2ms crash:tasks=8,at=3 -s thread-pool -w 1,4 -r 2 --no-progress
expect_status 1
expect_out 'CRASHED'
checks=$((checks + 1))
grep -q 'thread-pool .*[0-9]×' "$out" || fail 'the good workload has no speedup'

# What goes wrong in the warm-up round alone is not judged, but told.
cat >trial-once <<END
#!/bin/sh
case "\$*" in
*--area-fd*thread-pool*)
	if mkdir "$here/mark" 2>/dev/null; then
		echo 'out of luck' >&2
		exit 3
	fi
	;;
esac
exec "$FAKE_TRIAL" "\$@"
END
chmod +x trial-once
run env MANYHANDS_TRIAL=./trial-once "$MANYHANDS" run steady:tasks=8 -s thread-pool -w 2 -r 2 \
	--no-progress -o warm-up
expect_status 1
expect_lines "$err" 1
expect_err '1 sample that no table shows (of the warm-up round, copies of loops, probes) did not end well: steady:tasks=8/thread-pool/2 FAILED: out of luck'

finish
