#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A command of the user's own, run on items: what reaches it, how it may end, what is left behind, and
# the line with xargs that does the same.
. "$(dirname "$0")/lib.sh"

# other tests look at the charts
mkdir "$scratch/bin"
cat >"$scratch/bin/gnuplot" <<'END'
#!/bin/sh
echo '</svg>' >"${2%.gp}.svg"
printf 'IEND\256B`\202' >"${2%.gp}.png"
END
chmod +x "$scratch/bin/gnuplot"
PATH=$scratch/bin:$PATH

# once OPTION... -- COMMAND...: one round of the pool with two workers, in ./$name.
name=once
once() {
	rm -rf "$name"
	manyhands run -r 1 -w 2 --no-progress -o "$name" "$@"
}

# stops WORDS OPTION... -- COMMAND...: the first loop fails for a reason with WORDS, in one line; no
# round is measured and nothing kept.
stops() {
	words=$1
	shift
	once "$@"
	expect_status 1
	expect_lines "$err" 1
	expect_err "manyhands: $words"
	expect_lines "$out" 0
	expect_no_file "$name"
}

# ---- what reaches the command ----

# what means something to a shell, to printf or to JSON, an empty one; and one with a newline
# shellcheck disable=SC2016 # they are data
printf '%s\n' 'two words' "it's" '"quoted"' '$(touch pwned)' '`touch pwned`' '; touch pwned' '' \
	'%s\n' '{}' '-n' '*' 'a\b' 'ä €' ' lead and trail ' >lines
tr '\n' '\0' <lines >nuls
printf 'two\nlines\0' >>nuls
printf '#!/bin/sh\nprintf "%%s|" "$@"\n' >show
cat >slow <<'END'
#!/bin/sh
sleep 0.03
printf '%s|%s|\n' "$@"
END
chmod +x show slow

cat >kept.py <<'END'
import os, sys
items, folder, form = sys.argv[1:]
data = open(items, "rb").read()
texts = data.split(b"\0" if b"\0" in data else b"\n")
assert texts.pop() == b""
assert len(os.listdir(folder)) == len(texts), os.listdir(folder)
for number, text in enumerate(texts, 1):
    printed = open("%s/%06d" % (folder, number), "rb").read()
    wanted = form.encode().replace(b"@", text)
    assert printed == wanted, (number, printed, wanted)
END

# kept ITEMS FOLDER FORM: what each item printed is in FOLDER, it is FORM with the item for each @.
kept() {
	checks=$((checks + 1))
	python3 kept.py "$1" "$2" "$3" >"$scratch/kept" 2>&1 || fail "$2: $(tail -1 "$scratch/kept")"
}

# under every strategy
once --items lines -s all --keep-output "$scratch/kept1" -- ./show '{}'
expect_status 0
expect_whole $name
kept lines "$scratch/kept1" '@|'
expect_equal 'cells of seven strategies' "$(grep -c '"items":{"count":14,"ended":14,"failed":0,"killed":0,' \
	$name/samples.jsonl)" 16
once --items nuls --keep-output kept2 -- ./show 'a{}b{}' 'c d' '{}'
expect_status 0
kept nuls kept2 'a@b@|c d|@|'
# shellcheck disable=SC2016 # for the script
once --items nuls --shell --keep-output kept4 -- 'printf "%s|" "$1" "$#"'
expect_status 0
kept nuls kept4 '@|1|'
# texts from standard input follow the last word; the folder holds them
ran='items from standard input'
status=0
rm -rf $name
"$MANYHANDS" run -r 1 -w 2 --no-progress -o $name --keep-output kept3 -- ./show 'first word' \
	<lines >"$out" 2>"$err" || status=$?
expect_status 0
kept lines kept3 'first word|@|'
tr '\n' '\0' <lines >"$scratch/nuls"
expect_same 'the items in the folder' $name/items "$scratch/nuls"
# numbers say how often; they are passed on only where a word asks for them
once --items 3 --keep-output kept5 -- ./show same
expect_status 0
expect_equal 'what item 3 printed' "$(cat kept5/000003)" 'same|'
manyhands run --items 8..10 --dry-run -- ./show same
expect_out "item 1 of 3 runs: ./show same  (numbers only say how often; {} is where one would stand)"
once --items 8..10 --keep-output kept6 -- ./show '{}'
expect_status 0
expect_equal 'what the third of 8..10 printed' "$(cat kept6/000003)" '10|'
expect_no_file pwned

# no shell, no input, no variables of ours, no descriptors but the three
once --items 2 --keep-output kept8 -- sh -c 'cat; env | grep -c ^MANYHANDS_; echo /proc/$$/fd/*'
expect_status 0
run sh -c 'echo 0; echo /proc/$$/fd/*' # what a child of ours inherits anyway
expect_equal 'what an item inherits' "$(sed 's,/proc/[0-9]*/fd/,,g' kept8/000001)" \
	"$(sed 's,/proc/[0-9]*/fd/,,g' "$out")"

# ---- many ----

