#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# On a terminal the table appears while measuring, over a progress bar that is gone at the end;
# elsewhere there is a line per round.
. "$(dirname "$0")/lib.sh"

command -v script >/dev/null || skip_all 'there is no script(1)'
script -qec true /dev/null >/dev/null 2>&1 || skip_all 'there are no pseudo-terminals here'
escape=$(printf '\033')
plan='steady:tasks=4,duration=5ms,at=99 -s pool -w 1,2 -r 3'

# on_terminal NAME ARGUMENT...: the driver on a terminal of 100 columns and 40 rows, where the keys
# come from our stdin; what it draws goes to ./NAME. $before is run before it.
before=
on_terminal() {
	name=$1
	shift
	ran="script: $*"
	: >"$out"
	printf '%s\nstty rows 40 cols 100; exec env MANYHANDS_TRIAL="%s" "%s" %s\n' "$before" \
		"$FAKE_TRIAL" "$MANYHANDS" "$*" >"$name.sh"
	status=0
	script -qefc "sh $name.sh" "$name" >/dev/null 2>"$err" || status=$?
}

# offset FILE WORDS first|last: the byte where they stand, -1 if they don't.
offset() {
	case $3 in
	first) which='head -1' ;;
	last) which='tail -1' ;;
	esac
	found=$(grep -aobF -e "$2" "$1" | $which | cut -d: -f1)
	echo "${found:--1}"
}

# expect_before FILE WORDS OTHERS: the first WORDS stand before the last OTHERS.
expect_before() {
	checks=$((checks + 1))
	early=$(offset "$1" "$2" first)
	late=$(offset "$1" "$3" last)
	if [ "$early" -lt 0 ] || [ "$late" -lt 0 ] || [ "$early" -ge "$late" ]; then
		fail "in $1 '$2' (at $early) is not before '$3' (at $late)"
	fi
}

# after FILE WORDS: what stands behind the last WORDS, in $scratch/after.
after() {
	tail -c +"$(($(offset "$1" "$2" last) + 1))" "$1" >"$scratch/after"
}

expect_cursor_shown() {
	expect_equal 'the last word on the cursor' \
		"$(grep -ao "$escape"'\[?25[lh]' "$1" | tail -1 | tr -d "$escape")" '[?25h'
}

export TERM=xterm-256color
# shellcheck disable=SC2086 # the words of a plan
on_terminal table run $plan -o table-run </dev/null
expect_status 0
expect_before table '  thread-pool ' 'round 2 of 3' # the table while round 2 is measured
expect_before table 'warm-up round' 'round 1 of 3'
expect_before table 'round 3 of 3' 'report: table-run/report.md'
expect_in table '█'
expect_in table ' samples'
expect_in table 's left'
expect_in table "${escape}[?25l"
expect_cursor_shown table
expect_in table 'kept in table-run'
# after the view is off the screen nothing but plain lines: no cursor goes up again
after table "${escape}[?25h"
expect_not_in "$scratch/after" "${escape}[J"
expect_in "$scratch/after" '  thread-pool  '

# colours, unless they are not wanted
expect_in table "${escape}["
# shellcheck disable=SC2086
NO_COLOR=1 on_terminal plain run $plan -o plain-run </dev/null
expect_status 0
expect_equal 'colours' "$(grep -aoE "$escape"'\[[0-9;]*m' plain | wc -l)" 0
expect_in plain '█'

# a terminal that can only print lines
# shellcheck disable=SC2086
TERM=dumb on_terminal dumb run $plan -o dumb-run </dev/null
expect_status 0
expect_not_in dumb "$escape"
expect_in dumb 'round 1 of 3 done'

# shellcheck disable=SC2086
on_terminal quiet run $plan -o quiet-run --no-progress </dev/null
expect_not_in quiet 'round 1'
expect_not_in quiet "${escape}[?25l"
expect_in quiet '  thread-pool  '

