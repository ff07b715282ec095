#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What is printed and written: the formats, the same bytes from the same record, and what happens
# when nobody takes the output or the folder can't be written to.
. "$(dirname "$0")/lib.sh"

plan='sleep:tasks=4,duration=1ms -s thread-pool,process-pool -w 1,2 -r 6 --no-progress'

# shellcheck disable=SC2086 # the words of a plan
manyhands run $plan -o run
expect_status 0
expect_lines "$err" 0
expect_out 'kept in run'
expect_out 'report: run/report.md'
sed -e 1d -e '/^report: /d' -e '/^charts: /d' "$out" >"$scratch/table"

# ---- a reader that has enough ----

# a reader that is gone is no news, also where SIGPIPE is ignored
(
	trap '' PIPE
	"$MANYHANDS" report run --format markdown 2>"$err" || echo $? >"$scratch/status"
) | head -n 0
expect_lines "$err" 0

# ---- formats ----

manyhands report run
expect_status 0
sed -e 1d -e '/^report: /d' -e '/^charts: /d' "$out" >"$scratch/again"
expect_same 'the table of report' "$scratch/again" "$scratch/table"
manyhands report run --format table
sed -e 1d -e '/^report: /d' -e '/^charts: /d' "$out" >"$scratch/again"
expect_same 'the table of --format table' "$scratch/again" "$scratch/table"

manyhands report run --format csv
expect_status 0
expect_lines "$err" 0
expect_same '--format csv' "$out" run/summary.csv
checks=$((checks + 1))
python3 -c '
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="")))
assert len(rows) == 6 and all(len(row) == 16 for row in rows), rows
assert rows[0][:3] == ["workload", "strategy", "workers"] and rows[0][-1] == "flags", rows[0]
assert float(rows[1][6]) > 0, rows[1]
' "$out" >"$scratch/why" 2>&1 || fail "summary.csv: $(tail -1 "$scratch/why")"

manyhands report run --format markdown
expect_status 0
expect_lines "$err" 0
expect_same '--format markdown' "$out" run/report.md

manyhands report run --format json
expect_status 0
expect_lines "$err" 0
checks=$((checks + 1))
python3 -m json.tool "$out" >"$scratch/json" || fail 'the JSON is not valid'
python3 -c '
import json, sys
run = json.load(open(sys.argv[1], encoding="utf-8"))
assert len(run["cells"]) == 5 and run["rounds"] == 6, run
cell = run["cells"][0]
assert cell["cell"].startswith("sleep:") and cell["samples"] >= 6 and cell["failed"] == 0, cell
assert 0 < cell["time_ms"]["low"] <= cell["time_ms"]["mid"] <= cell["time_ms"]["high"], cell
advice = run["advice"][0]
assert advice["use"]["cell"] in [cell["cell"] for cell in run["cells"]], advice
print(advice["check"])
' "$out" >"$scratch/why" 2>&1 || fail "the JSON: $(tail -1 "$scratch/why")"
# the command that checks the advice is one
tail -1 "$scratch/why" | sed "s|^manyhands run|manyhands run --dry-run|" >"$scratch/check"
checks=$((checks + 1))
# shellcheck source=/dev/null
. "$scratch/check"
expect_status 0
manyhands topology --format json
expect_status 0
checks=$((checks + 1))
python3 -m json.tool "$out" >/dev/null || fail 'the JSON of topology is not valid'

# several folders: a table each, but no document with two roots
manyhands report run run
expect_status 0
expect_equal headings "$(grep -c 'kept in run' "$out")" 2
refuses '--format csv and json take one folder, not 2' "$MANYHANDS" report run run --format json
# all are looked at before anything is printed or rebuilt
cp -R run whole
rm whole/summary.csv
refuses 'missing: no run is there' "$MANYHANDS" report whole missing
rm -r whole

# ---- the same record gives the same bytes ----

