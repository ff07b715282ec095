# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of the command line share; sourced, never run. MANYHANDS, FAKE_TRIAL and SOURCE_ROOT
# come from meson (tests/cli/meson.build); by hand: MANYHANDS=... FAKE_TRIAL=... tests/cli/NAME.sh.
#
# A test runs in an empty folder of its own, calls `run` and then expects: what differs is printed,
# the test goes on, and `finish` says how it ended.

: "${MANYHANDS:?the driver, build/manyhands}"
: "${FAKE_TRIAL:?the fake trial, build/tests/fake-trial}"
unset COLUMNS NO_COLOR MANYHANDS_TRIAL MANYHANDS_DATA
export LC_ALL=C.UTF-8 TERM=dumb
# In a build with a sanitizer a crash shall be one, as in any other build.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0"

# shellcheck disable=SC2034 # for tests that call themselves
self=$(cd "$(dirname "$0")" && pwd)/${0##*/}
checks=0
failures=0
scratch=$(mktemp -d)
# Killed by their ids when the test ends early: the programs that it left running.
running=

clean_up() {
	for pid in $running; do
		kill -9 "$pid" 2>/dev/null || :
	done
	cd /
	chmod -R u+rwX "$scratch" 2>/dev/null || :
	rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

here=$scratch/here
out=$scratch/out
err=$scratch/err
status=0
ran=
mkdir "$here"
cd "$here" || exit 1

fail() {
	failures=$((failures + 1))
	printf 'FAILED: %s\n' "$*"
	if [ -n "$ran" ]; then
		printf '  after: %s\n  status %s\n' "$ran" "$status"
		sed 's/^/  out: /' "$out" | head -40
		sed 's/^/  err: /' "$err" | head -20
	fi
}

# skip WHY: this part can't be tested here. skip_all WHY: none of the test can.
skip() {
	printf 'skipped: %s\n' "$*"
}
skip_all() {
	skip "$@"
	exit 77
}

# run COMMAND...: fills $out, $err and $status.
run() {
	ran=$*
	status=0
	"$@" >"$out" 2>"$err" </dev/null || status=$?
}

manyhands() {
	run "$MANYHANDS" "$@"
}

# fake ARGUMENT...: the real driver on workloads that go wrong.
fake() {
	run env MANYHANDS_TRIAL="$FAKE_TRIAL" "$MANYHANDS" "$@"
}

expect_status() {
	checks=$((checks + 1))
	[ "$status" = "$1" ] || fail "expected status $1"
}

# expect_in FILE WORDS: they stand in FILE as they are. expect_out, expect_err: in what was said.
expect_in() {
	checks=$((checks + 1))
	grep -qaF -e "$2" "$1" && return
	fail "'$2' is missing in $1"
	[ "$1" = "$out" ] || [ "$1" = "$err" ] || head -20 "$1" 2>&1 | cut -c1-200 | sed 's/^/  file: /'
}
expect_out() {
	expect_in "$out" "$1"
}
expect_err() {
	expect_in "$err" "$1"
}

expect_not_in() {
	checks=$((checks + 1))
	! grep -qaF -e "$2" "$1" || fail "'$2' stands in $1"
}

# expect_lines FILE COUNT
expect_lines() {
	checks=$((checks + 1))
	count=$(wc -l <"$1")
	[ "$count" -eq "$2" ] || fail "$1 has $count lines, expected $2"
}

expect_equal() {
	checks=$((checks + 1))
	[ "$2" = "$3" ] || fail "$1: '$2', expected '$3'"
}

# expect_same WHAT FILE FILE
expect_same() {
	checks=$((checks + 1))
	difference=$(diff "$2" "$3" 2>&1) && return
	fail "$1 differs"
	printf '%s\n' "$difference" | head -20 | cut -c1-200
}

expect_file() {
	checks=$((checks + 1))
	[ -s "$1" ] || fail "there is no $1, or it is empty"
}
expect_no_file() {
	checks=$((checks + 1))
	[ ! -e "$1" ] || fail "$1 is there"
}

# refuses WORDS COMMAND...: status 2, one line on stderr with WORDS, nothing else said, no new file.
refuses() {
	words=$1
	shift
	before=$(find . | LC_ALL=C sort)
	run "$@"
	expect_status 2
	expect_lines "$err" 1
	expect_err "manyhands: "
	expect_err "$words"
	expect_lines "$out" 0
	expect_equal 'the files after a refusal' "$(find . | LC_ALL=C sort)" "$before"
}

# wait_for SECONDS COMMAND...: until it succeeds; false: never.
wait_for() {
	left=$(($1 * 20))
	shift
	until "$@" 2>/dev/null; do
		left=$((left - 1))
		[ $left -gt 0 ] || return 1
		sleep 0.05
	done
}

# has_lines FILE COUNT: it has that many or more.
has_lines() {
	[ -e "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]
}

# alive PID: it runs; what has ended but was not waited for does not.
alive() {
	[ -e "/proc/$1/stat" ] && ! grep -q ') [ZX] ' "/proc/$1/stat" 2>/dev/null
}

gone() {
	! alive "$1"
}

# family PID: its children, theirs and so on.
family() {
	# shellcheck disable=SC2013 # the file is one line of ids
	for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do
		echo "$child"
		family "$child"
	done
}

# measuring PID COUNT: the driver PID runs a sample now, in at least COUNT processes; its family then
# stands in $scratch/family.
measuring() {
	family "$1" >"$scratch/family"
	members=0
	while read -r pid; do
		grep -qsF -e --area-fd "/proc/$pid/cmdline" && members=$((members + 1))
	done <"$scratch/family"
	[ "$members" -ge "$2" ]
}

# expect_gone: of the family none is left.
expect_gone() {
	checks=$((checks + 1))
	[ -s "$scratch/family" ] || fail 'no sample was seen'
	while read -r pid; do
		wait_for 5 gone "$pid" || fail "process $pid is left behind"
	done <"$scratch/family"
}

# places FOLDER: "SEQ CELL" of every sample that was measured to its end, in the file's order.
places() {
	sed -n -e '/"status":"INTERRUPTED"/d' \
		-e 's/.*"seq":\([0-9]*\),.*"cell":"\([^"]*\)".*/\1 \2/p' "$1/samples.jsonl"
}

# expect_whole FOLDER: every line of its record is JSON, the first is the run.
expect_whole() {
	checks=$((checks + 1))
	python3 -c '
import json, sys
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
assert lines.pop() == "", "the last line is torn"
types = [json.loads(line)["type"] for line in lines]
assert types[0] == "run", types[0]
assert set(types[1:]) <= {"sample", "note"}, set(types)
' "$1/samples.jsonl" >"$scratch/whole" 2>&1 || fail "$1/samples.jsonl: $(tail -1 "$scratch/whole")"
}

finish() {
	printf '%s checks, %s failed\n' "$checks" "$failures"
	[ "$failures" = 0 ] && [ "$checks" -gt 0 ]
	exit
}
