#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds manyhands and measures.
#
# Usage: scripts/bench.sh [ARGUMENT...]    as of `manyhands run`; without one: the plan quick
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

if ! "$root/scripts/deps.sh" build plot; then
	"$root/scripts/deps.sh" build
	echo 'bench.sh: without gnuplot (see above) there will be no charts; all else works' >&2
fi
"$root/scripts/build.sh" build -Dbuildtype=release manyhands manyhands-trial
exec "$root/build/manyhands" run "$@"
