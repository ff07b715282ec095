#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every header compiles alone, and twice: it includes what it needs and guards itself.
#
# Usage: tests/lint/headers.sh ROOT [COMPILER...]
set -eu
cd "$1"
shift
[ $# -gt 0 ] || set -- cc

# shellcheck disable=SC2046 # flags are words
set -- "$@" -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Wno-unused-function -Werror -fsyntax-only \
	-Isrc -Ibench -Itests $(pkg-config --cflags hwloc jansson gsl)

status=0
headers=$(find src bench tests -name '*.h' | LC_ALL=C sort)
for header in $headers; do
	if ! output=$(printf '#include "%s"\n' "$PWD/$header" "$PWD/$header" | "$@" -x c - 2>&1); then
		printf '%s: does not compile alone:\n%s\n' "$header" "$output"
		status=1
	fi
done
exit $status
