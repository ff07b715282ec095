#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A report that is killed while it draws leaves its hidden folder behind: the next one removes it, and no other.
. "$(dirname "$0")/lib.sh"

hidden() {
	find . -name '.drawing*' | sort
}
some_hidden() {
	[ -n "$(hidden)" ]
}

manyhands run sleep:tasks=4,duration=1ms -s thread-pool -w 2 -r 2 --no-progress -o one
expect_status 0
expect_equal 'after a run' "$(hidden)" ''

# a gnuplot that takes its time, so that there is time to kill whoever waits for it
mkdir slow
printf '#!/bin/sh\nexec sleep 30\n' >slow/gnuplot
chmod +x slow/gnuplot

# shellcheck disable=SC2317 # wait_for calls it
more_hidden() {
	[ "$(hidden | wc -l)" -gt "$before" ]
}

# report_and_kill SIGNAL ARGUMENT...: while it draws.
report_and_kill() {
	signal=$1
	shift
	before=$(hidden | wc -l)
	env --default-signal=INT PATH="$here/slow:$PATH" "$MANYHANDS" report "$@" >"$out" 2>"$err" </dev/null &
	driver=$!
	running="$running $driver"
	wait_for 20 more_hidden || fail 'it does not draw'
	kill -"$signal" "$driver"
	wait "$driver" 2>/dev/null || :
}

for signal in INT KILL; do
	report_and_kill $signal one
	checks=$((checks + 1))
	some_hidden || fail 'nothing is left behind, so nothing was tried'
	manyhands report one --no-charts
	manyhands report one
	expect_status 0
	expect_equal "left behind by $signal" "$(hidden)" ''
done

# beside -o; and what somebody else calls so stays
mkdir .drawing-sketch
echo cat >.drawing-sketch/cat.svg
report_and_kill KILL one --chart heat -o fig.svg
manyhands report one --chart heat -o fig.svg
expect_equal 'left behind beside -o' "$(hidden)" ./.drawing-sketch
expect_file .drawing-sketch/cat.svg

# while one is still at work, its folder is no leftover
env PATH="$here/slow:$PATH" "$MANYHANDS" report one --chart heat -o fig.svg >/dev/null 2>&1 </dev/null &
driver=$!
running="$running $driver"
rm -r .drawing-sketch
wait_for 20 some_hidden || fail 'it does not draw'
theirs=$(hidden | head -1)
manyhands report one --chart heat -o other.svg
checks=$((checks + 1))
[ -d "$theirs" ] || fail 'the folder of another report was taken away'
kill -KILL "$driver"
wait "$driver" 2>/dev/null || :

finish
