# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What every script of the bed agrees on: where the cache is, which trees
# there are, how to speak to the user.  Sourced, never run.
#
# A third name works like a tree's, "debug": the modules and the image of the
# debug kernel, run on the trixie tree (kernel.sh).

vtc_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
vtc_cache=${VTC_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vtc}
vtc_trees="trixie bookworm"

# Make's own variables must not reach the makes that run inside the trees.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

say() { printf '%s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# vtc_tree NAME: path of a tree
vtc_tree() {
	if [ "$1" = debug ]; then
		vtc_own_home debug "$vtc_top/scripts/bed/debug.config"
	else
		printf '%s\n' "$vtc_cache/$1"
	fi
}

# vtc_kver NAME: release of the one kernel with headers in a tree
vtc_kver() {
	local d

	for d in "$(vtc_tree "$1")"/lib/modules/*/build; do
		[ -L "$d" ] || continue
		d=${d%/build}
		printf '%s\n' "${d##*/}"
		return 0
	done
	return 1
}

# vtc_is_tree NAME: true for a name of a tree
vtc_is_tree() {
	case " $vtc_trees debug " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# vtc_build NAME: where scripts/bed/build leaves the modules for a tree's kernel
vtc_build() {
	local id

	id=$(printf '%s' "$vtc_top" | cksum)
	printf '%s\n' "$(vtc_tree "$1")/build/${id%% *}"
}

# vtc_kernel NAME RELEASE: kernel image to boot
vtc_kernel() { printf '%s\n' "$(vtc_tree "$1")/boot/vmlinuz-$2"; }

# vtc_copy NAME PURPOSE: bring the project's files into a folder of the tree,
# for tools that run in there; prints the folder.  Files that did not change
# keep their time, so that an incremental build stays one.
vtc_copy() {
	local dir list

	dir=$(vtc_build "$1")-$2
	list=$(cd "$vtc_top" && vtc_files)
	mkdir -p "$dir"
	comm -13 <(printf '%s\n' "$list" | sort) \
		<(cd "$dir" && find . -type f -name '*.[ch]' ! -name '*.mod.c' | sed 's|^\./||' | sort) |
		while read -r file; do rm -f "$dir/$file"; done
	(cd "$vtc_top" && printf '%s\n' "$list" | xargs -r -d '\n' cp -pu --parents -t "$dir")
	printf '%s\n' "$dir"
}

# Compilers are told by this to ask first whether they have done it before.
vtc_ccache="CCACHE_DIR=/var/cache/ccache CCACHE_MAXSIZE=1G"

# vtc_inside TREE FOLDER COMMAND ...: run something in a folder, inside a tree, with
# /proc and /dev in a mount namespace of its own.  There the folder is called /mnt,
# whatever checkout it is of, so that what one has compiled is of use to all.
vtc_inside() {
	local root dir=$2

	root=$(vtc_tree "$1")
	shift 2
	# shellcheck disable=SC2016,SC2086
	unshare -m bash -c 'mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" &&
		mount --bind "$1" "$0/mnt" && shift && exec chroot "$0" env -C /mnt "$@"' \
		"$root" "$dir" $vtc_ccache DEBIAN_KERNEL_USE_CCACHE=y "$@"
}

# The files of the project in the current folder, without what was built.
vtc_files() {
	if [ -e .git ] && command -v git >/dev/null; then
		git ls-files -co --exclude-standard | while IFS= read -r file; do
			[ ! -f "$file" ] || printf '%s\n' "$file"
		done
	else
		find . -name .git -prune -o -type f ! -name '*.o' ! -name '*.ko' ! -name '*.mod' \
			! -name '*.mod.c' ! -name '.*.cmd' ! -name '*.pyc' -print | sed 's|^\./||'
	fi
}

# vtc_python FILE ...: the trixie tree's Python, on files of this machine
vtc_python() {
	local root lib

	root=$(vtc_tree trixie) lib=$(vtc_tree trixie)/usr/lib/x86_64-linux-gnu
	PYTHONHOME=$root/usr PYTHONDONTWRITEBYTECODE=1 "$lib/ld-linux-x86-64.so.2" \
		--library-path "$lib" "$root/usr/bin/python3" "$@"
}

# shellcheck source=scripts/bed/kernel.sh
. "$vtc_top/scripts/bed/kernel.sh"
