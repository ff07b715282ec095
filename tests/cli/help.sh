#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the driver says of itself: help that fits a screen, lists, the version.
. "$(dirname "$0")/lib.sh"

# expect_short LINES: at most, and 100 columns wide at most.
expect_short() {
	expect_status 0
	expect_lines "$err" 0
	checks=$((checks + 2))
	[ "$(wc -l <"$out")" -le "$1" ] || fail "longer than $1 lines"
	[ -z "$(awk 'length($0) > 100' "$out")" ] || fail 'wider than 100 columns'
}

# bare: the machine, and three commands to try that exist
manyhands
expect_short 6
expect_out 'manyhands 0.'
expect_equal 'commands to try' "$(grep -c '^  manyhands [a-z]' "$out")" 3
sed -n 's/^  manyhands \([a-z]*\).*/\1/p' "$out" | sort -u >"$scratch/tried"

manyhands --help
expect_short 24
for command in run report compare topology doctor predict list; do
	expect_out "  $command "
done
while read -r command; do
	expect_out "  $command "
done <"$scratch/tried"
expect_out '--color=auto|always|never'
cp "$out" "$scratch/help"
for way in -h help; do
	manyhands $way
	expect_same "manyhands $way" "$out" "$scratch/help"
done

for command in run report compare topology doctor predict list; do
	manyhands $command --help
	expect_short 24
	expect_out "Usage: manyhands $command"
	cp "$out" "$scratch/help"
	manyhands $command -h
	expect_same "$command -h" "$out" "$scratch/help"
done
manyhands run --help
expect_out '... | -- COMMAND'
expect_out '|grid|fast|cores|cpus|'
for option in strategies workers rounds budget timeout seed dry-run resume output no-progress plugin; do
	expect_out "--$option"
done

manyhands --version
expect_short 1
expect_out "manyhands $(sed -n "s/.*version: '\(.*\)',/\1/p" "$SOURCE_ROOT/meson.build" | head -1) ("

# lists
manyhands list
expect_status 0
for words in workloads strategies plans charts '  primes ' '  thread-pool ' '  quick ' '  overview ' \
	'limit=(chosen in round 0)' 'chunk=1' 'A first look within a minute'; do
	expect_out "$words"
done
expect_not_in "$out" '  style '
for what in workloads strategies plans charts; do
	manyhands list $what --names
	expect_status 0
	expect_lines "$err" 0
	expect_not_in "$out" ' '
	cat "$out" >>"$scratch/names"
done
manyhands list --names
expect_same 'all names' "$out" "$scratch/names"
for name in sleep sequential process-per-task standard beyond-cores speedup; do
	checks=$((checks + 1))
	grep -qx "$name" "$out" || fail "$name is missing"
done
# each name is one that run takes
manyhands list workloads --names
tr '\n' ',' <"$out" >"$scratch/workloads"
manyhands list strategies --names
tr '\n' ',' <"$out" >"$scratch/strategies"
workloads=$(cat "$scratch/workloads")
strategies=$(cat "$scratch/strategies")
manyhands run "${workloads%,}" -s "${strategies%,}" --dry-run
expect_status 0
manyhands list plans --names
while read -r plan; do
	"$MANYHANDS" run "$plan" --dry-run >/dev/null || fail "the plan $plan is refused"
	checks=$((checks + 1))
done <"$out"

manyhands topology
expect_short 20
expect_out 'cores '
expect_out 'sweep '
manyhands topology --topology 'pack:2 core:4 pu:2'
expect_short 20
expect_out '8 cores in 2 packages'

finish
