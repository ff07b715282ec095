#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The lints themselves can fail: in a small sound tree every rule is broken once, alone.
set -eu
lint=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cd "$root"

gpl='/* SPDX-License-Identifier: GPL-3.0-or-later */'
mit='/* SPDX-License-Identifier: MIT */'
failed=0
proved=0

# Writes PATH with the lines that follow.
put() {
	mkdir -p "$(dirname "$1")"
	path=$1
	shift
	printf '%s\n' "$@" >"$path"
}

# Runs a LINT on the tree and takes what it says into $report.
run() {
	status=0
	report=$("$lint/$1" "$root" 2>&1) || status=$?
}

complain() {
	failed=$((failed + 1))
	printf '%s\n%s\n' "$1" "$report"
}

# The LINT finds nothing wrong.
accepts() {
	run "$1"
	[ "$status" = 0 ] || complain "$1 refuses a sound tree:"
	proved=$((proved + 1))
}

# The LINT refuses PATH, written with the lines that follow, with a line that begins with its
# name and says WORDS. Then PATH is as it was before.
refuses() {
	name=$1 words=$2 victim=$3
	shift 3
	if [ -e "$victim" ]; then
		cp "$victim" "$root/kept"
	fi
	put "$victim" "$@"
	run "$name"
	case $status$report in
	1*"$victim:"*"$words"*) ;;
	*) complain "$name does not report '$words' in $victim, exit status $status:" ;;
	esac
	rm "$victim"
	if [ -e "$root/kept" ]; then
		mv "$root/kept" "$victim"
	fi
	proved=$((proved + 1))
}

put scripts/do.sh '#!/bin/sh' '# SPDX-License-Identifier: GPL-3.0-or-later'
put .ci/run '#!/bin/sh' '# SPDX-License-Identifier: GPL-3.0-or-later'
put .githooks/pre-commit '#!/bin/sh' '# SPDX-License-Identifier: GPL-3.0-or-later'
put bench/suite.h "$mit" '#ifndef S' '#define S' '#include "trial/job.h"' '#endif'
put bench/suite.c "$mit" '#include "suite.h"' '#include <stdint.h>' '#include <linux/futex.h>'
put src/trial/job.h "$mit" '#ifndef J' '#define J' '#include <stdint.h>' 'typedef uint8_t j;' '#endif'
put src/trial/worker.c "$mit" '#include "trial/job.h"' 'pthread_create(' 'fork()'
put src/samples.h "$gpl" '#ifndef A' '#define A' 'struct sample { int a; };' '#endif'
put src/sweep/machine.h "$gpl" '#ifndef M' '#define M' '#include "samples.h"' '#endif'
put src/sweep/machine.c "$gpl" '#include "trial/job.h"' '#include <hwloc.h>' 'fork() in the driver'
put src/sweep/cpus.h "$gpl" '#ifndef C' '#define C' '#include <hwloc.h>' '#endif'
put src/judge/stats.h "$gpl" '#ifndef T' '#define T' '#endif'
put src/show/table.c "$gpl" '#include "judge/stats.h"' '#include "samples.h"'
put src/build_id.h.in "$gpl"
put src/cli/main.c "$gpl" '#include "build_id.h"' '#include "sweep/machine.h"' '#include "judge/stats.h"' \
	'/* a pthread_create() in' '#include "nowhere.h"' 'a fork() comment */ "pthread_create("'
put tests/test_all.c "$gpl" '#include "judge/stats.h"' '#include "sweep/machine.h"' '#include <hwloc.h>'

accepts includes.sh
accepts headers.sh

refuses includes.sh 'only libc' src/trial/job.c "$mit" '#include "text.h"'
refuses includes.sh 'only libc' src/trial/job.c "$mit" '#include <hwloc.h>'
refuses includes.sh 'only libc' bench/workload.c "$mit" '#include "samples.h"'
refuses includes.sh 'only libc' bench/workload.c "$mit" '#include <jansson.h>'
refuses includes.sh 'only libc' bench/workload.c "$mit" ' # include <gsl/gsl_math.h>'
refuses includes.sh 'includes bench' src/trial/job.c "$mit" '#include "suite.h"'
refuses includes.sh 'never up' src/trial/job.c "$mit" '#include "../samples.h"'
refuses includes.sh 'there is no src/job.h' src/sweep/plan.c "$gpl" '#include "job.h"'
refuses includes.sh 'there is no src/suite.h' src/sweep/plan.c "$gpl" '#include "suite.h"'
refuses includes.sh 'sweep includes judge' src/sweep/plan.c "$gpl" '#include "judge/stats.h"'
refuses includes.sh 'sweep includes show' src/sweep/plan.c "$gpl" '#include "show/table.h"'
refuses includes.sh 'judge includes sweep' src/judge/a.c "$gpl" '#include "sweep/machine.h"'
refuses includes.sh 'judge includes show' src/judge/a.c "$gpl" '#include "show/table.h"'
refuses includes.sh 'show includes sweep' src/show/a.c "$gpl" '#include "sweep/machine.h"'
refuses includes.sh 'includes cli' src/show/a.c "$gpl" '#include "cli/command.h"'
refuses includes.sh 'itself includes judge' src/text.c "$gpl" '#include "judge/stats.h"'
refuses includes.sh 'hwloc' src/sweep/plan.c "$gpl" '#include <hwloc.h>'
refuses includes.sh 'hwloc' src/sweep/machine.h "$gpl" '#include <hwloc.h>'
refuses includes.sh 'hwloc' src/cli/main.c "$gpl" '#include <hwloc/bitmap.h>'
refuses includes.sh 'a thread' src/trial/job.c "$mit" '	if (pthread_create(&t, 0, f, 0))'
refuses includes.sh 'a thread' src/cli/main.c "$gpl" '/* " */ pthread_create(&t, 0, f, 0);'
refuses includes.sh 'a process' src/trial/job.c "$mit" 'pid = fork();'
refuses includes.sh 'a process' bench/workload.c "$mit" 'pid = vfork ();'
refuses includes.sh 'first line' bench/workload.c "$gpl"
refuses includes.sh 'first line' src/trial/job.c "$gpl"
refuses includes.sh 'first line' src/judge/stats.h "$mit"
refuses includes.sh 'first line' tests/test_all.c 'int a;'
refuses includes.sh 'second line' scripts/do.sh '#!/bin/sh' 'true'
refuses includes.sh 'second line' .ci/run '#!/bin/sh' '# SPDX-License-Identifier: MIT'

refuses headers.sh 'uint64_t' src/judge/stats.h "$gpl" '#ifndef T' '#define T' 'uint64_t f(void);' '#endif'
refuses headers.sh 'redefinition' src/samples.h "$gpl" 'struct sample { int a; };'

accepts includes.sh
accepts headers.sh
echo "$((proved - failed)) of $proved lint proofs hold"
[ "$failed" = 0 ]
