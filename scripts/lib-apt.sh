# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Packages of other Debian suites without touching /etc/apt or /var/lib: an
# apt state of our own in the cache, its mirror taken from apt's own
# configuration. Works without root. To be sourced after lib.sh.

# mirror_of SUFFIX: the archive that this machine's apt uses for Debian
# (SUFFIX empty) or for its security updates (SUFFIX -security)
mirror_of()
{
	# shellcheck disable=SC2016
	apt-get indextargets --no-release-info \
		--format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
		awk -v s="$1" '
			$1 ~ "^(bookworm|trixie|oldstable|stable)" s "$" {
				print $2
				exit
			}'
}

apt_sources()
{
	local base sec key='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'

	base=$(mirror_of '')
	[ -n "$base" ] || { say "apt names no Debian archive"; return 1; }
	sec=$(mirror_of -security)
	# of other architectures nothing runs; not every mirror has all of theirs
	[ "${1%+*}" = "$1" ] || sec=''
	case ${1%+*} in
	bookworm)
		echo "deb $key $base bookworm main"
		# the newest kernels are there and not in the suite itself
		[ -z "$sec" ] || echo "deb $key $sec bookworm-security main"
		;;
	trixie)
		echo "deb $key $base trixie main"
		echo "deb $key $base trixie-backports main"
		;;
	*)
		say "no such release: $1"
		return 1
		;;
	esac
}

# apt_own RELEASE PROGRAM ARGS...: apt-get or apt-cache upon that state. In all
# that follows a RELEASE like bookworm+arm64 is that of another architecture.
apt_own()
{
	local s=$CACHE/apt/$1 prog=$2 arch=amd64

	[ "${1#*+}" = "$1" ] || arch=${1#*+}
	shift 2
	"$prog" -o Dir::Etc::sourcelist="$s/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferencesparts=/dev/null \
		-o Dir::State="$s" -o Dir::State::lists="$s/lists" \
		-o Dir::State::status="$s/status" -o Dir::Cache="$s/cache" \
		-o APT::Architecture="$arch" -o APT::Architectures= \
		-o APT::Install-Recommends=false \
		-o APT::Sandbox::User= -o APT::Keep-Downloaded-Packages=true \
		-o Binary::apt-get::APT::Keep-Downloaded-Packages=true \
		-o Acquire::Languages=none -o Acquire::Retries=3 \
		-o Debug::NoLocking=1 -o Dpkg::Use-Pty=0 "$@"
}

# apt_open RELEASE: have its lists, not older than a day
apt_open()
{
	local s=$CACHE/apt/$1

	mkdir -p "$s/lists/partial" "$s/cache/archives/partial" "$s/debs"
	: >> "$s/status"
	if [ -z "$(find "$s/fresh" -mmin -1440 2>/dev/null)" ]; then
		say "reading the package lists of $1"
		apt_sources "$1" > "$s/sources.list" || return 1
		apt_own "$1" apt-get update -qq || return 1
		touch "$s/fresh"
	fi
}

# apt_fetch RELEASE PACKAGE...: download; prints the path of each .deb
apt_fetch()
{
	local s=$CACHE/apt/$1 rel=$1 p uris

	shift
	for p in "$@"; do
		uris=$(apt_own "$rel" apt-get download --print-uris -qq "$p") ||
			return 1
		[ -n "$uris" ] || { say "no package $p in $rel"; return 1; }
		(cd "$s/debs" && apt_own "$rel" apt-get download -qq "$p" >&2) ||
			return 1
		echo "$s/debs/$(awk 'NR == 1 { print $2 }' <<< "$uris")"
	done
}

# kernel_source RELEASE PACKAGE DIR STRIP PATTERN...: of the kernel's source in that
# package, what matches (all, if there is no pattern), into DIR, without the first
# STRIP directories of its name; prints the path of the .deb
kernel_source()
{
	local rel=$1 s=$2 dir=$3 strip=$4 deb
	local -a some=()

	shift 4
	[ $# = 0 ] || some=(--wildcards "${@/#/$s/}")
	apt_open "$rel" || return 1
	deb=$(apt_fetch "$rel" "$s") || return 1
	dpkg-deb --fsys-tarfile "$deb" | tar -x -O "./usr/src/$s.tar.xz" |
		tar -x -J -C "$dir" --strip-components="$strip" "${some[@]}" ||
		return 1
	echo "$deb"
}

# unpack DIR DEB...: only what programs need
unpack()
{
	local dir=$1 deb

	shift
	for deb in "$@"; do
		dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$dir" \
			--no-same-owner --exclude='./usr/share/doc' \
			--exclude='./usr/share/man' --exclude='./usr/share/info' \
			--exclude='./usr/share/locale' || return 1
	done
}
