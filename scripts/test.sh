#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and runs the tests.
#
# Usage: scripts/test.sh [ARGUMENT...]    as of `meson test`: a test's name, --suite unit, ...
#
# The last line is "N passed, M failed". A test written with Check counts as many as it has checks,
# any other one as one. The exit status is 0 only if something passed and nothing failed.
set -eu
cd "$(dirname "$0")/.."

if ! scripts/deps.sh build test plot; then
	scripts/deps.sh build test
	echo 'test.sh: without gnuplot (see above) the tests that draw are skipped' >&2
fi
scripts/build.sh build -Dbuildtype=release -Dtests=enabled

# testlog.json or, with a --setup, testlog-NAME.json: one object a line; only if tests were run.
rm -f build/meson-logs/testlog*.json
status=0
meson test -C build --no-rebuild --print-errorlogs "$@" || status=$?
log=$(find build/meson-logs -name 'testlog*.json')
if [ -z "$log" ]; then
	case " $* " in
	*' --list '* | *' --help '* | *' -h '*) exit "$status" ;;
	esac
	echo '0 passed, 0 failed'
	exit 1
fi

# meson's own JUnit file counts a test that ran out of time as passed, hence this.
awk -v status="$status" '
function number_after(text, word)
{
	sub(".*" word, "", text)
	return text + 0
}
{
	match($0, /"result": "[A-Z]+"/)
	result = substr($0, RSTART + 11, RLENGTH - 12)
	bad = result !~ /^(OK|EXPECTEDFAIL|SKIP)$/
	checks = failures = 0
	if (match($0, /[0-9]+%: Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+/)) {
		line = substr($0, RSTART, RLENGTH)
		print line
		checks = number_after(line, "Checks: ")
		failures = number_after(line, "Failures: ") + number_after(line, "Errors: ")
	}
	passed += checks - failures
	failed += failures
	if (bad && failures == 0) {
		failed++
	} else if (result == "SKIP") {
		skipped++
	} else if (checks == 0) {
		passed += !bad
	}
}
END {
	if (skipped > 0) {
		print skipped " skipped"
	}
	if (status > 0 && failed == 0) {
		print "meson test ended with status " status
	}
	print passed + 0 " passed, " failed + 0 " failed"
	exit status > 0 || failed > 0 || passed == 0
}' "$log"
