# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# shellcheck disable=SC2034 # these are for the scripts that source this
#
# What every script of this project begins with: where things are, how to
# speak, how to fill the cache safely. To be sourced.

set -o pipefail
export LC_ALL=C.UTF-8

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${MPP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tcp_mpp}
# The kernels of the matrix; scripts/kernels knows where each comes from.
ALL_KERNELS="6.1 6.12 7.3 6.1-debug"

me=${0##*/}

say()
{
	printf '%s: %s\n' "$me" "$*" >&2
}

die()
{
	say "error: $*"
	exit 1
}

# stamp: seconds since the epoch with milliseconds, for measuring
now_ms()
{
	date +%s%3N
}

# with_lock NAME COMMAND...: one at a time for everything that fills the cache
with_lock()
{
	local name=$1

	shift
	mkdir -p "$CACHE/lock" 2>/dev/null || die "cannot write to $CACHE"
	(
		flock -n 9 || { say "waiting for another run ($name)"; flock 9; }
		"$@" 9>&-
	) 9>"$CACHE/lock/$name"
}

# fill DIR COMMAND...: run COMMAND TMPDIR and put TMPDIR in the place of DIR
# when it succeeded. So a DIR that exists is complete, whatever was killed.
# (COMMAND has to return its failures: bash ignores set -e in here.)
fill()
{
	local dir=$1 tmp rc=0

	shift
	mkdir -p "${dir%/*}"
	tmp=$(mktemp -d "$dir.tmp.XXXXXX") || return 1
	chmod 755 "$tmp"
	( "$@" "$tmp" ) || rc=$?
	if [ "$rc" = 0 ]; then
		rm -rf "$dir"
		mv "$tmp" "$dir" || rc=$?
	fi
	rm -rf "$tmp"
	return "$rc"
}

# forget_halves DIR: remove what killed runs left beside DIR; under its lock
forget_halves()
{
	rm -rf "$1".tmp.??????
}
