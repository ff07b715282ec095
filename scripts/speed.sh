#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How long `manyhands report` takes on long runs: the rounds of results/xeon-2cpu-20261122 over and over,
# each time a little varied; and how long it takes with charts, and how large the page gets, on what `run
# standard` leaves on this machine. Status 1 if that is more, or takes more memory, than it should.
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
	/"role":"traced"/ { # has a file of its own
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

# The strategies and counts of the plan `standard` with its workloads, which are as small as can be, in 12
# rounds: as many cells, samples and charts in half a minute.
make_standard() {
	local failed=0
	"$manyhands" run sleep:tasks=24,duration=100us mixed:tasks=24,cpu=50us,wait=100us \
		primes:limit=24000 perfect:limit=1200 squares:count=24000000 pages:tasks=24 \
		--strategies all --workers grid --rounds 12 --seed 1 -o "$folder/standard" \
		--no-progress >"$folder/out" || failed=$?
	[ "$failed" -le 1 ] # 1: a sample went wrong, which may be where there are few processes to be had
}

# check_charts MILLISECONDS BYTES TIMES: of a report with charts the quickest of so many, and its page.
check_charts() {
	local best=1000000 begin took bytes charts
	for ((i = 0; i < $3; i++)); do
		rm -rf "$folder/standard/charts"
		begin=${EPOCHREALTIME/./}
		"$manyhands" report "$folder/standard" >"$folder/out"
		took=$(((${EPOCHREALTIME/./} - begin) / 1000))
		best=$((took < best ? took : best))
	done
	bytes=$(stat -c %s "$folder/standard/report.html")
	charts=$(find "$folder/standard/charts" -name '*.svg' | wc -l)
	echo "standard, $(wc -l <"$folder/standard/samples.jsonl") lines, $charts charts: $best ms (at most $1)," \
		"a page of $bytes bytes (at most $2)"
	[ "$best" -le "$1" ] && [ "$bytes" -le "$2" ] && [ "$charts" -gt 0 ] || status=1
}

check 3000 50 20
check 100000 3000 3
make_standard
check_charts 10000 3000000 3
exit $status
