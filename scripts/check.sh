#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing and checks what the tests don't.
#
# Usage: scripts/check.sh [STEP...]    without one: all up to tsan, in this order
#   format  clang-format has nothing to change
#   shell   shellcheck has nothing to say
#   lint    includes, licences and headers, by tests/lint
#   gcc     a release build without a warning
#   clang   a build by clang without a warning
#   tidy    clang-tidy has nothing to say (.clang-tidy)
#   asan    unit and contract tests under AddressSanitizer and UndefinedBehaviorSanitizer
#   tsan    unit and contract tests under ThreadSanitizer
# only where it is named:
#   browser    report.html in chromium: nothing leaves the page, values on marks, contrast, no sideways
#              scroll (3 minutes)
# and, only where they are named, measurements on a machine where nothing else may go on; each prints a
# page, and all but speed keep it as results/local/STEP.md:
#   speed      how long a report of 3,000 and of 100,000 samples takes, and one of a run of the plan
#              `standard` with all charts, and how large that page is (2 minutes)
#   honest     how far the tool's word can be trusted (20 minutes)
#   planted    whether planted losses are found where they are (3 minutes)
#   predicted  what predict says against what it takes (2 minutes)
#   regret     how much slower the advised cell is than the best (40 minutes)
#
# Every build has a folder of its own. The last line says which steps failed; then the status is 1.
set -eu -o pipefail
cd "$(dirname "$0")/.."

all='format shell lint gcc clang tidy asan tsan'
named='browser speed honest planted predicted regret'

c_files() {
	find src bench tests -name "$1" | LC_ALL=C sort
}

step_format() {
	local status=0 file
	for file in $(c_files '*.[ch]'); do
		if ! clang-format --dry-run -Werror "$file" 2>/dev/null; then
			echo "$file: not formatted, see clang-format -i $file"
			status=1
		fi
	done
	return $status
}

step_shell() {
	find scripts tests .ci .githooks -type f \
		\( -name '*.sh' -o -name run -o -name pre-commit \) -print0 | xargs -0 shellcheck
}

step_lint() {
	tests/lint/includes.sh .
	tests/lint/headers.sh .
	tests/lint/selftest.sh
}

step_gcc() {
	CC=gcc scripts/build.sh build-gcc -Dwerror=true -Dbuildtype=release -Dtests=enabled
}

step_clang() {
	CC=clang scripts/build.sh build-clang -Dwerror=true -Dtests=enabled
}

# Needs the compile commands and generated files of build-clang.
step_tidy() {
	CC=clang scripts/build.sh build-clang -Dwerror=true -Dtests=enabled
	c_files '*.c' | tr '\n' '\0' |
		xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build-clang --quiet 2>&1 |
		{ grep -v -e '^[0-9]* warnings\{0,1\} generated' -e '^Suppressed ' || true; }
}

# Runs the tests named by the arguments in FOLDER, with time for slow builds. The sanitizers of
# Debian 12 need addresses that are not spread over more than 28 bits.
patient_test() {
	local folder=$1 fixed=
	shift
	if [ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 0)" -gt 28 ]; then
		fixed='setarch -R'
	fi
	$fixed meson test -C "$folder" --no-rebuild --setup patient --print-errorlogs "$@"
}

step_asan() {
	export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
	export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
	CC=clang scripts/build.sh build-asan -Db_sanitize=address,undefined -Db_lundef=false \
		-Dtests=enabled
	patient_test build-asan --suite unit --suite contract
}

step_tsan() {
	export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
	CC=clang scripts/build.sh build-tsan -Db_sanitize=thread -Db_lundef=false -Dtests=enabled
	patient_test build-tsan --suite unit --suite contract
}

# Runs scripts/NAME.sh, whose page is kept.
measure() {
	scripts/deps.sh honest
	scripts/build.sh build -Dbuildtype=release -Dtests=enabled
	mkdir -p results/local
	"scripts/$1.sh" | tee "results/local/$1.md"
}

step_honest() {
	measure honest
}

step_planted() {
	measure planted
}

step_predicted() {
	measure predicted
}

step_regret() {
	measure regret
}

step_speed() {
	scripts/deps.sh plot
	scripts/build.sh build -Dbuildtype=release -Dtests=enabled
	scripts/speed.sh build
}

step_browser() {
	scripts/deps.sh plot browser
	scripts/build.sh build -Dtests=enabled
	tests/browser/run.sh build
}

for step; do
	case " $all $named " in
	*" $step "*) ;;
	*)
		echo "check.sh: unknown step '$step', expected one of: $all $named" >&2
		exit 2
		;;
	esac
done
if [ $# = 0 ]; then
	# shellcheck disable=SC2086 # one word per step
	set -- $all
fi

scripts/deps.sh build test check

failed=
for step; do
	echo "== $step"
	begin=$SECONDS
	# Not in a condition, which would switch -e off inside.
	set +e
	(
		set -e
		"step_$step"
	)
	status=$?
	set -e
	if [ "$status" = 0 ]; then
		echo "== $step: fine, $((SECONDS - begin)) s"
	else
		echo "== $step: FAILED, $((SECONDS - begin)) s"
		failed="$failed $step"
	fi
done

if [ -n "$failed" ]; then
	echo "check.sh: failed:$failed"
	exit 1
fi
echo "check.sh: fine: $*"
