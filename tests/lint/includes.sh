#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of the house that a compiler can't see: who may include whom, where threads and
# processes are made, which licence a file has. Prints PATH:LINE: what is wrong; exit status 1.
#
# Usage: tests/lint/includes.sh ROOT
set -eu
cd "$1"

# Sorted, so that reports are the same everywhere.
sources() {
	find src bench tests -name '*.[ch]' | LC_ALL=C sort
}

scripts() {
	find scripts tests .ci .githooks \( -name '*.sh' -o -name run -o -name pre-commit \) -type f |
		LC_ALL=C sort
}

# shellcheck disable=SC2046 # no name in the tree has a blank
problems=$(
	awk '
BEGIN {
	libc = "assert|ctype|dirent|dlfcn|errno|fcntl|fenv|float|getopt|inttypes|limits|locale|malloc|math|" \
	       "poll|pthread|sched|semaphore|setjmp|signal|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|" \
	       "stdint|stdio|stdlib|stdnoreturn|string|strings|termios|time|unistd|wchar|cpuid|" \
	       "(sys|linux|asm|net|netinet|arpa)/[a-z0-9_/]+"
}

function report(text)
{
	print FILENAME ":" FNR ": " text
}

# Where the quoted PATH is found; includes are relative to src/, in bench/ and tests/ also to those.
function exists(path, line)
{
	return (getline line < path) >= 0 && close(path) == 0
}

function check_quoted(path)
{
	target = made_of = path
	sub("/.*", "", target)
	sub(/_lines\.h$/, ".css", made_of) # the build makes it
	if (path ~ /\.\./) {
		report("include \"" path "\": paths go down from src/, never up")
	} else if (is_measured && exists("bench/" path)) {
		if (room == "trial") {
			report("src/trial includes bench: it reads the lists through trial/suite.h")
		}
	} else if (is_measured && target != "trial") {
		report(room " includes \"" path "\": src/trial and bench include only libc and src/trial")
	} else if (is_source && !exists("src/" path) && !exists("src/" path ".in") &&
		   !exists("src/show/" made_of)) {
		report("include \"" path "\": there is no src/" path)
	}
	if (is_source && target == "cli" && room != "cli") {
		report(room " includes cli")
	}
	if (room == "sweep" && (target == "judge" || target == "show")) {
		report("sweep includes " target ": only samples.h joins the two sides of the wall")
	}
	if (room == "judge" && (target == "sweep" || target == "show")) {
		report("judge includes " target ": only samples.h joins the two sides of the wall")
	}
	if (room == "show" && target == "sweep") {
		report("show includes sweep: it knows what was judged, never how it was measured")
	}
	if (room == "src" && target ~ /^(sweep|judge|show)$/) {
		report("a file of src/ itself includes " target ": rooms include it, not it them")
	}
}

function check_system(path, stem)
{
	stem = path
	sub(/\.h$/, "", stem)
	if (is_measured && stem !~ "^(" libc ")$") {
		report(room " includes <" path ">: src/trial and bench include only libc and src/trial")
	}
	if (is_source && path ~ /^hwloc/ && FILENAME !~ "^src/sweep/(machine\\.c|cpus\\.[ch])$") {
		report("<" path "> outside src/sweep/machine.c and cpus.c: no other file knows hwloc")
	}
}

# CODE without comments and without what stands in quotes; in_comment goes on from line to line.
function strip(code, rest, end)
{
	while (code != "") {
		if (in_comment) {
			end = index(code, "*/")
			in_comment = end == 0
			code = in_comment ? "" : substr(code, end + 2)
		} else if (match(code, /\/\*|"([^"\\]|\\.)*"|\047([^\047\\]|\\.)*\047/)) {
			rest = rest substr(code, 1, RSTART - 1) " "
			in_comment = substr(code, RSTART, 2) == "/*"
			code = substr(code, RSTART + RLENGTH)
		} else {
			return rest code
		}
	}
	return rest
}

FNR == 1 {
	in_comment = 0
	is_measured = FILENAME ~ "^(bench|src/trial)/"
	is_source = FILENAME ~ "^(src|bench)/"
	room = FILENAME # src/show/table.c is in show, src/text.c in src
	sub("^src/", room ~ "^src/[^/]+/" ? "" : "src/", room)
	sub("/.*", "", room)
	licence = is_measured ? "MIT" : "GPL-3.0-or-later"
	if ($0 != "/* SPDX-License-Identifier: " licence " */") {
		report("the first line must be /* SPDX-License-Identifier: " licence " */")
	}
}

!in_comment && /^[ \t]*#[ \t]*include[ \t]*["<]/ {
	path = $0
	sub(/^[^"<]*["<]/, "", path)
	sub(/[">].*/, "", path)
	if ($0 ~ /include[ \t]*</) {
		check_system(path)
	} else {
		check_quoted(path)
	}
}

{
	code = strip($0)
	if (!is_source || FILENAME == "src/trial/worker.c") {
		next
	}
	if (FILENAME == "bench/workloads/command_item.c") { # whose tasks are processes
		sub(/posix_spawnp/, "", code)
	}
	if (code ~ /(^|[^a-z0-9_])(pthread_create|thrd_create)[ \t]*\(/) {
		report("a thread made outside src/trial/worker.c")
	}
	if (is_measured && code ~ /(^|[^a-z0-9_])(v?fork|_Fork|clone3?|posix_spawnp?)[ \t]*\(/) {
		report("a process made outside src/trial/worker.c")
	}
}' $(sources)
	awk '
FNR == 2 && $0 != "# SPDX-License-Identifier: GPL-3.0-or-later" {
	print FILENAME ":2: the second line must be # SPDX-License-Identifier: GPL-3.0-or-later"
}' $(scripts)
)
[ -z "$problems" ] && exit
printf '%s\n' "$problems"
exit 1