# what is said on the command line wins over NO_COLOR, TERM and what stdout is
paint="${escape}[2m"
run "$MANYHANDS" report table-run --no-charts
expect_status 0
expect_not_in "$out" "$escape"
cp "$out" plain-report
for place in run on_terminal; do
	for choice in always never auto; do
		if [ $place = run ]; then
			run "$MANYHANDS" report table-run --no-charts --color=$choice
			shown=$out
		else
			on_terminal report report table-run --no-charts --color $choice </dev/null
			shown=report
		fi
		expect_status 0
		case $place-$choice in
		run-always | on_terminal-always | on_terminal-auto) expect_in "$shown" "$paint" ;;
		*) expect_not_in "$shown" "$paint" ;;
		esac
	done
done
NO_COLOR=1 TERM=dumb on_terminal report report table-run --no-charts --color=always </dev/null
expect_in report "$paint"
NO_COLOR=1 on_terminal report report table-run --no-charts </dev/null
expect_not_in report "$paint"
TERM=dumb on_terminal report report table-run --no-charts </dev/null
expect_not_in report "$paint"
# nothing but the codes differs
run "$MANYHANDS" report table-run --no-charts --color=always
sed "s/$escape\\[[0-9;]*m//g" "$out" >unpainted
expect_same 'the text under the colours' unpainted plain-report
# every command takes it, and none keeps it in the record
for command in list topology 'compare table-run table-run' 'predict sleep' 'doctor --comparisons 0'; do
	# shellcheck disable=SC2086 # the words of a command
	manyhands $command --color=never
	expect_status 0
	expect_not_in "$out" "$escape"
done
# shellcheck disable=SC2086
fake run $plan -o painted --no-progress --color=always
expect_in "$out" "$paint"
expect_not_in painted/samples.jsonl color
expect_not_in painted/report.md "$escape"

# bars end at the mark of the ideal, and no line is wider than asked for
for columns in 60 80 120 200; do
	for locale in C C.UTF-8; do
		run env COLUMNS=$columns LC_ALL=$locale "$MANYHANDS" report table-run --no-charts
		widest=$(LC_ALL=C.UTF-8 wc -L <"$out")
		checks=$((checks + 1))
		[ "$widest" -le $columns ] || fail "$widest columns wide in $locale, expected $columns"
		if [ $locale = C ]; then
			expect_equal 'bytes beyond ASCII' "$(LC_ALL=C tr -d '\0-\177' <"$out")" ''
		fi
	done
done
expect_out '  > '
expect_in plain-report 'best of ideal'
expect_in plain-report '▏'

# no signs beyond ASCII where the locale has none
# shellcheck disable=SC2086
LC_ALL=C on_terminal ascii run $plan -o ascii-run </dev/null
expect_not_in ascii '█'
expect_not_in ascii '×'
expect_in ascii '[##'

# Ctrl-C on the terminal, as the keyboard sends it
keys() {
	wait_for 20 has_lines keys-run/samples.jsonl 8 || :
	printf '\003'
	sleep 1
}
# shellcheck disable=SC2086
keys | on_terminal keys run $plan -r 99 -o keys-run
expect_cursor_shown keys
expect_in keys 'go on with: manyhands run --resume keys-run'
expect_in keys '  thread-pool  '
expect_in keys 'COMMAND_EXIT_CODE="130"'
expect_whole keys-run

# a warning while measuring stays on the screen: here the record may not grow beyond 8 KiB
before="trap '' XFSZ; ulimit -f 16"
# shellcheck disable=SC2086
on_terminal warned run $plan -r 99 -o warned-run </dev/null
before=
expect_status 1
expect_before warned 'round 1 of 99' "can't go on writing"
after warned "can't go on writing"
expect_not_in "$scratch/after" "${escape}[J"
expect_not_in "$scratch/after" "${escape}[?25l"
expect_in "$scratch/after" '  thread-pool  '
expect_cursor_shown warned

# elsewhere a line per round, on stderr
# shellcheck disable=SC2086
fake run $plan -o lines-run
expect_status 0
expect_lines "$err" 4
expect_err 'warm-up round done, 3 samples'
expect_err 'round 1 of 3 done, '
expect_err 'round 3 of 3 done, '
expect_not_in "$err" "$escape"
expect_not_in "$out" "$escape"

finish
