# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154 # part: of the script that sources this
#
# What calm and settings have in common on this side: a module, the program that
# is the peer of all connections, a machine that counts. To be sourced, with $part.

. "$(dirname "$0")/../lib.sh"

here=$TOP/scripts/bench.d kernel=${KERNEL:-7.3} out=${OUT:-$TOP/build}
log=$out/bench/$part
run=''
trap '[ -z "$run" ] || kill $run 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
rm -rf "$log" "$out/bench/$part.json"
mkdir -p "$log" || exit 1

"$TOP/scripts/kernels" "$kernel" || die "no kernel $kernel"
"$TOP/scripts/kbuild" "$kernel" > "$log/kbuild.log" 2>&1 ||
	{ cat "$log/kbuild.log" >&2; die "the module does not build"; }
gcc -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror \
	-I "$TOP/selftests/tools" -o "$log/calm" "$here/calm.c" "$here/peer.c" \
	"$TOP/selftests/tools/packet.c" "$TOP/selftests/tools/util.c" ||
	die "the program does not build"

# machine MEMORY VARIABLES: runs $part.guest
machine()
{
	echo "$2" > "$log/env"
	MPP_TCG=counted "$TOP/selftests/vm/run" -k "$kernel" -m "$1" -t 900 \
		-a "nokaslr norandmaps random.trust_bootloader=off" \
		-o "$log/vm" -f "$log/env:/bench/env" \
		-f "$here/peer.sh:/bench/peer.sh" -f "$log/calm:/bench/calm" \
		"$here/$part.guest" 2> "$log/run" &
	run=$!
	wait $run || {
		run=''
		tail -n 5 "$log/vm/tap.log" >&2
		die "$(tail -n 1 "$log/run")"
	}
	run=''
}
