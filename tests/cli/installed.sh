#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The installed programs, away from their sources; data from elsewhere; and life without gnuplot.
. "$(dirname "$0")/lib.sh"
: "${BUILD_ROOT:?the build folder}"

tiny='sleep:tasks=4,duration=1ms -s thread-pool -w 1,2 -r 1 --no-progress'

# ---- installed ----

command -v meson >/dev/null || skip_all 'there is no meson'
meson install -C "$BUILD_ROOT" --no-rebuild --quiet --destdir "$here/root" >"$scratch/install" 2>&1 ||
	fail "meson install: $(tail -3 "$scratch/install")"
mv root moved # it goes where it likes
built=$MANYHANDS
MANYHANDS=$(find "$here/moved" -type f -name manyhands -perm -u+x)
share=$(find "$here/moved" -type d -path '*/share/manyhands')
expect_file "$MANYHANDS"
expect_file "$share/plans/quick.args"
expect_file "$share/plots/style.gp"

manyhands --version
expect_status 0
manyhands list workloads --names
expect_status 0
expect_out primes
# its own plans and plots, not those of the source folder
printf '%s\n' '# only here' "${tiny%% *}" '--rounds 1' >"$share/plans/only-here.args"
echo '# only here' >>"$share/plots/overview.gp"
manyhands list plans
expect_out '  only-here          only here'
manyhands run only-here -s thread-pool -w 1,2 --no-progress
expect_status 0
expect_lines "$err" 0
expect_file manyhands-results/latest/report.md
expect_in manyhands-results/latest/charts/overview.gp '# only here'
expect_no_file results

# a plan that is misspelt is looked for there, too
refuses "did you mean the plan 'only-here'?" "$MANYHANDS" run only-her

# without its trial
mv "$(find "$here/moved" -name manyhands-trial)" trial
refuses 'set MANYHANDS_TRIAL' "$MANYHANDS" list
run env MANYHANDS_TRIAL=./trial "$MANYHANDS" list strategies
expect_status 0

# ---- data from elsewhere ----

MANYHANDS=$built
mkdir -p data/plans
cp -R "$SOURCE_ROOT/scripts/plots" data/plots
printf '%s\n' '# mine' nothing '--rounds 1' >data/plans/mine.args
echo '# mine' >>data/plots/overview.gp
run env MANYHANDS_DATA=data "$MANYHANDS" list plans --names
expect_equal plans "$(cat "$out")" mine
# shellcheck disable=SC2086 # the words of a plan
run env MANYHANDS_DATA=data "$MANYHANDS" run mine $tiny -o mine
expect_status 0
expect_in mine/charts/overview.gp '# mine'
# what it has not is looked for where it always is
rm -r data/plots
# shellcheck disable=SC2086
run env MANYHANDS_DATA=data "$MANYHANDS" run mine $tiny -o half
expect_status 0
expect_file half/charts/overview.gp

# ---- without gnuplot ----

mkdir bin # and no gnuplot in it
# shellcheck disable=SC2086
run env PATH="$here/bin" "$MANYHANDS" run $tiny -o bare
expect_status 0
expect_lines "$err" 1
expect_err 'no gnuplot here'
expect_err ' charts are missing (overview, questions, heat, '
expect_err ', time, efficiency, samples); install it'
expect_in bare/report.md 'Not drawn yet: overview, '
expect_in bare/report.md ', speedup-sleep, '
expect_in bare/report.html 'Missing, since no gnuplot drew them: '
expect_err 'gnuplot-nox'
expect_err 'manyhands report bare'
expect_out '  thread-pool  '
expect_out 'report: bare/report.md'
expect_not_in "$out" 'charts:'
expect_file bare/summary.csv
expect_file bare/charts/overview.gp
expect_no_file bare/charts/overview.svg
expect_not_in bare/report.md '.svg'

if ! command -v gnuplot >/dev/null; then
	skip 'there is no gnuplot, so nothing was drawn'
	finish
fi
manyhands report bare
expect_status 0
expect_lines "$err" 0
expect_out "charts: bare/charts ($(find bare/charts -name '*.gp' | wc -l), as SVG and PNG)"
for chart in overview time-sleep speedup-sleep; do
	expect_file bare/charts/$chart.svg
	expect_file bare/charts/$chart.png
done
expect_in bare/report.md 'charts/overview.svg'
# what a user changed in a chart's script is drawn by the line in it
(cd bare/charts && gnuplot -d overview.gp) >"$out" 2>&1 || fail 'the script of a chart fails'

# a gnuplot that fails is told of, and is a failure; everything else is there
printf '#!/bin/sh\necho out of ink >&2\nexit 1\n' >bin/gnuplot
chmod +x bin/gnuplot
# shellcheck disable=SC2086
run env PATH="$here/bin" "$MANYHANDS" run $tiny -o failed
expect_status 1
expect_err 'out of ink'
expect_out '  thread-pool  '
expect_file failed/report.md
expect_file failed/summary.csv

finish