mkdir elsewhere
cp -R run elsewhere/copy
find elsewhere/copy -type f ! -name samples.jsonl -delete
cd elsewhere || exit 1
run env TZ=Asia/Tokyo LC_ALL=C "$MANYHANDS" report copy
expect_status 0
cd ..
checks=$((checks + 1))
difference=$(diff -r run elsewhere/copy 2>&1) || fail "rebuilt otherwise: $difference"
expect_file elsewhere/copy/report.md
find run -type f ! -name samples.jsonl -exec cksum {} + >"$scratch/before"
manyhands report run
find run -type f ! -name samples.jsonl -exec cksum {} + >"$scratch/after"
expect_same 'what a second report writes' "$scratch/after" "$scratch/before"
manyhands report run --no-charts
expect_not_in "$out" 'charts:'
expect_equal 'leftovers' "$(find run -name '*.tmp' -o -name '.drawing*' | wc -l)" 0

# ---- nobody takes the output ----

# expect_said_once: one line on stderr, about stdout, and status 1.
expect_said_once() {
	expect_status 1
	expect_lines "$err" 1
	expect_err 'manyhands: stdout'
}

# run_into full|closed COMMAND...: as run does, but for where stdout goes.
run_into() {
	where=$1
	shift
	ran="$* (stdout $where)"
	status=0
	: >"$out"
	case $where in
	full) "$@" >/dev/full 2>"$err" </dev/null || status=$? ;;
	closed) "$@" >&- 2>"$err" </dev/null || status=$? ;;
	esac
}

for where in full closed; do
	for command in '' --help --version list 'list plans --names' topology 'topology --format json' \
		'run --help' 'report --help' 'report run' 'report run --format json' \
		'run sleep --dry-run'; do
		# shellcheck disable=SC2086
		run_into "$where" "$MANYHANDS" $command
		expect_said_once
	done
	# shellcheck disable=SC2086
	run_into "$where" "$MANYHANDS" run $plan -o "$where"
	expect_said_once
	expect_whole "$where"
	expect_equal 'samples' "$(grep -c '"type":"sample"' "$where/samples.jsonl")" \
		"$(grep -c '"type":"sample"' run/samples.jsonl)"
	expect_file "$where/summary.csv"
	expect_file "$where/report.md"
done

# a reader that has gone
# shellcheck disable=SC2086
{
	status=0
	"$MANYHANDS" run $plan -o gone 2>"$err" || status=$?
	echo $status >"$scratch/status"
} | :
wait_for 20 [ -s "$scratch/status" ]
expect_whole gone
expect_file gone/report.md

# stdin and stderr closed: no file of ours takes their place
# shellcheck disable=SC2086
"$MANYHANDS" run ${plan% --no-progress} -o deaf >"$out" 2>&- <&- || fail "it ended with $?"
expect_whole deaf
expect_out 'report: deaf/report.md'
# shellcheck disable=SC2086
"$MANYHANDS" run $plan -o all-closed >&- 2>&- <&- && fail 'it ended well'
expect_whole all-closed
expect_file all-closed/report.md

# ---- a folder that can't be written to ----

cp -R run locked
chmod -R a-w locked
# root may write everywhere, nobody may not; but nobody must reach the driver and the folder
as_nobody() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}
chmod a+rx "$scratch" "$here"
if as_nobody "$MANYHANDS" --version >/dev/null 2>&1; then
	run as_nobody "$MANYHANDS" report locked
	expect_status 0
	expect_lines "$err" 1
	expect_err "locked can't be written to, so nothing there was rebuilt: Permission denied"
	expect_out 'kept in locked'
	expect_not_in "$out" 'report:'
	run as_nobody "$MANYHANDS" report locked --format csv
	expect_same '--format csv of a locked folder' "$out" run/summary.csv
	mkdir no-entry
	chmod 555 no-entry
	for option in '-o no-entry/new' '-o no-entry'; do
		# shellcheck disable=SC2086
		run as_nobody "$MANYHANDS" run sleep $option
		expect_status 1
		expect_lines "$err" 1
		expect_err 'nothing can be written in no-entry: Permission denied'
	done
	cd no-entry || exit 1
	run as_nobody "$MANYHANDS" run sleep
	expect_status 1
	expect_lines "$err" 1
	expect_err 'manyhands-results: nothing can be written in .: Permission denied'
	cd ..
else
	skip 'a locked folder: no other user can run the driver'
fi

finish
