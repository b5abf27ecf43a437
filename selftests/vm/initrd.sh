# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The initramfs of the test VM, as cpio archives that the kernel unpacks one
# after the other: base (programs, cached), modules of the kernel (cached),
# files of this run. To be sourced after scripts/lib.sh.

vm=$TOP/selftests/vm

# Real programs, where busybox's own do less than tests want.
base_programs="bash ip ss tc timeout stdbuf setpriv unshare nsenter prlimit
	sysctl tar"
# Modules that a test may modprobe. Those a kernel lacks or has built in
# are left out; a test that needs one says so by failing.
base_modules="veth dummy bridge vrf bonding 8021q macvlan ifb tun
	inet_diag tcp_diag mptcp_diag tls fuse
	sch_netem sch_tbf sch_fq sch_ingress cls_u32 cls_matchall act_mirred
	act_gact nf_tables nft_ct nft_limit nft_reject_inet nft_fib_inet
	nf_conntrack nbd smc gcm ctr ghash_generic"

# libraries FILE: the shared libraries of an ELF file. Those of a program
# below a guest root come from there first.
libraries()
{
	local root=${1#"$CACHE/"}

	root=$CACHE/${root%%/*}
	case $1 in
	"$CACHE"/guest*/*)
		LD_LIBRARY_PATH=$root/usr/lib/x86_64-linux-gnu:$root/lib/x86_64-linux-gnu \
			ldd "$1" 2>/dev/null
		;;
	*)
		ldd "$1" 2>/dev/null
		;;
	esac | grep -o '/[^ ]*'
}

is_elf()
{
	[ "$(head -c 4 "$1" | tr -d '\0')" = $'\177ELF' ]
}

# with_libraries DIR FILE: have FILE's libraries in the tree DIR, at the
# place where the guest's loader looks
with_libraries()
{
	local l dst

	is_elf "$2" || return 0
	while read -r l; do
		dst=$1/${l#"$CACHE"/guest*/}
		[ -e "$dst" ] || install -D "$l" "$dst"
	done < <(libraries "$2")
}

# add DIR SRC DST: SRC, a file or a directory, as DST in the tree DIR
add()
{
	local dir=$1 src=$2 dst=$3 f

	[ -e "$src" ] || { say "no such file: $src"; return 1; }
	mkdir -p "$dir/$(dirname "$dst")" || return 1
	if [ ! -d "$src" ]; then
		cp -pL "$src" "$dir/$dst" && with_libraries "$dir" "$src"
		return
	fi
	mkdir -p "$dir/$dst" && cp -a "$src/." "$dir/$dst/" || return 1
	while read -r f; do
		with_libraries "$dir" "$f"
	done < <(find "$src" -type f -perm -u+x)
}

pack()
{
	(cd "$1" && find . | LC_ALL=C sort |
		cpio --quiet -o -H newc -R 0:0) > "$2"
}

# The base: programs, busybox under all its names, init.
make_base()
{
	local dir=$1/root p f

	mkdir -p "$dir"/{bin,sbin,usr/bin,usr/sbin,dev,proc,sys,run,root,out} \
		"$dir"/{tmp,tests,rig,etc} "$dir/lib/modules" "$dir/var/run"
	cp /bin/busybox "$dir/bin/busybox" || return 1
	while read -r p; do
		[ "$p" = bin/busybox ] || ln -s /bin/busybox "$dir/$p"
	done < <(/bin/busybox --list-full)
	ln -sf /bin/busybox "$dir/sbin/modprobe"
	for p in $base_programs; do
		f=$(PATH=$PATH:/usr/sbin:/sbin command -v "$p") ||
			{ say "no program $p here: run scripts/setup"; return 1; }
		# all names of it, or busybox would win by being first in PATH
		rm -f "$dir"/{bin,sbin,usr/bin,usr/sbin}/"$p"
		add "$dir" "$f" "usr/bin/$p" || return 1
	done
	ln -sf /usr/bin/bash "$dir/bin/bash"
	# busybox's own shell would prefer its applets to the real programs
	ln -sf bash "$dir/bin/sh"
	f=$(find /usr/lib/*-linux-gnu/coreutils /usr/libexec/coreutils \
		-name libstdbuf.so 2>/dev/null | head -n 1)
	[ -z "$f" ] || add "$dir" "$f" "$f" || return 1
	gcc -static -Os -Wall -Wextra -o "$dir/bin/port" "$vm/port.c" || return 1
	install -m 755 "$vm/init" "$dir/init"
	cp "$vm/complaints" "$vm/races.awk" "$dir/rig/"
	printf 'root:x:0:0::/root:/bin/bash\nnobody:x:65534:65534::/:/bin/sh\n' \
		> "$dir/etc/passwd"
	printf 'root:x:0:\nnogroup:x:65534:\n' > "$dir/etc/group"
	echo '127.0.0.1 localhost' > "$dir/etc/hosts"
	printf 'http 80/tcp\nhttps 443/tcp\n' > "$dir/etc/services"
	printf 'tcp 6 TCP\nudp 17 UDP\n' > "$dir/etc/protocols"
	pack "$dir" "$1/cpio" && rm -rf "$dir"
}

# base_cpio: the path of the base archive for what is installed now
base_cpio()
{
	local p key dir

	key=$(for p in $base_programs busybox; do
		stat -L -c '%n %s %Y' "$(PATH=$PATH:/usr/sbin:/sbin \
			command -v "$p")"
	done 2>/dev/null | cat - "$vm/init" "$vm/port.c" "$vm/complaints" \
		"$vm/races.awk" "$vm/initrd.sh" | sha256sum | cut -c1-16)
	dir=$CACHE/vm/base-$key
	[ -d "$dir" ] || {
		find "$CACHE/vm" -mindepth 1 -maxdepth 1 -mtime +7 \
			-exec rm -rf {} + 2>/dev/null
		fill "$dir" make_base || return 1
	}
	echo "$dir/cpio"
}

# module_closure BASE RELEASE MODULE...: the files of these modules and of
# all they need, as far as they are modules in this kernel
module_closure()
{
	local base=$1/lib/modules/$2

	shift 2
	awk -v want="$*" '
		function base(p) {
			sub(/.*\//, "", p)
			sub(/\.ko.*/, "", p)
			gsub(/-/, "_", p)
			return p
		}
		{
			sub(/:/, "")
			path[base($1)] = $1
			deps[base($1)] = $0
		}
		END {
			n = split(want, w, " ")
			for (i = 1; i <= n; i++) {
				gsub(/-/, "_", w[i])
				m = split(deps[w[i]], d, " ")
				for (j = 1; j <= m; j++)
					print d[j]
			}
		}' "$base/modules.dep" | sort -u
}

