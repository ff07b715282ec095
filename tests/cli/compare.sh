#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Comparing: two runs, the cells of one run with one of them, and several runs over one another.
. "$(dirname "$0")/lib.sh"

plan='spin:tasks=40,iterations=2000 nothing:tasks=200 -s thread-pool,process-pool -w 1,2 -r 7 --no-progress'

# shellcheck disable=SC2086 # the words of a plan
manyhands run $plan --seed 1 -o a
expect_status 0
# shellcheck disable=SC2086
manyhands run $plan --seed 2 -o b
expect_status 0

# calm FROM TO: the run FROM as if nothing had disturbed it: its times, a hundredth around their
# least, and no word of what else went on
calm() {
	mkdir "$2"
	python3 -c '
import json, sys
source, target = sys.argv[1:]
entries = [json.loads(line) for line in open(source + "/samples.jsonl", encoding="utf-8")]
least = {}
for entry in entries:
    if entry["type"] == "sample":
        cell = entry["cell"]
        least[cell] = min(least.get(cell, entry["total_ns"]), entry["total_ns"])
with open(target + "/samples.jsonl", "w", encoding="utf-8") as out:
    for entry in entries:
        if entry["type"] == "sample":
            entry["total_ns"] = int(least[entry["cell"]] * (1 + entry["seq"] * 7919 % 11 / 1000))
            for key in ("noise", "workers"):
                entry.pop(key, None)
        out.write(json.dumps(entry, separators=(",", ":")) + "\n")
' "$@"
}

# ---- two runs ----

manyhands compare a b
expect_status 0
expect_out 'A  a '
expect_out 'B  b '
expect_out 'Of 10 cells judged in B: '
expect_out 'thread-pool 2'
expect_out 'sequential, by its time'
expect_err 'other order of the cells: seed 1 in A, 2 in B'
manyhands compare --format csv a b
expect_status 0
checks=$((checks + 1))
python3 -c '
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="")))
assert len(rows) == 10, rows
for row in rows:
    judged = "time_ratio" if row["judged_by"] == "time" else "ratio"
    low, mid, high = (float(row[judged + end]) for end in ("_low", "", "_high"))
    assert low <= mid <= high and row["exact"] == "yes", row
    assert float(row["visible"]) >= 0.02 and row["rounds_a"] == "7", row
    assert row["verdict"] in ("faster", "slower", "no practical difference",
        "detectable but negligible", "inconclusive", "withdrawn"), row
assert sum(row["judged_by"] == "time" for row in rows) == 2, rows
' "$out" >"$scratch/why" 2>&1 || fail "the CSV: $(tail -1 "$scratch/why")"
manyhands compare --format json a b
checks=$((checks + 1))
python3 -c '
import json, sys
both = json.load(open(sys.argv[1], encoding="utf-8"))
assert both["a"]["folder"] == "a" and both["b"]["rounds"] == 7, both
assert len(both["cells"]) == 10 and both["judged"] == 10 and both["only_a"] == [], both
assert any("seed" in line for line in both["warnings"]), both
' "$out" >"$scratch/why" 2>&1 || fail "the JSON: $(tail -1 "$scratch/why")"
manyhands compare --format markdown a b
expect_out '### spin'
expect_out '| --- |'

# from here on without chance
mv a restless
mv b restless-b
calm restless a
calm restless-b b

# a run and itself: nothing differs, and nothing is warned of
manyhands compare a a --fail-on different:0%
expect_status 0
expect_lines "$err" 0

# ---- what --fail-on and --strict make of it ----

