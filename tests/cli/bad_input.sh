#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Bad input gives one line (the place, what was expected, the nearest right name) and exit status 2,
# and makes nothing.
. "$(dirname "$0")/lib.sh"

m=$MANYHANDS

# names
refuses "unknown workload 'prims'; did you mean 'primes'?" "$m" run prims
refuses "unknown workload 'xyzzy'; see \`manyhands list\`" "$m" run xyzzy
refuses "unknown workload 'slepp'; did you mean 'sleep'?" "$m" run primes,slepp
refuses "unknown strategy 'thread-poll'; did you mean 'thread-pool'?" "$m" run sleep -s thread-poll
refuses "unknown strategy 'proceses'; did you mean 'processes'?" "$m" run sleep -s pool,proceses
refuses "unknown workload 'quik'; did you mean the plan 'quick'?" "$m" run quik
refuses "unknown workload 'beyond-core'; did you mean the plan 'beyond-cores'?" "$m" run beyond-core
refuses "unknown command 'rnu'; did you mean 'run'?" "$m" rnu
refuses "unknown command 'xyzzy'; see \`manyhands --help\`" "$m" xyzzy

# parameters
refuses "primes has no parameter 'limt'; did you mean 'limit'?" "$m" run primes:limt=1e6
refuses "sleep has no parameter 'xyzzy'; it has tasks, duration, pattern" "$m" run sleep:xyzzy=1
refuses "thread-pool has no parameter 'chunks'; did you mean 'chunk'?" \
	"$m" run sleep -s thread-pool:chunks=4
refuses "primes: limit=many: expected a whole number from 10 to 4e9" "$m" run primes:limit=many
refuses "sleep: duration=4: expected a unit" "$m" run sleep:duration=4
refuses "sleep: duration=4parsecs: 'parsecs' is no unit; expected one of ns, us, ms, s, min" \
	"$m" run sleep:duration=4parsecs
refuses "pages: bytes=64XiB: 'XiB' is no unit; expected one of B, KiB" "$m" run pages:bytes=64XiB
refuses "sleep: pattern=shufled: expected one of constant, ramp, reversed, shuffled" \
	"$m" run sleep:pattern=shufled
refuses "sleep: tasks=0: expected a whole number from 1 to 1e6" "$m" run sleep:tasks=0
refuses "sleep: tasks=: expected a whole number from 1 to 1e6" "$m" run sleep:tasks=
refuses "sleep: expected key=value, not 'tasks'" "$m" run sleep:tasks
refuses "sleep: 'tasks' is given twice" "$m" run sleep:tasks=1,tasks=2
refuses "expected a workload, not ''" "$m" run ''
refuses "expected a strategy, not ''" "$m" run sleep -s ''

# numbers and times of options
for workers in 0 -3 abc 1000000000 1e9 '' 1,,2 4..2 0x 99999999999999999999 +1 ' 1'; do
	refuses "workers: expected 1 to 10000, a range (1..16), grid," "$m" run sleep -w "$workers"
done
refuses "workers: expected 1 to 10000" "$m" run sleep --workers -3
refuses "workers: expected 1 to 10000" "$m" run sleep --workers=-3
refuses "workers: expected 1 to 10000" "$m" run sleep -w0
refuses "workers: expected at most 64 worker counts" "$m" run sleep --workers 1..1000
for rounds in 0 -1 abc 1001 7.5 ''; do
	refuses "--rounds: expected a whole number from 1 to 1000, not '$rounds'" \
		"$m" run sleep --rounds "$rounds"
done
for time in 0 -5s abc 5parsecs '' 1e400s nan inf; do
	refuses "--budget: expected a time such as 90s, 500ms or 15min, not '$time'" \
		"$m" run sleep --budget "$time"
	refuses "--timeout: expected a time" "$m" run sleep --timeout "$time"
	refuses "--sample-time: expected a time" "$m" run sleep --sample-time "$time"
done
refuses "--seed: expected a whole number" "$m" run sleep --seed -1
refuses "--seed: expected a whole number" "$m" run sleep --seed 18446744073709551616