run "${MANYHANDS%/*}/manyhands-trial" command:items=4000 thread-pool 8
expect_status 0
expect_out 'answer 8002000'
seq 10000 >many
manyhands run --items many --dry-run -w 8 -- ./show '{}'
expect_status 0
expect_out 'command:items=1e4,id='
expect_out "--items many -- ./show '{}'"
expect_out 'item 1 of 10000 runs: ./show 1'
# unless told otherwise it is tried with more at once than there are CPUs, up to 32; never with more
# than there are items
manyhands run --items many --dry-run -- true
expect_out '/thread-pool/32'
manyhands run --items 20 --dry-run -- true
expect_out '/thread-pool/20'
expect_not_in "$out" '/thread-pool/32'
manyhands run --items 1 --dry-run -- true
expect_out 'workers 1'
seq 1000001 >many
refuses 'many: more than 1000000 items' "$MANYHANDS" run --items many -- true
rm many

# much that is printed takes no memory, and is counted
once --items 1 -w 1 -- head -c 500M /dev/zero
expect_status 0
expect_in $name/samples.jsonl '"printed_total_bytes":524288000'
python3 - $name/samples.jsonl >"$scratch/memory" <<'END'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
print(max(line["rusage"]["maxrss_kib"] for line in lines if "items" in line))
END
checks=$((checks + 1))
[ "$(cat "$scratch/memory")" -lt 200000 ] || fail "$(cat "$scratch/memory") KiB of memory"

# ---- endings ----

# who fails in the first loop would fail in every round
# shellcheck disable=SC2016 # $ is for the shells that are items
{
	stops "item 3 of 5, '3', left with exit status 7, saying: no such thing: 3 (--allow-failures goes on)" \
		--items 5 -- sh -c 'echo begins; [ $1 != 3 ] || { echo no such thing: $1 >&2; exit 7; }' sh '{}'
	stops "item 2 of 5, '2', was ended by signal 9 (Killed) (--allow-failures goes on)" \
		--items 5 -- sh -c '[ $1 != 2 ] || kill -9 $$' sh '{}'
	stops "item 1 of 1, '1', left with exit status 1, saying: " \
		--items 1 -- sh -c 'for i in 1 2 3 4 5 6 7 8 9; do printf "\0\033[3äöü%s"; done; exit 1' sh '{}'
	once --items 5 --allow-failures -- sh -c 'exit $(($1 == 3 ? 7 : 0))' sh '{}'
	expect_status 0
	expect_out 'Up to 1 of 5 items'
	expect_in $name/samples.jsonl '"items":{"count":5,"ended":5,"failed":1,"killed":0,'
	# who fails later fails samples; once one failed nobody waits for the others
	mkdir fails
	once --items 2 -- sh -c 'cd fails; mkdir $1 2>/dev/null || { [ $1 = 1 ] || sleep 300; exit 3; }' sh '{}'
}
expect_status 1
expect_whole $name
expect_out 'FAILED'
expect_out 'With --allow-failures items may fail'
expect_in $name/samples.jsonl "\"status\":\"FAILED\",\"reason\":\"item 1 of 2, '1', left with exit status 3\""
grep '"type":"sample".*"cell":"command:' $name/samples.jsonl >"$scratch/lines"
expect_equal 'samples that did not fail' "$(grep -vc '"status":"FAILED"' "$scratch/lines")" 0

# children in the background are not waited for, and are gone with the sample
mark=$((1000000 + $$))
once --items 4 -- sh -c "sleep $mark & exit 0"
expect_status 0
echo "sleep $mark" | tr ' ' '\0' >"$scratch/pattern"
expect_equal 'left in the background' "$(grep -lsa "^sleep.$mark" /proc/[0-9]*/cmdline)" ''
# also one that prints without end
once --items 2 -- sh -c 'yes & sleep 0.02'
expect_status 0

# more workers than descriptors
run sh -c 'ulimit -n 30 && exec "$0" run -r 1 -w 16 --items 16 --no-progress -o files -- sleep 0.04' "$MANYHANDS"
expect_status 1
expect_in files/samples.jsonl "can't run: Too many open files (30, see ulimit -n); a worker needs 2"

# ---- Ctrl-C, and going on; SIGKILL ----

head -7 lines >few
start() {
	ran="run $*"
	env --default-signal=INT "$MANYHANDS" run "$@" >"$out" 2>"$err" </dev/null &
	driver=$!
	running="$running $driver"
}
start --items few -w 2 -r 3 --no-progress -o interrupted -- ./slow x '{}'
wait_for 20 has_lines interrupted/samples.jsonl 5 || fail 'no samples'
wait_for 20 measuring "$driver" 1 || fail 'no sample'
kill -INT "$driver"
status=0
wait "$driver" || status=$?
expect_status 130
expect_gone
expect_out 'go on with: manyhands run --resume interrupted'
manyhands run --resume interrupted --no-progress
expect_status 0
expect_out '3 rounds'
expect_whole interrupted
(
	cd /
	run "$MANYHANDS" run --resume "$here/interrupted" --no-progress
	expect_status 2
	expect_err "the command was run in $here; go there to go on"
	exit "$failures"
)
failures=$?
refuses "--resume takes only" "$MANYHANDS" run --resume interrupted -- true
# a sample by hand, to be traced or debugged
run env MANYHANDS_COMMAND=interrupted/command.list "${MANYHANDS%/*}/manyhands-trial" \
	command:items=7,id=it thread-pool 2
