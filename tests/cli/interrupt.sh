#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A run that is interrupted or killed keeps what it measured, leaves no process behind, and goes on
# where it stopped, in the order it would have had.
. "$(dirname "$0")/lib.sh"

plan='steady:tasks=6,duration=5ms,at=99 -s pool -w 1,2 -r 4 --seed 7 --no-progress'

# start ARGUMENT...: a run of $trial in the background, $driver is its id.
trial=$FAKE_TRIAL
start() {
	ran="run $*"
	# a shell starts background jobs with SIGINT ignored, and nohup anything with SIGHUP: the driver
	# would respect both
	env --default-signal=INT,HUP,TERM MANYHANDS_TRIAL="$trial" "$MANYHANDS" run "$@" >"$out" 2>"$err" </dev/null &
	driver=$!
	running="$running $driver"
}

# stop SIGNAL: sends it to the driver and waits for its end.
stop() {
	kill -"$1" "$driver"
	status=0
	wait "$driver" 2>/dev/null || status=$?
}

# expect_resumed FOLDER: the hint in $out works, and completes the run as if nothing had happened.
expect_resumed() {
	hint=$(sed -n 's/.*go on with: manyhands //p' "$out")
	eval "fake $hint --no-progress"
	expect_status 0
	expect_out '4 rounds'
	expect_whole "$1"
	places "$1" >"$scratch/places"
	expect_same "the samples of $1" "$scratch/places" "$scratch/straight"
	expect_file "$1/summary.csv"
	expect_file "$1/report.md"
}

# shellcheck disable=SC2086 # the words of a plan
fake run $plan -o straight
expect_status 0
expect_not_in "$out" 'go on with'
places straight >"$scratch/straight"
expect_lines "$scratch/straight" 31

# Ctrl-C, and the two other ways to ask for an end; the hint is one that a shell can read
for signal in INT TERM HUP; do
	folder="$signal, it's ours"
	# shellcheck disable=SC2086
	start $plan -o "$folder"
	wait_for 20 has_lines "$folder/samples.jsonl" 12 || fail 'no samples'
	stop "$signal"
	expect_status 130
	expect_whole "$folder"
	expect_out 'steady  6 tasks'
	expect_out 'go on with: manyhands run --resume '
	expect_file "$folder/summary.csv"
	expect_file "$folder/report.md"
	expect_lines "$err" 0
	expect_equal 'interrupted samples' \
		"$(grep -c '"status":"INTERRUPTED"' "$folder/samples.jsonl")" 1
	expect_resumed "$folder"
done

# while sizes are chosen there is nothing to keep yet
start steady:tasks=2,duration=20s,at=99 -s process-pool -w 2 -r 3 -o early
wait_for 20 measuring "$driver" 1 || :
stop INT
expect_status 130
expect_gone
expect_err 'interrupted before there was anything to keep'
expect_lines "$err" 1
expect_no_file early

# SIGKILL: nobody is left, though the sample would have lasted, and the run can be resumed
cat >slow-trial <<END
#!/bin/sh
# Makes samples with workers last 40 s while there is a file "slow".
case "\$*" in
*--area-fd*' sequential '*) ;;
*--area-fd*)
	if [ -e "$here/slow" ]; then
		exec "$FAKE_TRIAL" --area-fd 3 steady:tasks=4,at=99,duration=20s "\$(cat "$here/slow")" 2
	fi
	;;
esac
exec "$FAKE_TRIAL" "\$@"
END
chmod +x slow-trial
trial=./slow-trial
for strategy in thread-pool process-pool process-per-task; do
	echo $strategy >slow
	start steady:tasks=4,at=99 -s $strategy -w 2 -r 4 --seed 7 --no-progress -o killed-$strategy
	wait_for 20 has_lines "killed-$strategy/samples.jsonl" 2 || fail 'no samples'
	case $strategy in
	thread-*) processes=1 ;;
	process-*) processes=3 ;; # the trial's main and two workers
	esac
	wait_for 20 measuring "$driver" "$processes" || fail "no sample with $processes processes"
	stop KILL
	expect_status 137
	expect_gone
	rm slow
	run env MANYHANDS_TRIAL=$trial "$MANYHANDS" run --resume killed-$strategy --no-progress
	expect_status 0
	expect_whole killed-$strategy
	places killed-$strategy | cut -d' ' -f1 >"$scratch/places"
	sort -n -u "$scratch/places" >"$scratch/sorted"
	expect_same 'the order of the samples' "$scratch/places" "$scratch/sorted"
	expect_lines "$scratch/places" $((2 + 4 * 3))
done
trial=$FAKE_TRIAL

# a line torn by a power cut is cut off
cp -R straight torn
head -c -200 straight/samples.jsonl >torn/samples.jsonl
fake run --resume torn --no-progress
expect_status 0
expect_err 'torn/samples.jsonl:32: left out: torn, its end is missing'
expect_whole torn
places torn >"$scratch/places"
expect_same 'the samples of torn' "$scratch/places" "$scratch/straight"

# more rounds than were planned, and none left to do
fake run --resume straight --rounds 5 --no-progress
expect_status 0
expect_out '5 rounds'
places straight >"$scratch/places"
expect_lines "$scratch/places" 38
before=$(cksum <straight/samples.jsonl)
fake run --resume straight --rounds 5 --no-progress
expect_status 0
expect_equal 'the record when nothing is left' "$(cksum <straight/samples.jsonl)" "$before"

# a run that is going on is left alone
start steady:tasks=6,duration=20ms,at=99 -s pool -w 1,2 -r 9 -o busy
wait_for 20 has_lines busy/samples.jsonl 3 || fail 'no samples'
run env MANYHANDS_TRIAL="$FAKE_TRIAL" "$MANYHANDS" run --resume busy --no-progress
expect_status 1
expect_err 'busy/samples.jsonl is being written by another run'
expect_lines "$err" 1
stop INT

# another trial is another build, whose samples would not compare
run env MANYHANDS_TRIAL= "$MANYHANDS" run --resume straight
expect_status 2
expect_lines "$err" 1

finish
