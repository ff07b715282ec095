#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A results file with texts and lines made to harm: whatever is made of it, nothing in it is done, and the
# lines that can't be believed are told by number.
. "$(dirname "$0")/lib.sh"

fake run steady:tasks=4,duration=1ms,at=99 crash -s pool -w 1,2,4 -r 3 --trace --no-progress --seed 1 -o good
expect_status 1

# As it stands in JSON, and as sed takes it for a replacement.
# shellcheck disable=SC2016 # that it is not run is what is tested
evil='=1+1 '\''\"`touch owned-tick`$(touch owned-dollar)<script>alert(1)</script><img src=x onerror=alert(1)>'
evil=$evil'|x| \\ {/Symbol x}^2_3@~%s%n [l](javascript:alert(1)) &amp; \u001b[2J\u0007\r\n# h\u009b31m\u202e'
evil=$evil'</svg>]]>--> '\''.system(\"touch owned-gnuplot\").'\'' end'
text=$(printf '%s' "$evil" | sed 's/[\\&|]/\\&/g')

mkdir bad
cp -R good/traces bad
for name in version build compiler flags started cpu_model kernel hypervisor governor clocksource topology \
	summary work calibrated label reason; do
	printf 's|"%s":"[^"]*"|"%s":"%s"|g\n' "$name" "$name" "$text"
done >"$scratch/texts.sed"
# what a spec may hold, a spreadsheet or a drawing could take for more than text
cat >"$scratch/specs.sed" <<'EOF'
s|process-pool|-2:a=@SUM(1+9)*2,b={Symbol}^2_3~,c=[l](javascript:1)!#1%s%n?=-|g
s|"name":"-2:[^"]*"|"name":"-2"|g
EOF
sed -f "$scratch/specs.sed" -f "$scratch/texts.sed" good/samples.jsonl >bad/samples.jsonl
grep -qF 'owned-gnuplot' bad/samples.jsonl || fail 'the texts were not put in'
whole=$(wc -l <bad/samples.jsonl)
sample=$(grep '"role":"cell","status":"OK"' bad/samples.jsonl | tail -n 1)

# add EXPRESSION: a sample line changed by sed, at the end of the file.
add() {
	printf '%s\n' "$sample" | sed "$1" >>bad/samples.jsonl
}
{
	printf '{"type":"note","text":"%s"}\n' "$evil"
	printf '{"type":"%s"}\n' "$evil"
	printf '\033[2J<script>\n'
} >>bad/samples.jsonl
add "s|\"cell\":\"[^\"]*\"|\"cell\":\"$text\"|"
add "s|\"status\":\"OK\"|\"status\":\"$text\"|"
for number in NaN -Infinity -1 0 1e999 1000000000000000000000 '"5"' '{}'; do
	add "s|\"total_ns\":[0-9]*|\"total_ns\":$number|"
done
printf '%s' "$sample" | cut -c1-100 | tr -d '\n' >>bad/samples.jsonl
bad_lines=13 # the note is fine

# expect_harmless FILE: no control characters, but for tabs and line ends.
expect_harmless() {
	checks=$((checks + 1))
	[ "$(LC_ALL=C tr -d '\t\n\r\040-\176\200-\377' <"$1" | wc -c)" = 0 ] ||
		fail "control characters in $1"
	# those of C1 and a change of direction, in UTF-8
	! LC_ALL=C grep -q "$(printf '\302[\200-\237]\\|\342\200\256')" "$1" ||
		fail "control characters beyond ASCII in $1"
}

# expect_told: nothing but the lines that were left out was complained of.
expect_told() {
	expect_status 0
	expect_lines "$err" "$bad_lines"
	line=$((whole + 2))
	while [ "$line" -le $((whole + bad_lines + 1)) ]; do
		expect_err "bad/samples.jsonl:$line: left out: "
		line=$((line + 1))
	done
	expect_harmless "$err"
	expect_harmless "$out"
}

for format in table csv json markdown; do
	manyhands report bad --no-charts --format "$format"
	expect_told
done
manyhands report bad --timeline steady/-2/2
expect_told
manyhands report bad --against steady/-2/2 --no-charts
expect_told
manyhands compare good bad
expect_status 0
expect_harmless "$out"
expect_harmless "$err"

if command -v gnuplot >/dev/null; then
	manyhands report bad
	expect_told
	manyhands report bad --chart speedup --only steady --title "\`touch owned-title\`<script>'" -o title.svg
	expect_told
	expect_not_in title.svg '<script'
else
	skip 'drawing: there is no gnuplot'
fi

# The page has no tag from a text, Markdown none that is not escaped, and no cell begins like a formula.
for file in bad/report.md bad/report.html bad/summary.csv bad/charts/*.csv bad/charts/*.gp bad/charts/*.svg; do
	[ ! -e "$file" ] || expect_harmless "$file"
done
expect_in bad/report.html 'owned-tick'
expect_not_in bad/report.html '<script'
expect_not_in bad/report.html '<img'
expect_not_in bad/report.html 'href="javascript'
expect_in bad/report.md 'owned-tick'
checks=$((checks + 1))
# but for what is code: the command between its fences, reasons in backticks
awk '/^```/ {code = !code; next} !code {gsub(/`` .* ``/, ""); print}' bad/report.md >"$scratch/words"
! grep -q '^<script\|[^\\]<script\|[^\\]](java' "$scratch/words" ||
	fail 'Markdown that is more than text'
for file in bad/summary.csv bad/charts/*.csv; do
	checks=$((checks + 1))
	[ ! -e "$file" ] || ! grep -q '\(^\|,\)"\{0,1\}\([=+@]\|-[^0-9]\|-2:\)' "$file" ||
		fail "a cell of $file begins like a formula"
done
expect_equal 'what was run' "$(find . -name 'owned*')" ''
finish