# options
refuses "unknown option '--wokers'; did you mean '--workers'?" "$m" run sleep --wokers 3
refuses "unknown option '--ruonds'; did you mean '--rounds'?" "$m" run sleep --ruonds=3
refuses "unknown option '--xyzzy'; see --help" "$m" run --xyzzy
refuses "unknown option '-x'; see --help" "$m" run -x
refuses "--workers: expected 1,2,8|1..16" "$m" run sleep --workers
refuses "-o: expected a folder" "$m" run sleep -o
refuses "--seed: expected a number" "$m" run sleep --seed
refuses "--dry-run takes no value" "$m" run sleep --dry-run=yes
refuses "--color: expected auto, always or never, not 'pink'" "$m" report --color=pink
refuses "--color: expected auto, always or never" "$m" report --color
refuses "unknown option '--colour'; did you mean '--color'?" "$m" list --colour=never
refuses "unknown option '--fromat'; did you mean '--format'?" "$m" report --fromat json
refuses "unknown option '--nmaes'; did you mean '--names'?" "$m" list --nmaes
refuses "unknown option '--formt'; did you mean '--format'?" "$m" topology --formt json
refuses "unknown option '--verison'; did you mean '--version'?" "$m" --verison
refuses "--format: expected table, csv, json or markdown, not 'xml'" "$m" report --format xml
refuses "--format: expected table or json, not 'csv'" "$m" topology --format csv
refuses "expected options only, not 'here'" "$m" topology here

# words
refuses "did you mean 'workloads'?" "$m" list wrokloads
refuses "expected one of workloads, strategies, plans, charts, not 'xyzzy'" "$m" list xyzzy
refuses "only one" "$m" list plans charts

# plans
cat >my.args <<'END'
# a plan with a misspelt option
sleep

--ruonds 3
END
refuses "my.args:4: unknown option '--ruonds'; did you mean '--rounds'?" "$m" run my.args
refuses "./my.args:4: unknown option '--ruonds'" "$m" run ./my.args
printf '%s\n' sleep '--rounds many' >my.args
refuses "my.args:2: --rounds: expected a whole number from 1 to 1000, not 'many'" "$m" run my.args
printf '%s\n' sleep '--rounds' >my.args
refuses "my.args:2: --rounds: expected a number" "$m" run my.args
printf '%s\n' sleep '--dry-run 7' >my.args
refuses "my.args:2: --dry-run takes no value" "$m" run my.args
printf '%s\n' sleep '--resume somewhere' >my.args
refuses "my.args:2: --resume belongs on the command line" "$m" run my.args
refuses "missing.args: No such file or directory" "$m" run missing.args
refuses "./missing: No such file or directory" "$m" run ./missing

# folders
mkdir other a-run
echo precious >other/file
echo precious >file
touch a-run/samples.jsonl
refuses "-o other: is not empty and not ours; expected a missing or an empty folder" \
	"$m" run sleep -o other
refuses "-o file: expected a folder, but file is a file" "$m" run sleep -o file
refuses "-o a-run: holds a run already; go on with it by --resume a-run" "$m" run sleep -o a-run
refuses "-o file/below: expected a folder, but file is a file" "$m" run sleep -o file/below
refuses "-o: expected a folder" "$m" run sleep -o ''
expect_equal 'the file in the other folder' "$(cat other/file file)" "precious
precious"
refuses "missing: no run is there" "$m" run --resume missing
refuses "other: no run is there" "$m" run --resume other
refuses "missing: no run is there" "$m" report missing
refuses "other: no run is there" "$m" report other
refuses "file: no run is there" "$m" report file
refuses "a-run/samples.jsonl:1: " "$m" report a-run
refuses "there is no run here yet" "$m" report
refuses "--resume takes only " "$m" run sleep --resume a-run
refuses "--resume takes only " "$m" run --resume a-run --workers 3
refuses "--resume takes only " "$m" run --resume a-run -o b

# a workload that this machine refuses, a plugin that is none, a trial that is not there
refuses "this machine has no such device" \
	env MANYHANDS_TRIAL="$FAKE_TRIAL" "$m" run refuse -o new
refuses "this machine has no such device" env MANYHANDS_TRIAL="$FAKE_TRIAL" "$m" run refuse
refuses "file" "$m" run file --plugin ./file
refuses "missing.so" "$m" run missing --plugin ./missing.so
refuses "expected a path with a '/'" "$m" run x --plugin x.so
refuses "./missing: No such file or directory" env MANYHANDS_TRIAL=./missing "$m" run sleep

# what comes from outside never reaches the terminal as it is
refuses "unknown workload '?[31mred'" "$m" run "$(printf '\033[31mred')"
refuses "unknown option '--?[31mred'" "$m" run "$(printf -- '--\033[31mred')"

finish
