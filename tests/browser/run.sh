#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes runs whose pages have everything that a page can have, and looks at them in chromium (page.mjs).
#
# Usage: tests/browser/run.sh BUILD [PAGE...]    PAGES (report.html) are looked at, too
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# The exit status tells of failed samples, which are wanted here.
measure() {
	folder=$scratch/$1
	shift
	status=0
	"$build/manyhands" run "$@" -o "$folder" --no-progress >"$scratch/out" 2>&1 || status=$?
	if [ "$status" -gt 1 ] || [ ! -e "$folder/report.html" ]; then
		cat "$scratch/out"
		exit 1
	fi
}

measure good sleep:duration=1ms primes squares --rounds 7 --sample-time 10ms --trace
measure sweep --granularity -s thread-pool,thread-per-task -w 2 --rounds 6 --sample-time 2ms
export MANYHANDS_TRIAL="$build/tests/fake-trial"
measure failed steady crash wrong hang fail --rounds 6 --workers 1,2,8 --timeout 0.3
unset MANYHANDS_TRIAL

# Without gnuplot: a folder of links to all else.
mkdir "$scratch/bin"
for tool in sh env cat nproc; do
	ln -s "$(command -v "$tool")" "$scratch/bin/$tool"
done
(
	export PATH="$scratch/bin"
	measure bare sleep:duration=1ms --rounds 6 --sample-time 5ms
)

# Words that would be markup in the record; what the reader does not refuse must stay words on the page.
mkdir "$scratch/hostile"
# shellcheck disable=SC2016 # nothing shall expand
hostile='\\"><script>window.ran=1</script><img src=x onerror=window.ran=1>|`id`$(id)\&lt;'
sed -e "1s#\"cpu_model\":\"[^\"]*\"#\"cpu_model\":\"$hostile\"#" \
	-e "1s#\"summary\":\"[^\"]*\"#\"summary\":\"$hostile\"#" \
	-e "1s#\"work\":\"[^\"]*\"#\"work\":\"$hostile\"#g" \
	-e "s#\"reason\":\"[^\"]*\"#\"reason\":\"$hostile\"#" \
	"$scratch/failed/samples.jsonl" >"$scratch/hostile/samples.jsonl"
"$build/manyhands" report "$scratch/hostile" >"$scratch/out" 2>&1 || {
	cat "$scratch/out"
	exit 1
}
grep -q 'script&#62;window.ran' "$scratch/hostile/report.html" || {
	echo 'the hostile words never came to the page'
	exit 1
}

kinds='speedup,placed speedup,heat,drawn heat,questions,waterfall,timeline,efficiency,granularity'
node "$here/page.mjs" --compared "$kinds" "$scratch"/good/report.html "$scratch"/sweep/report.html \
	"$scratch"/failed/report.html "$scratch"/bare/report.html "$scratch"/hostile/report.html "$@"
