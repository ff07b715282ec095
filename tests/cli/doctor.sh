#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The checkup: who is busy is named, what failed decides the status only if that is wanted.
. "$(dirname "$0")/lib.sh"

# as JSON: nothing else on stdout, a state for each check
manyhands doctor --comparisons 0 --format json
expect_status 0
expect_lines "$err" 0
for name in clock quota governor turbo SMT hypervisor load processes 'open files' memory swap \
	'huge pages' isolated; do
	expect_out "\"name\": \"$name\""
done
expect_out '"noise_floor_percent": null'
expect_equal 'states' "$(grep -cE '"state": "(fine|note|look|unknown)",$' "$out")" 13
if command -v python3 >/dev/null; then
	checks=$((checks + 1))
	python3 -m json.tool <"$out" >/dev/null || fail 'this is no JSON'
fi

# who is busy is named, here on the first CPU that we may use, under a name that needs care
cpu=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\([0-9]*\).*/\1/p' /proc/self/status)
command -v taskset >/dev/null || skip_all 'there is no taskset'
cp "$(command -v dash || command -v sh)" './a) burner'
taskset -c "$cpu" './a) burner' -c 'while :; do :; done' &
burner=$!
running="$running $burner"
manyhands doctor --comparisons 0 --format json
expect_status 0
expect_out "a) burner (pid $burner) "
manyhands doctor --comparisons 0
expect_status 0
expect_out "$burner) "
expect_out ' others use '
expect_out "kill -STOP"
expect_out 'checks failed: '
expect_out 'Nothing was changed.'
checks=$((checks + 2))
grep -q '^look  *load ' "$out" || fail 'the load is no failure'
tail -2 "$out" | grep -q 'load' || fail 'the last line does not name the failed check'

manyhands doctor --comparisons 0 --strict
expect_status 1
expect_lines "$err" 0

kill "$burner"
wait "$burner" 2>/dev/null || :

# whom we ourselves descend from burns: it is named, and no command would pause it and us
# shellcheck disable=SC2016 # the other shell's words
taskset -c "$cpu" './a) burner' -c '("$MANYHANDS" doctor --comparisons 0 --format json >elder; : >elder-ended) &
	while [ ! -e elder-ended ]; do :; done' &
burner=$!
running="$running $burner"
ran='doctor below one that burns'
wait "$burner" || fail 'it did not end well'
expect_in elder "a) burner (pid $burner) "
checks=$((checks + 1))
! grep -qE "kill -STOP.* $burner( |\")" elder || fail 'it is to be paused'

# the self-test, shorter than usual
manyhands doctor --comparisons 4
expect_status 0
expect_lines "$err" 0
expect_out ' self-test '
expect_out 'of 4 comparisons of a thing with itself'
checks=$((checks + 1))
grep -qE '(invisible here|may be none)' "$out" || fail 'nothing is said of what can be seen'

# a trial that can't measure is no fine self-test
fake doctor --comparisons 4
expect_status 1
expect_out 'self-test '
expect_out 'a sample was FAILED: '
run env MANYHANDS_TRIAL=/nowhere/trial "$MANYHANDS" doctor --comparisons 4
expect_status 1

# Ctrl-C ends it at once; what was found stands there
"$MANYHANDS" doctor >ended 2>"$err" &
doctor=$!
running="$running $doctor"
wait_for 20 grep -q isolated ended || fail 'the first checks do not appear'
kill -TERM "$doctor"
status=0
wait "$doctor" || status=$?
ran='doctor, ended'
expect_status 130
expect_in ended 'interrupted after '
expect_in ended 'Nothing was changed.'

for words in 'doctor --format xml' 'doctor --comparisons 3' 'doctor --comparisons many' \
	'doctor --comparisons 1001' 'doctor now'; do
	# shellcheck disable=SC2086 # the words of a command
	refuses 'expected' "$MANYHANDS" $words
done
refuses "did you mean '--strict'" "$MANYHANDS" doctor --stric_t
refuses '--comparisons: expected ' "$MANYHANDS" doctor --comparisons

finish