# slow FACTOR PATTERN FROM TO: the run FROM with the cells that PATTERN matches made slower
slow() {
	mkdir "$4"
	python3 -c '
import json, re, sys
factor, pattern, source, target = sys.argv[1:]
with open(source + "/samples.jsonl", encoding="utf-8") as lines, \
        open(target + "/samples.jsonl", "w", encoding="utf-8") as out:
    for line in lines:
        entry = json.loads(line)
        if entry["type"] == "sample" and re.search(pattern, entry["cell"]) and entry["role"] == "cell":
            entry["total_ns"] = int(entry["total_ns"] * float(factor))
        out.write(json.dumps(entry, separators=(",", ":")) + "\n")
' "$@"
}
slow 40 'spin.*process-pool' a slower
manyhands compare a slower --fail-on slower:5%
expect_status 1
expect_lines "$err" 1
expect_err '--fail-on slower:5%: so are 2 cells: '
expect_err 'process-pool/1 +'
expect_out 'Of 10 cells judged in B: 2 slower'
for limit in different:0.5% 'slower:100 %'; do
	manyhands compare a slower --fail-on "$limit"
	expect_status 1
done
for limit in faster:5% faster:0% slower:1000%; do
	slow 8 'spin.*process-pool' a "eight"
	manyhands compare a eight --fail-on "$limit"
	expect_status 0
	rm -r eight
done
manyhands compare slower a --fail-on faster:5%
expect_status 1
manyhands compare slower a --fail-on slower:5%
expect_status 0

# a cell that has no time any more
mkdir broken
sed '/"cell":"nothing[^"]*thread-pool\/2"/s/"status":"OK"/"status":"CRASHED","reason":"signal 11"/' \
	a/samples.jsonl >broken/samples.jsonl
manyhands compare a broken
expect_status 0
expect_out 'not judged'
expect_err 'B has 7 samples that did not end well: nothing:tasks=200/thread-pool/2, signal 11'
manyhands compare a broken --fail-on slower:5%
expect_status 1
expect_err '1 cell is of A without any good sample in B: nothing:tasks=200/thread-pool/2'
manyhands compare a broken --strict
expect_status 1
expect_err '--strict: of '

# other sizes are other work
mkdir renamed other
sed 's/nothing:tasks=200/nothing:tasks=300/g' b/samples.jsonl >renamed/samples.jsonl
manyhands compare a renamed
expect_status 0
expect_out 'Only in A: 5 cells: nothing:tasks=200/sequential/1, '
expect_out 'Only in B: 5 cells: nothing:tasks=300/sequential/1, '
expect_out 'Other parameters are other work'
sed 's/spin:tasks=40/spin:tasks=41/g' renamed/samples.jsonl >other/samples.jsonl
refuses 'no cell is in both a and other: nothing to compare; to measure A again: manyhands run ' \
	"$MANYHANDS" compare a other

# ---- bad input ----

for expression in slower slower: slower:5 slower:-5% slower:five% :5% 5% fast:5% slower:5%% \
	slower:nan% slower:1e9% slower:0x5% slower:0X1p2% ''; do
	refuses "--fail-on: expected slower:5%, faster:5% or different:5%, with a share from 0% to 1000%, not '$expression'" \
		"$MANYHANDS" compare a b --fail-on "$expression"
done
refuses 'expected the folders of two runs, DIR_A DIR_B, not 0' "$MANYHANDS" compare
refuses 'expected the folders of two runs, DIR_A DIR_B, not 1' "$MANYHANDS" compare a
refuses 'expected the folders of two runs, DIR_A DIR_B, not 3' "$MANYHANDS" compare a b a
refuses 'missing: no run is there' "$MANYHANDS" compare a missing
refuses 'missing: no run is there' "$MANYHANDS" compare missing a
refuses "unknown option '--fail-no'; did you mean '--fail-on'?" "$MANYHANDS" compare a b --fail-no x
refuses "--format: expected table, csv, json or markdown, not 'xml'" \
	"$MANYHANDS" compare a b --format xml

