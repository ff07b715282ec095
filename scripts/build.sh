#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Configures a build folder in the source tree, if need be, and builds in it. Quiet unless it fails.
#
# Usage: scripts/build.sh FOLDER [-Doption=value...] [TARGET...]
# CC names the compiler when FOLDER is configured for the first time.
set -eu
cd "$(dirname "$0")/.."

folder=$1
shift
info=$folder/meson-info

# True if FOLDER was configured to its end, here: a copied tree may bring another place's folder.
is_configured() {
	[ -e "$folder/build.ninja" ] && grep -qsF "\"source\": \"$(pwd -P)\"" "$info/meson-info.json"
}

# True if the option $1 (-Dname=value) is what FOLDER has.
has_option() {
	name=${1%%=*}
	grep -q "{\"name\": \"${name#-D}\", \"value\": \"\{0,1\}${1#*=}\"\{0,1\}," \
		"$info/intro-buildoptions.json"
}

configure() {
	if ! is_configured; then
		if [ -e "$folder" ] && [ ! -d "$folder/meson-private" ]; then
			echo "$folder is there and is no build folder"
			return 1
		fi
		rm -rf "$folder"
		meson setup "$folder" "$@"
		return
	fi
	for option; do
		has_option "$option" || meson configure "$folder" "$option" || return
	done
}

options=
while [ $# -gt 0 ]; do
	case $1 in
	-D*) options="$options $1" ;;
	*) break ;;
	esac
	shift
done

[ -d "$folder" ] || echo "build.sh: building in $folder/ for the first time ..." >&2
# shellcheck disable=SC2086 # one word per option
if ! output=$(configure $options 2>&1 && ninja -C "$folder" "$@" 2>&1); then
	printf '%s\n' "$output" >&2
	echo "build.sh: building in $folder/ failed" >&2
	exit 1
fi
