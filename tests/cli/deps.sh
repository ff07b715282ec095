#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# scripts/deps.sh on systems where it must not install: what it prints and how it ends.
set -eu
deps=$(cd "$(dirname "$0")/../../scripts" && pwd)/deps.sh
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
failed=0

for tool in cat id sed sort tr; do
	ln -s "$(command -v $tool)" "$bin/$tool"
done

# expect STATUS WORDS ARGUMENT...: so ends, and so answers, deps.sh where nothing is installed.
expect() {
	wanted=$1 words=$2
	shift 2
	status=0
	said=$(PATH=$bin /bin/sh "$deps" "$@" 2>&1) || status=$?
	case $said in
	*"$words"*) [ "$status" = "$wanted" ] && return ;;
	esac
	printf 'deps.sh %s: status %s, expected %s and "%s":\n%s\n' \
		"$*" "$status" "$wanted" "$words" "$said"
	failed=1
}

expect 2 "unknown group 'tests', expected one of: build plot test check honest browser" tests
expect 2 "unknown option '--dry'" --dry
expect 3 "no known package manager; these are Debian's names" build
expect 3 'gcc libc6-dev libgsl-dev libhwloc-dev libjansson-dev meson ninja-build' build
for manager in dnf pacman zypper brew; do
	printf '#!/bin/sh\necho called >>%s/log\n' "$bin" >"$bin/$manager"
	chmod +x "$bin/$manager"
	expect 3 'hwloc' build
	expect 3 "$manager " build
	expect 0 'check' --print test
	rm "$bin/$manager"
done
if [ -e "$bin/log" ]; then
	echo 'a package manager was called that is not apt-get'
	failed=1
fi

# What is there is not asked for again, whatever the manager.
for tool in cc meson ninja pkg-config; do
	printf '#!/bin/sh\n' >"$bin/$tool"
	chmod +x "$bin/$tool"
done
expect 0 '' build
[ -z "$said" ] || failed=1
exit $failed
