# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Results of checks, one TAP line each. scripts/check counts the lines that
# begin with "ok" and "not ok". To be sourced after lib.sh.

# What a script of gates ends with.
# shellcheck disable=SC2034
tap_failed=0

# gate NAME COMMAND...: one result. What the command prints is shown when it
# fails.
gate()
{
	local name=$1 text

	shift
	if text=$("$@" 2>&1); then
		echo "ok - $name"
		return 0
	fi
	[ -z "$text" ] || printf '# %s\n' "${text//$'\n'/$'\n'# }"
	echo "not ok - $name"
	# shellcheck disable=SC2034
	tap_failed=1
	return 1
}

# quiet COMMAND...: succeeds when the command prints nothing, errors included
quiet()
{
	local text

	text=$("$@" 2>&1)
	[ -z "$text" ] || printf '%s\n' "$text"
	[ -z "$text" ]
}

# sources PATTERN...: files of the project, also those not yet committed
sources()
{
	(cd "$TOP" && git ls-files --cached --others --exclude-standard -- "$@" |
		sort -u | while read -r f; do [ ! -f "$f" ] || echo "$f"; done)
}