make_modules()
{
	local name=$1 list=$2 tmp=$3 dir krel base f out

	dir=$tmp/root
	krel=$(< "$CACHE/kernels/$name/release")
	base=$CACHE/kernels/$name/modules
	mkdir -p "$dir/lib/modules/$krel"
	# shellcheck disable=SC2086
	while read -r f; do
		out=$dir/lib/modules/$krel/${f%.[xgz]*}
		[ "${f%.ko}" = "$f" ] || out=$dir/lib/modules/$krel/$f
		mkdir -p "${out%/*}"
		case $f in
		*.xz) xz -dc "$base/lib/modules/$krel/$f" ;;
		*.zst) zstd -qdc "$base/lib/modules/$krel/$f" ;;
		*) cat "$base/lib/modules/$krel/$f" ;;
		esac > "$out" || return 1
	done < <(module_closure "$base" "$krel" $list)
	cp "$base/lib/modules/$krel"/modules.{order,builtin,builtin.modinfo} \
		"$dir/lib/modules/$krel/" 2>/dev/null
	depmod -b "$dir" "$krel" || return 1
	rm -f "$dir/lib/modules/$krel"/modules.*.bin
	pack "$dir" "$tmp/cpio" && rm -rf "$dir"
}

# modules_cpio KERNEL MODULE...: the path of the archive with the base's
# modules and these
modules_cpio()
{
	local name=$1 key dir list

	shift
	list="$base_modules $*"
	key=$(printf '%s\n' "$list" "$(< "$CACHE/kernels/$name/version")" |
		cat - "$vm/initrd.sh" | sha256sum | cut -c1-16)
	dir=$CACHE/vm/modules-$name-$key
	[ -d "$dir" ] || fill "$dir" make_modules "$name" "$list" || return 1
	echo "$dir/cpio"
}
