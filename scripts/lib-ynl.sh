# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The kernel tree's own netlink tools: the generator of code from a
# specification, and the python client. Used as they are in Debian's kernel
# source, nothing copied into the project. To be sourced after lib.sh and
# lib-apt.sh.

ynl_source=linux-source-7.3
ynl=$CACHE/ynl
# Debian's own python3, for which Debian's python3-yaml is; without leaving
# compiled files about.
python=(env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3)

# What ynl_generate makes, and how: MODE KIND FILE
ynl_made="uapi --header include/uapi/linux/tcp_mpp.h
kernel --header module/nl_gen.h
kernel --source module/nl_gen.c"
# And ynl_reference, from it and from the comments of the module.
ynl_told=include/netlink/reference.md

make_ynl()
{
	kernel_source trixie "$ynl_source" "$1" 1 'tools/net/ynl/pyynl/*' \
		'Documentation/netlink/*.yaml' > /dev/null
}

fill_ynl()
{
	forget_halves "$ynl"
	[ -d "$ynl" ] || fill "$ynl" make_ynl
}

# ynl_have: the tools are in $ynl
ynl_have()
{
	[ -d "$ynl" ] && return
	say "fetching the kernel's netlink tools ($ynl_source, about 165 MB, once)"
	with_lock ynl fill_ynl
}

# ynl_generate SPEC DIR: what follows from SPEC, below DIR. The generator looks
# for the schema two levels above the specification, and upwards from there for
# a file MAINTAINERS, so it works in a tree made for it.
ynl_generate()
{
	local spec=$1 dir=$2 tree mode kind file rc=0

	tree=$(mktemp -d) || return 1
	touch "$tree/MAINTAINERS"
	mkdir -p "$tree/include/netlink/specs"
	cp "$ynl/Documentation/netlink/"*.yaml "$tree/include/netlink/" &&
		cp "$spec" "$tree/include/netlink/specs/" || rc=1
	while [ "$rc" = 0 ] && read -r mode kind file; do
		mkdir -p "$dir/${file%/*}"
		timeout 60 "${python[@]}" "$ynl/tools/net/ynl/pyynl/ynl_gen_c.py" \
			--mode "$mode" "$kind" -o "$dir/$file" \
			--spec "$tree/include/netlink/specs/${spec##*/}" \
			< /dev/null || rc=1
	done <<< "$ynl_made"
	rm -rf "$tree"
	return "$rc"
}

# ynl_reference DIR: the reference of all surfaces, below DIR
ynl_reference()
{
	local file=$1/$ynl_told

	mkdir -p "${file%/*}"
	if "${python[@]}" "$TOP/scripts/reference.py" "$TOP" > "$file.new"; then
		mv "$file.new" "$file"
	else
		rm -f "$file.new"
		return 1
	fi
}
