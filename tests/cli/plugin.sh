#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A workload from a shared object of somebody else's: listed, run, resumed; and what is none is refused.
. "$(dirname "$0")/lib.sh"
: "${CUBES:?the plugin, build/tests/cubes.so}"

m=$MANYHANDS
cp "$CUBES" ./cubes.so

manyhands list workloads --plugin ./cubes.so
expect_status 0
expect_out 'cubes              adds cubes'
expect_out 'tasks=50 '
expect_out 'primes'
manyhands list workloads
expect_not_in "$out" cubes

manyhands run cubes:tasks=10 --plugin ./cubes.so -s pool -w 2 -r 2 --no-progress -o run
expect_status 0
expect_lines "$err" 0
expect_out '  process-pool  '
expect_whole run
# 0 + 1 + 8 + ... + 9^3 by every strategy
expect_equal 'right answers' "$(grep -c '"status":"OK","answer":"2025"' run/samples.jsonl)" 11
expect_in run/samples.jsonl '--plugin ./cubes.so'
manyhands report run # needs no plugin
expect_status 0
expect_out cubes

# the hint of a run that is not complete names the plugin, too
manyhands run cubes --plugin ./cubes.so -s pool -w 2 -r 90 -b 500ms --no-progress -o short
expect_status 0
hint=$(sed -n 's/.*go on with: manyhands //p' "$out")
expect_equal hint "$hint" 'run --resume short --budget 500ms --plugin ./cubes.so'
# shellcheck disable=SC2086 # the words of a command
manyhands $hint -r 2 --no-progress
expect_status 0
# without it the workload is unknown, and it is said why
refuses "short: unknown workload 'cubes'" "$m" run --resume short
expect_err 'the run had a --plugin, name it again'

# in a plan
printf '%s\n' cubes '--plugin ./cubes.so' '--strategies thread-split' >cubes.args
manyhands run cubes.args -w 3 -r 1 -o from-plan --no-progress
expect_status 0
expect_in from-plan/samples.jsonl 'cubes/thread-split/3'

# one called like a workload that is built in would be measured in its place, or it in that one's
sed 's/"cubes"/"primes"/' "$SOURCE_ROOT/tests/cli/cubes.c" >primes.c
if command -v cc >/dev/null && cc -shared -fPIC -I "$SOURCE_ROOT/src" -o primes.so primes.c; then
	refuses "./primes.so: its workload is called 'primes'" "$m" list --plugin ./primes.so
fi

# what is no plugin
echo 'not an object' >text.so
refuses 'text.so' "$m" run cubes --plugin ./text.so
refuses 'missing.so' "$m" list --plugin ./missing.so
refuses "cubes.so: expected a path with a '/', such as ./cubes.so" "$m" list --plugin cubes.so
libc=$(sed -n 's/.* \(\/.*libc\.so\.6\)$/\1/p' /proc/self/maps | head -1)
if [ -n "$libc" ]; then
	refuses 'no symbol manyhands_workload_1' "$m" list --plugin "$libc"
fi

finish