expect_status 0
expect_out 'answer 28'
printf x >>interrupted/command.list
refuses 'interrupted/command.list holds no command' "$MANYHANDS" run --resume interrupted

# the driver is killed: nothing that an item started is left behind
cat >hanging-trial <<END
#!/bin/sh
# The real trial; what it runs in a pool finds HANG in its environment.
case "\$*" in
*--area-fd*command:*-pool*) export HANG=1 ;;
esac
exec "${MANYHANDS%/*}/manyhands-trial" "\$@"
END
chmod +x hanging-trial
# hanging COUNT: so many items run.
# shellcheck disable=SC2317 # wait_for calls it
hanging() {
	[ "$(grep -lsa "^sleep.$mark" /proc/[0-9]*/cmdline | wc -l)" = "$1" ]
}
for strategy in thread-pool process-pool; do
	MANYHANDS_TRIAL=./hanging-trial
	export MANYHANDS_TRIAL
	start --items 2 -s $strategy -w 2 -r 1 --no-progress -o killed-$strategy -- \
		sh -c "[ -z \"\$HANG\" ] || { sleep $mark & sleep $mark; }"
	unset MANYHANDS_TRIAL
	wait_for 20 hanging 4 || fail 'no items'
	kill -KILL "$driver"
	wait "$driver" 2>/dev/null
	checks=$((checks + 1))
	wait_for 5 hanging 0 || fail "$strategy: items are left behind"
done

# ---- how many at once, and the line ----

# one has a newline
python3 -c 'import sys
t = open("nuls", "rb").read().split(b"\0")
open("few", "wb").write(b"\0".join([t[0], t[1], t[3]] + t[-2:]))'
sed -i /sleep/d slow
manyhands run --items few --workers 4 -r 6 --no-progress -o line -- ./slow "it's" '{}'
expect_status 0
expect_out 'How many at once? '
# as it had been had the items waited, on a quiet machine
python3 - line/samples.jsonl <<'END'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
for line in lines:
    if line["type"] == "sample":
        alone = "/sequential/" in line["cell"]
        line["total_ns"] = {"probe": 40 if alone else 20}.get(line["role"], 400 if alone else 100)
        line["total_ns"] *= 1000000 + 1000 * (line["seq"] * 7 % 5)
        line["noise"] = {}
with open(sys.argv[1], "w", encoding="utf-8") as record:
    record.writelines(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
END
manyhands report line --format json
expect_out '"workers": 4'
manyhands report line
expect_status 0
expect_out 'How many at once? Use 4.'
expect_out "  xargs -0 -P 4 -I {} ./slow 'it'\\''s' {} <few"
expect_in line/report.md "xargs -0 -P 4 -I {} ./slow 'it'\\''s' {} <few"
python3 - >"$scratch/wanted" <<'END'
import sys
for text in open("few", "rb").read().split(b"\0")[:-1]:
    sys.stdout.buffer.write(b"it's|" + text + b"|\n")
END
sort "$scratch/wanted" >"$scratch/sorted"
eval "$(grep '^  xargs ' "$out")" | sort >"$scratch/xargs"
expect_same 'what the line prints' "$scratch/xargs" "$scratch/sorted"

# ---- what is refused ----

m=$MANYHANDS
refuses '-- needs a command behind it' "$m" run --items 3 --
refuses "can't run 'no-such-program': no such program in \$PATH" "$m" run --items 3 -- no-such-program
refuses "can't run './lines': Permission denied" "$m" run --items 3 -- ./lines
refuses "can't run './missing': No such file" "$m" run --items 3 -- ./missing
refuses "can't run '/': Is a directory" "$m" run --items 3 -- /
refuses '--items: missing: No such file' "$m" run --items missing -- true
refuses 'expected 1 to 1000000 of them' "$m" run --items 0 -- true
refuses 'expected 1 to 1000000 of them' "$m" run --items 5..1 -- true
refuses 'standard input holds no items' "$m" run -- true
refuses '--items needs a command behind --' "$m" run --items 3 sleep
refuses '--shell needs a command behind --' "$m" run --shell sleep
refuses '--shell: expected one word' "$m" run --items 3 --shell -- echo '{}'
# shellcheck disable=SC2016
refuses '--shell: in a script the item is "$1"' "$m" run --items 3 --shell -- 'echo {}'
refuses '--keep-output: line is not empty' "$m" run --items 3 --keep-output line -- true
: >empty
refuses 'empty holds no items' "$m" run --items empty -- true
head -c 200000 /dev/zero | tr '\0' x >long
refuses 'long: an item is longer than a command may be given' "$m" run --items long -- true
printf '%s\n' '--items 3' '-- true' >bad.args
refuses 'bad.args:2: a command behind -- belongs on the command line' "$m" run ./bad.args
refuses "command:items=3,id=12345678/sequential/1: no command for id=12345678" \
	"$m" run command:items=3,id=12345678 -w 1 -r 1

finish
