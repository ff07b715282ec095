#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Traced samples: run --trace, what it leaves, report --timeline, and what is refused.
. "$(dirname "$0")/lib.sh"

# a traced sample of every cell, with a file each; verdicts and tables don't know of them
manyhands run sleep:tasks=12,duration=2ms,pattern=ramp primes:limit=20000 -s pool,process-per-task,thread-split \
	-w 1,5 -r 1 --trace --no-progress -o traced
expect_status 0
traces=$(grep -c '"role":"traced"' traced/samples.jsonl)
expect_equal 'traced samples' "$traces" 18
expect_equal 'trace files' "$(find traced/traces -name '*.csv' | wc -l)" 18
expect_equal 'leftovers' "$(find traced/traces ! -name '*.csv' -type f | wc -l)" 0
expect_equal 'named in their lines' "$(grep -c '"trace":"traces/[0-9]*.csv"' traced/samples.jsonl)" 18
grep '"type":"run"' traced/samples.jsonl >"$scratch/run"
expect_in "$scratch/run" '"trace":true'
expect_in "$scratch/run" ' --trace'
expect_in traced/summary.csv '"sleep:tasks=12,duration=2ms,pattern=ramp",thread-pool,5,,1,0,'
expect_file traced/charts/timeline-sleep.csv

# the lanes: a cell as --against takes it, in any width, in both kinds of signs
for columns in 60 80 120 200; do
	LC_ALL=C COLUMNS=$columns manyhands report traced --timeline sleep/thread-pool/5
	expect_status 0
	for words in 'predicted: ' 'measured: ' '  5 ' 'a block per task' '  > '; do
		expect_out "$words"
	done
	checks=$((checks + 1))
	[ -z "$(awk -v most="$columns" 'length($0) > most' "$out")" ] || fail "wider than $columns"
done
LC_ALL=C manyhands report traced --timeline sleep/thread-pool/5
expect_status 0
checks=$((checks + 1))
! LC_ALL=C grep -q '[^ -~]' "$out" || fail 'more than ASCII in a C locale'
manyhands report traced --timeline primes/thread-split/1
expect_status 0
expect_out 'a block per chunk of tasks'
manyhands report traced --timeline sleep/process-pool/5 --format markdown
expect_status 0
# shellcheck disable=SC2016 # the fence of Markdown
expect_out '```text'

# refused in one line
refuses "did you mean 'sleep/thread-pool/5'" "$MANYHANDS" report traced --timeline slep/thread-pool/5
refuses '--timeline goes neither with' "$MANYHANDS" report traced --timeline sleep/thread-pool/5 --format csv
refuses '--timeline goes neither with' \
	"$MANYHANDS" report traced --timeline sleep/thread-pool/5 --against sleep/thread-pool/5
run "${MANYHANDS%/*}/manyhands-trial" --trace nothing sequential 1
expect_status 2
expect_err '--trace needs --area-fd'

# a run without a trace says how to get one, and gets it
manyhands run sleep:tasks=4,duration=2ms -s thread-pool -w 2 -r 1 --no-progress -o "it's plain"
expect_status 0
expect_no_file "it's plain/traces"
manyhands report "it's plain" --timeline sleep/thread-pool/2
expect_status 2
expect_lines "$out" 0
expect_lines "$err" 1
# shellcheck disable=SC2016 # the quotes of a message
hint=$(sed -n 's/.*`manyhands \(.*\)`.*/\1/p' "$err")
eval "manyhands $hint --no-progress"
expect_status 0
manyhands report "it's plain" --timeline sleep/thread-pool/2
expect_status 0
expect_out 'measured: '
expect_equal 'rounds' "$(grep -c '"round":1' "it's plain/samples.jsonl")" 7

# added to a run that had none, and interrupted: it goes on with a trace, and so it does without being told
start_traced() {
	cp -R plain "$1"
	env --default-signal=INT "$MANYHANDS" run --resume "$@" --trace --no-progress >"$out" 2>"$err" </dev/null &
	driver=$!
	running="$running $driver"
}
manyhands run sleep:tasks=20,duration=20ms -s thread-pool,process-pool -w 1,2 -r 1 --no-progress -o plain
expect_status 0
start_traced added
wait_for 20 grep -q '"role":"traced"' added/samples.jsonl || fail 'nothing was traced'
kill -INT "$driver"
wait "$driver" 2>/dev/null || :
expect_out 'go on with: manyhands run --resume added --trace'
manyhands run --resume added --no-progress
expect_status 0
expect_equal 'traced after a resume' "$(grep -c '"trace":"traces/' added/samples.jsonl)" 5
# before its first traced sample only the hint knows
start_traced early --rounds 50
wait_for 20 grep -q '"round":3' early/samples.jsonl || fail 'no third round'
kill -INT "$driver"
wait "$driver" 2>/dev/null || :
expect_not_in early/samples.jsonl '"role":"traced"'
expect_out 'go on with: manyhands run --resume early --trace'

# a trace that can't be written costs the trace, not the sample
cp -R plain blocked
echo 'in the way' >blocked/traces
manyhands run --resume blocked --trace --no-progress
expect_status 1
expect_err 'blocked/traces/'
expect_equal 'samples without a trace' "$(grep -c '"role":"traced"' blocked/samples.jsonl)" 1
rm blocked/traces
manyhands run --resume blocked --no-progress
expect_status 0
expect_equal 'traces in the end' "$(grep -c '"trace":"traces/' blocked/samples.jsonl)" 5

# too many chunks: noted, and said where the timeline is asked for
manyhands run nothing:tasks=1000001 -s thread-pool:chunk=100 -w 2 -r 1 --trace --no-progress -o many
expect_status 0
manyhands report many --timeline nothing/sequential/1
expect_status 2
expect_err 'is not traced: 1000001 chunks, at most 1000000 are'
manyhands report many --timeline nothing/thread-pool:chunk=100/2
expect_status 0

# --dry-run says so, and measures nothing
manyhands run sleep --trace --dry-run
expect_status 0
expect_out 'then a traced sample of every cell'
expect_out ' --trace'

# a hostile trace: reported by line, left out, nothing of it reaches the terminal
name=$(sed -n 's|.*"cell":"[^"]*thread-pool/2","role":"traced".*"trace":"\([^"]*\)".*|\1|p' "it's plain/samples.jsonl")
# shellcheck disable=SC2016 # it shall not be expanded
printf '0,0,1,9,0,1,2,,,\n\033[2J$(id),`id`,<script>\n3,3,1,0,0,5,9,,,' >>"it's plain/$name"
manyhands report "it's plain" --timeline sleep/thread-pool/2
expect_status 0
expect_err ':6: left out: no such worker'
expect_err ':7: left out: expected 10 whole numbers'
expect_err ':8: left out: torn'
expect_lines "$err" 3
expect_not_in "$out" 'script'
sed -i 's|"trace":"traces/|"trace":"../traces/|' "it's plain/samples.jsonl"
manyhands report "it's plain" --timeline sleep/thread-pool/2
expect_status 2
expect_err 'left out: trace is not'

finish
