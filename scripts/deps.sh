#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing on this machine, and only that.
#
# Usage: scripts/deps.sh [--print] [GROUP...]
# Groups: build plot test check honest browser; without one: build plot test.
#
# As root or with sudo on a system with apt-get it installs. Elsewhere it prints the command that
# would and exits 3; with --print it never installs and exits 0. Silent if nothing is missing.
# Exit status: 0 all there, 1 an installation failed, 2 bad usage, 3 install them yourself.
set -eu

groups='build plot test check honest browser'

# group|probe|apt|dnf|pacman|zypper|brew
table() {
	cat <<'TABLE'
build|cmd:cc|gcc|gcc|gcc|gcc|gcc
build|header:stdio.h|libc6-dev|glibc-devel|glibc|glibc-devel|glibc
build|cmd:meson|meson|meson|meson|meson|meson
build|cmd:ninja|ninja-build|ninja-build|ninja|ninja|ninja
build|cmd:pkg-config|pkg-config|pkgconf-pkg-config|pkgconf|pkgconf-pkg-config|pkgconf
build|module:hwloc|libhwloc-dev|hwloc-devel|hwloc|hwloc-devel|hwloc
build|module:gsl|libgsl-dev|gsl-devel|gsl|gsl-devel|gsl
build|module:jansson|libjansson-dev|jansson-devel|jansson|libjansson-devel|jansson
plot|cmd:gnuplot|gnuplot-nox|gnuplot-minimal|gnuplot|gnuplot|gnuplot
plot|font:Inter|fonts-inter|rsms-inter-fonts|inter-font||font-inter
test|cmd:pkg-config|pkg-config|pkgconf-pkg-config|pkgconf|pkgconf-pkg-config|pkgconf
test|module:check|check|check-devel|check|check-devel|check
check|cmd:gcc|gcc|gcc|gcc|gcc|gcc
check|cmd:clang|clang|clang|clang|clang|llvm
check|cmd:clang-format|clang-format|clang-tools-extra|clang|clang-tools|clang-format
check|cmd:clang-tidy|clang-tidy|clang-tools-extra|clang|clang-tools|llvm
check|clang-runtime:|libclang-rt-dev|compiler-rt|compiler-rt|clang|llvm
check|cmd:shellcheck|shellcheck|ShellCheck|shellcheck|ShellCheck|shellcheck
honest|cmd:jq|jq|jq|jq|jq|jq
browser|cmd:chromium|chromium|chromium|chromium|chromium|chromium
browser|cmd:node|nodejs|nodejs|nodejs|nodejs|node
TABLE
}

fail() {
	echo "deps.sh: $1" >&2
	exit "$2"
}

# True if what KIND:NAME stands for is there.
is_there() {
	case $1 in
	cmd:*) command -v "${1#*:}" >/dev/null ;;
	header:*) echo "#include <${1#*:}>" | cc -E - >/dev/null 2>&1 ;;
	module:*) pkg-config --exists "${1#*:}" 2>/dev/null ;;
	font:*) [ -n "$(fc-list "${1#*:}" 2>/dev/null)" ] ;;
	clang-runtime:*) [ -e "$(clang --rtlib=compiler-rt -print-libgcc-file-name 2>/dev/null)" ] ;;
	esac
}

# The package manager of this system, by its column's name; nothing if it is none of ours.
find_manager() {
	for manager in apt-get dnf pacman zypper brew; do
		if command -v "$manager" >/dev/null; then
			echo "${manager%-get}"
			return
		fi
	done
}

# The packages, one a line, that the groups WANTED lack; $1 is the manager.
missing_packages() {
	table | while IFS='|' read -r group probe apt dnf pacman zypper brew; do
		case " $wanted " in *" $group "*) ;; *) continue ;; esac
		is_there "$probe" && continue
		case $1 in
		dnf) echo "$dnf" ;;
		pacman) echo "$pacman" ;;
		zypper) echo "$zypper" ;;
		brew) echo "$brew" ;;
		*) echo "$apt" ;;
		esac
	done | sort -u
}

# The command that installs the packages $2 with the manager $1.
install_command() {
	case $1 in
	apt) echo "apt-get install -y --no-install-recommends $2" ;;
	dnf) echo "dnf install -y $2" ;;
	pacman) echo "pacman -S --needed $2" ;;
	zypper) echo "zypper install -y $2" ;;
	brew) echo "brew install $2" ;;
	*) echo "$2" ;;
	esac
}

# Prints what to do by hand, and the reason $1, and ends.
leave_to_user() {
	echo "deps.sh: missing: $packages; $1:" >&2
	[ -n "$manager" ] || echo "deps.sh: no known package manager; these are Debian's names" >&2
	install_command "$manager" "$packages"
	exit 3
}

# Runs apt-get with ARGUMENTS as root; what it says goes to $log.
apt_get() {
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "$@" >>"$log" 2>&1
}

have_apt_lists() {
	for list in /var/lib/apt/lists/*_Packages*; do
		[ -e "$list" ] && return
	done
	return 1
}

# Installs PACKAGES; lists that are missing or out of date are fetched first.
install_apt() {
	if ! have_apt_lists; then
		apt_get update && apt_get install -y --no-install-recommends "$@"
		return
	fi
	apt_get install -y --no-install-recommends "$@" ||
		{ apt_get update && apt_get install -y --no-install-recommends "$@"; }
}

print=false
wanted=
for argument; do
	case $argument in
	--print) print=true ;;
	-h | --help) sed -n '3,/^set/s/^# \{0,1\}//p' "$0" && exit ;;
	-*) fail "unknown option '$argument', expected --print" 2 ;;
	*)
		case " $groups " in
		*" $argument "*) wanted="$wanted $argument" ;;
		*) fail "unknown group '$argument', expected one of: $groups" 2 ;;
		esac
		;;
	esac
done
wanted=${wanted:-build plot test}

manager=$(find_manager)
packages=$(missing_packages "$manager" | tr '\n' ' ')
packages=${packages% }
packages=${packages# }
[ -n "$packages" ] || exit 0
if $print; then
	install_command "$manager" "$packages"
	exit 0
fi

[ "$manager" = apt ] || leave_to_user 'installing is left to you on this system'
sudo=
[ "$(id -u)" = 0 ] || sudo=$(command -v sudo) ||
	leave_to_user 'installing needs root, and there is no sudo'

echo "deps.sh: installing $packages" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # one word per package
if ! install_apt $packages; then
	tail -n 20 "$log" >&2
	fail "apt-get could not install: $packages" 1
fi
left=$(missing_packages apt | tr '\n' ' ')
[ -z "$left" ] || fail "installed, but still not found: $left" 1
