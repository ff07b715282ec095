#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# place=...: workers are put on CPUs of this machine and the record says so; never on those of another.
. "$(dirname "$0")/lib.sh"

unset HWLOC_SYNTHETIC HWLOC_XMLFILE HWLOC_THISSYSTEM
work=spin:tasks=40,iterations=20000
options='--rounds 1 --no-progress'

# expect_cpus FOLDER PYTHON: the expression holds of each sample of a placed cell, where `cpus` are the
# CPUs on which its workers ended and `allowed` those that may be used.
expect_cpus() {
	checks=$((checks + 1))
	python3 -c '
import json, os, sys
allowed = sorted(os.sched_getaffinity(0))
seen = 0
for line in open(sys.argv[1] + "/samples.jsonl", encoding="utf-8"):
    sample = json.loads(line)
    if sample["type"] != "sample" or ":place=" not in sample["cell"]:
        continue
    assert sample["status"] == "OK", sample
    cpus, begin = sample["workers"]["cpu"], sample["workers"]["begin_cpu"]
    assert all(b in (c, None) for b, c in zip(begin, cpus)), sample
    assert eval(sys.argv[2]), (cpus, allowed)
    seen += 1
assert seen > 0, "no placed cell"
' "$1" "$2" >"$scratch/why" 2>&1 || fail "$1: $(tail -1 "$scratch/why")"
}

# every strategy takes every place, and only what is not the default stands in the key
# shellcheck disable=SC2086
manyhands run $work -s all:place=compact,pool:place=spread,pool:place=free -w 1,cpus,2x $options -o run
expect_status 0
expect_in run/samples.jsonl '/thread-pool:place=spread/1"'
expect_in run/samples.jsonl '/sequential:place=compact/1"'
expect_in run/samples.jsonl '/process-per-task:place=compact/1"'
expect_in run/samples.jsonl '/thread-pool/1"'
expect_not_in run/samples.jsonl 'place=free'
expect_in run/summary.csv ',thread-pool:place=spread,1,'
expect_cpus run 'len(set(cpus)) == min(len(cpus), len(allowed)) and set(cpus) <= set(allowed)'
expect_cpus run 'cpus == cpus[:len(allowed)] * (len(cpus) // len(allowed)) or len(cpus) < len(allowed)'

# under taskset all share what is left
if command -v taskset >/dev/null; then
	cpu=$(python3 -c 'import os; print(max(os.sched_getaffinity(0)))')
	# shellcheck disable=SC2086
	run taskset -c "$cpu" "$MANYHANDS" run $work -s pool:place=smt -w 1,3 $options -o bound
	expect_status 0
	expect_cpus bound "set(cpus) == {$cpu}"
else
	skip 'there is no taskset'
fi

# of a machine that is not this one
refused="thread-pool:place=spread: workers can't be put on the CPUs of a machine that is not this one"
for plan in "$work -s thread-pool:place=spread" "$work -s thread-pool:place=spread --dry-run" plan.args; do
	printf '%s\n' "$work" '--strategies pool,thread-pool:place=spread' >plan.args
	# shellcheck disable=SC2086
	run env HWLOC_SYNTHETIC='pack:2 core:4 pu:2' "$MANYHANDS" run $plan -o synthetic
	expect_status 2
	expect_err "$refused"
	# the other line says what is set
	expect_lines "$err" 2
	expect_err 'this is not the topology of this machine'
	expect_lines "$out" 0
	expect_no_file synthetic
done
expect_err 'plan.args:2: thread-pool:place=spread'
run env HWLOC_SYNTHETIC='pack:2 core:4 pu:2' "$MANYHANDS" run "$work" -s thread-pool --dry-run
expect_status 0

# words
refuses "thread-pool: place=near: expected one of free, spread, compact, smt" \
	"$MANYHANDS" run "$work" -s thread-pool:place=near
manyhands list strategies
expect_out 'place=free'
expect_out '(free|spread|compact|smt)'

finish