# what a hostile record says of itself reaches no terminal, page or sheet as it is
mkdir hostile
# shellcheck disable=SC2016 # it is Python
python3 -c '
import json, sys
lines = open("b/samples.jsonl", encoding="utf-8").read().splitlines()
run = json.loads(lines[0])
run["machine"]["summary"] = "\x1b[31mred <script>alert(1)</script> | x"
run["machine"]["kernel"] = "\x1b]0;title\x07=cmd()"
run["build"] = "a`b`"
run["workloads"][0]["work"] = "<img src=x> | [link](http://x)"
run["started"] = "\x1b[2J"
open("hostile/samples.jsonl", "w", encoding="utf-8").write("\n".join([json.dumps(run), *lines[1:]]) + "\nnonsense\n")
'
escape=$(printf '\033')
for format in table csv json markdown; do
	manyhands compare a hostile --format $format
	expect_status 0
	expect_not_in "$out" "$escape"
	expect_not_in "$err" "$escape"
	[ $format != markdown ] || expect_not_in "$out" ' <script'
	[ $format != markdown ] || expect_not_in "$out" '[link]('
done

# ---- the cells of one run against one of them ----

cell='spin:tasks=40,iterations=2000/thread-pool/2'
manyhands report a --no-charts --against "$cell"
expect_status 0
expect_out "against $cell, "
expect_out 'Of 4 cells: '
expect_out '5 cells of other workloads'
manyhands report a --no-charts --against spin/thread-pool/2
expect_out "against $cell, "
manyhands report a --against spin:iterations=2e3/thread-pool/2 --format csv
expect_status 0
expect_lines "$out" 5
expect_in "$out" ',"spin:tasks=40,iterations=2000/thread-pool/2",7,'
manyhands report a --against "$cell" --format json
checks=$((checks + 1))
python3 -c '
import json, sys
run = json.load(open(sys.argv[1], encoding="utf-8"))
assert run["against"]["cell"].endswith("/thread-pool/2"), run
assert len(run["against"]["cells"]) == 4 and len(run["cells"]) == 10, run
' "$out" >"$scratch/why" 2>&1 || fail "the JSON: $(tail -1 "$scratch/why")"
manyhands report a --against "$cell" --format markdown
expect_out '## All against spin'
refuses "--against: no cell 'spin/thread-poll/2' in this run; did you mean 'spin/thread-pool/2'?" \
	"$MANYHANDS" report a --against spin/thread-poll/2
refuses "--against: no cell 'spn' in this run; did you mean 'spin/sequential/1'?" \
	"$MANYHANDS" report a --against spn
refuses "--against: no cell 'x' in this run; expected WORKLOAD/STRATEGY/WORKERS, such as '" \
	"$MANYHANDS" report a --against x
for name in / // /// a/ '' spin/thread-pool/ spin//2 spin:/thread-pool/3 spin:tasks=4/thread-pool/2; do
	refuses "--against: no cell '$name' in this run" "$MANYHANDS" report a --against "$name"
done

# shellcheck disable=SC2086
manyhands run $plan --against nothing/process-pool/1 -o against
expect_status 0
expect_out 'against nothing:tasks=200/process-pool/1, '
# shellcheck disable=SC2086
run "$MANYHANDS" run $plan --against nothing/process-pol/1 -o never
expect_status 2
expect_err "--against: no cell 'nothing/process-pol/1' in this run; did you mean 'nothing/process-pool/1'?"
expect_no_file never
manyhands run nothing:tasks=200 nothing:tasks=300 -s thread-pool -w 1 -r 1 --no-progress \
	--against nothing/thread-pool/1 -o never
expect_status 2
expect_err "'nothing/thread-pool/1' may be 'nothing:tasks=200/thread-pool/1' or 'nothing:tasks=300/thread-pool/1'; name it in full"
expect_no_file never

# ---- several runs over one another ----

manyhands report a b renamed --no-charts
expect_status 0
expect_out 'C  renamed '
expect_out 'A  thread-pool'
expect_out 'spin, times'
expect_out 'in several sizes'
manyhands report a b --format markdown
expect_out '## 2 runs over one another'
manyhands report a --no-charts
expect_not_in "$out" 'A  thread-pool'

finish
