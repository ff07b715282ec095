#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How long `manyhands report` takes on long runs: the rounds of results/xeon-2cpu-20261122 over and over,
# each time a little varied. Status 1 if it takes longer, or more memory, than it should.
#
# Usage: scripts/speed.sh [BUILD]    on an idle machine; BUILD is `build`
set -eu -o pipefail
cd "$(dirname "$0")/.."

manyhands=${1:-build}/manyhands
source=results/xeon-2cpu-20261122/samples.jsonl
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

# make_run SAMPLES: a run of so many samples in $folder/run.
make_run() {
	rm -rf "$folder/run"
	mkdir "$folder/run"
	awk -v wanted="$1" '
	# The line with NAME raised by MORE; a number of the file is below 2^53.
	function raised(line, name, more,    at) {
		at = match(line, "\"" name "\":[0-9]+")
		if (at == 0) {
			return line
		}
		at += length(name) + 3
		match(substr(line, at), /^[0-9]+/)
		return substr(line, 1, at - 1) sprintf("%.0f", substr(line, at, RLENGTH) + more) \
			substr(line, at + RLENGTH)
	}
	NR == 1 {
		print
		match($0, /"samples_per_round":[0-9]+/)
		per_round = substr($0, RSTART + 20, RLENGTH - 20)
		next
	}
	match($0, /"round":[0-9]+/) {
		round = substr($0, RSTART + 8, RLENGTH - 8) + 0
		rounds = round > rounds ? round : rounds
		line[count++] = $0
	}
	END {
		srand(1)
		for (i = 0; i < wanted; i++) {
			more = int(i / count) * (rounds + 1)
			text = raised(line[i % count], "round", more)
			text = raised(text, "seq", more * per_round)
			text = raised(text, "window_first_seq", more * per_round)
			print raised(text, "total_ns", int(rand() * 1000000))
		}
	}' "$source" >"$folder/run/samples.jsonl"
}

# check SAMPLES MILLISECONDS TIMES: the quickest of so many.
check() {
	local best=1000000 begin took
	make_run "$1"
	for ((i = 0; i < $3; i++)); do
		begin=${EPOCHREALTIME/./}
		# no more memory than this for its data
		(
			ulimit -d $((200 * 1024))
			exec "$manyhands" report --no-charts "$folder/run"
		) >"$folder/out"
		took=$(((${EPOCHREALTIME/./} - begin) / 1000))
		best=$((took < best ? took : best))
	done
	echo "$1 samples: $best ms (at most $2), within 200 MiB"
	[ "$best" -le "$2" ] || status=1
}

check 3000 50 20
check 100000 3000 3
exit $status
