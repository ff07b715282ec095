#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A disk that gets full while measuring: one clear line, the table of what there is, exit status 1,
# and the run goes on once there is room.
#
# Calls itself as `disk_full.sh mounted` in a mount namespace of its own, where there may be one.
. "$(dirname "$0")/lib.sh"

plan='steady:tasks=4,duration=1ms,at=99 -s pool -w 1,2 -r 25 --no-progress --seed 3'

# expect_ended_by WORDS FOLDER: the run in FOLDER ended because its record could not grow.
expect_ended_by() {
	expect_status 1
	expect_lines "$err" 1
	expect_err "can't go on writing, all lines before are kept: $2/samples.jsonl: $1"
	expect_out '  thread-pool  '
	expect_out "of 25 rounds; go on with: manyhands run --resume $2"
	expect_whole "$2"
	kept=$(grep -c '"type":"sample"' "$2/samples.jsonl")
	checks=$((checks + 1))
	if [ "$kept" -lt 5 ] || [ "$kept" -gt 200 ]; then
		fail "$kept samples were kept"
	fi
}

# expect_completed FOLDER: --resume ended the run, and no sample is missing or there twice.
expect_completed() {
	expect_status 0
	expect_whole "$1"
	places "$1" | cut -d' ' -f1 >"$scratch/places"
	expect_lines "$scratch/places" $((3 + 25 * 7))
	sort -n -u "$scratch/places" >"$scratch/sorted"
	expect_same 'the order of the samples' "$scratch/places" "$scratch/sorted"
}

# sums FOLDER: of what follows from its samples and is more than one file.
sums() {
	find "$1/summary.csv" "$1/report.md" "$1/report.html" "$1/charts" -type f -exec cksum {} + | sort
}

# halve FILE: about half of its samples.
halve() {
	head -n 90 "$1"
}

# kib FILE...: what they take on a disk of pages.
kib() {
	wc -c "$@" | awk '$2 != "total" {kib += 4 * int(($1 + 4095) / 4096)} END {print kib}'
}

# expect_kept FOLDER ROOM [WORDS]: with ROOM KiB left on its disk a new report is one line of complaint, with
# WORDS, and the old report and charts stay whole.
expect_kept() {
	cp -R "$1" "$scratch/kept"
	sums "$1" >"$scratch/before"
	find "$1" | sort >"$scratch/names"
	# other samples, so that what follows from them is not the same as before
	halve "$scratch/kept/samples.jsonl" >"$1/samples.jsonl"
	room=$(df -k "$1" | awk 'NR == 2 {print $4}')
	dd if=/dev/zero of="$1/../fill" bs=1024 count=$((room - $2)) 2>"$scratch/dd"
	manyhands report "$1"
	expect_status 1
	expect_lines "$err" 1
	expect_err "${3:-No space left on device}"
	find "$1" | sort >"$scratch/left"
	expect_same "what stands there, $2 KiB short of a full disk" "$scratch/names" "$scratch/left"
	sums "$1" >"$scratch/after"
	expect_same "an old report, $2 KiB short of a full disk" "$scratch/before" "$scratch/after"
	rm "$1/../fill"
	cp "$scratch/kept/samples.jsonl" "$1/samples.jsonl"
	rm -R "$scratch/kept"
}

# in_namespace: what can be tested with file systems of our own.
in_namespace() {
	mkdir small large none tight readonly
	trap 'cd /; umount -l "$here"/*; clean_up' EXIT
	mount -t tmpfs -o size=64k none small
	mount -t tmpfs -o size=8M none large
	mount -t tmpfs -o size=4k none none
	mount -t tmpfs -o size=8k none tight
	mount -t tmpfs -o size=1M none readonly

	# shellcheck disable=SC2086 # the words of a plan
	fake run $plan -o small/run
	expect_ended_by 'No space left on device' small/run
	expect_no_file small/run/summary.csv
	mv small/run large/run
	fake run --resume large/run --no-progress
	expect_completed large/run
	expect_file large/run/report.md

	# no room for the first line: nothing is left behind that looks like a run
	fake run steady:tasks=2,at=99 -s pool -w 1..60 -o none/run --no-progress
	expect_status 1
	expect_lines "$err" 1
	expect_err 'none/run/samples.jsonl: No space left on device'
	expect_no_file none/run/samples.jsonl

	# room for the record, none for what follows from it
	fake run steady:tasks=4,at=99 -s thread-pool -w 2 -r 1 --no-progress -o tight/run
	expect_status 1
	expect_out '  thread-pool  '
	expect_whole tight/run
	expect_lines "$err" 1
	expect_err 'No space left on device'

	expect_kept large/run 0
	expect_kept large/run 8
	if command -v gnuplot >/dev/null; then
		# room for data and scripts, but not for all pictures; then for these, but not for the page
		cp -R large/run "$scratch/halved"
		halve large/run/samples.jsonl >"$scratch/halved/samples.jsonl"
		manyhands report "$scratch/halved"
		expect_status 0
		scripts=$(kib "$scratch"/halved/charts/*.csv "$scratch"/halved/charts/*.gp)
		all=$(kib "$scratch"/halved/charts/* "$scratch"/halved/report.md "$scratch"/halved/summary.csv)
		expect_kept large/run $((scripts + 100)) \
			'gnuplot did not write the whole picture (is the disk full?); so nothing was rebuilt'
		expect_kept large/run $((all + 12)) \
			"can't write report.html for large/run: No space left on device"
	fi

	# a file system that is read only
	cp -R tight/run readonly/run
	mount -o remount,bind,ro readonly || exit 1
	manyhands report readonly/run
	expect_status 0
	expect_lines "$err" 1
	expect_err "readonly/run can't be written to, so nothing there was rebuilt: Read-only file system"
	expect_out '  thread-pool  '
	manyhands run sleep -o readonly/new
	expect_status 1
	expect_lines "$err" 1
	expect_err '-o readonly/new: nothing can be written in readonly: Read-only file system'
}

if [ "${1:-}" = mounted ]; then
	in_namespace
	finish
fi

# Everywhere: a limit on the size of files, which writing meets like a full disk.
# shellcheck disable=SC2086
run sh -c 'trap "" XFSZ; ulimit -f 32; exec "$@"' sh env MANYHANDS_TRIAL="$FAKE_TRIAL" \
	"$MANYHANDS" run $plan -o limited
expect_ended_by '' limited
fake run --resume limited --no-progress
expect_completed limited

# With a file system of our own, where user namespaces or being root allow one.
for way in '-m' '-rm'; do
	# shellcheck disable=SC2086
	if unshare $way mount -t tmpfs none /mnt 2>/dev/null; then
		unshare $way "$self" mounted || fail "see above"
		finish
	fi
done
skip 'a small file system: mounting is not allowed here'
finish
