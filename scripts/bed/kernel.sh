# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Kernels that Debian does not ship, built once from the linux-source package
# in the trixie tree and kept in the cache; another source, compiler or
# configuration makes another one.  A patch beside the configuration, X.patch with
# X.config, makes it faster and nothing else: it is left out where it does not apply.
# Sourced by lib.sh, never run.
#
# A kernel's folder has its source (src), what was built (o), build.log, and
# "ready" once it is.  Commands that run in the tree see it at /out.

vtc_source=$(vtc_tree trixie)/usr/src/linux-source-6.12.tar.xz

_vtc_version() {
	# Dpkg expands these.
	# shellcheck disable=SC2016
	chroot "$(vtc_tree trixie)" dpkg-query -W -f '${Package} ${Version}\n' "$1"
}

# _vtc_patch CONFIG: the patch that belongs to a configuration, or nothing
_vtc_patch() {
	if [ -e "${1%.config}.patch" ]; then
		printf '%s\n' "${1%.config}.patch"
	else
		echo /dev/null
	fi
}

# vtc_own_home NAME CONFIG: folder of the kernel with this configuration
vtc_own_home() {
	local key

	[ -e "$vtc_source" ] || die "no trixie tree: run scripts/bed/make-bed"
	key=$({ cat "$2" "$(_vtc_patch "$2")"; _vtc_version linux-source-6.12; _vtc_version gcc; } |
		sha256sum | cut -c1-16)
	printf '%s\n' "$vtc_cache/$1/$key"
}

# vtc_own_run HOME COMMAND [FOLDER]: run in the tree, HOME mounted at /out and FOLDER
# at /mnt, in a mount namespace that ends with the command.  So does /tmp: the memory of
# a user-mode kernel is a file there, which no disk needs to see.
vtc_own_run() {
	[ "$(id -u)" = 0 ] || die "needs root, for chroot and mount"
	# The inner shell expands its own arguments.
	# shellcheck disable=SC2016
	unshare -m --propagation private sh -c '
		mount --bind "$1" "$2/out" && mount --bind "$4" "$2/mnt" &&
			mount -t proc proc "$2/proc" && mount -t tmpfs tmpfs "$2/tmp" || exit 125
		exec chroot "$2" sh -c "$3"' sh "$1" "$(vtc_tree trixie)" "$2" "${3:-$1}" </dev/null
}

# vtc_own_modules HOME ARCH FOLDER ARGUMENT ...: build the modules in a folder
vtc_own_modules() {
	local home=$1 arch=$2 folder=$3

	shift 3
	vtc_own_run "$home" "$vtc_ccache make -C /out/o ARCH=$arch M=/mnt CC='ccache gcc' \
		-j$(nproc) --no-print-directory $(printf '%q ' "$@") modules" "$folder"
}

# What an external module needs of the source, and nothing else, stays.
_vtc_own_prune() {
	local home=$1 arch=$2 others=(! -name Kconfig ! -name x86)

	[ "$arch" = x86 ] || others+=(! -name "$arch")
	(cd "$home/src" && find . -mindepth 1 -maxdepth 1 \
		! -name Makefile ! -name Kconfig ! -name Kbuild \
		! -name scripts ! -name include ! -name arch \
		-exec rm -rf {} + &&
		find arch -mindepth 1 -maxdepth 1 "${others[@]}" -exec rm -rf {} +)
	find "$home/o" -name '*.o' ! -path '*/scripts/*' ! -path '*/tools/*' -delete
	rm -f "$home/o/vmlinux"
}

# vtc_own_make HOME CONFIG ARCH COMMAND: build the kernel unless it is there.
# COMMAND then takes out of /out/o what is wanted, as a shell in the tree.
vtc_own_make() {
	local home=$1 config=$2 arch=$3 name missing

	name=${config##*/}
	[ ! -e "$home/ready" ] || return 0
	say "${0##*/}: building the kernel of $name, once; log in $home/build.log"
	rm -rf "$home/src" "$home/o"
	mkdir -p "$home/src"
	tar -C "$home/src" --strip-components=1 -xf "$vtc_source"
	cp "$config" "$home/"
	cat "$(_vtc_patch "$config")" >"$home/patch"
	[ ! -s "$home/patch" ] || vtc_own_run "$home" "cd /out/src &&
		patch -p1 --dry-run </out/patch && patch -p1 </out/patch" >"$home/patch.log" 2>&1 ||
		say "${0##*/}: the patch of $name does not apply to this source"
	vtc_own_run "$home" "cd /out/src &&
		make ARCH=$arch O=/out/o KCONFIG_ALLCONFIG=/out/$name allnoconfig &&
		make ARCH=$arch O=/out/o -j$(nproc) all && $4" >"$home/build.log" 2>&1 || {
		tail -n 20 "$home/build.log" >&2
		die "the kernel did not build"
	}
	missing=$(grep -E '^CONFIG_[A-Z0-9_]+=[^n]' "$config" |
		grep -vxF -f "$home/o/.config" || :)
	[ -z "$missing" ] || die "not in the kernel:" "$missing"
	_vtc_own_prune "$home" "$arch"
	touch "$home/ready"
}

# vtc_debug_make: the debug kernel, laid out as in a tree
vtc_debug_make() {
	# A shell in the tree expands it.
	# shellcheck disable=SC2016
	vtc_own_make "$(vtc_tree debug)" "$vtc_top/scripts/bed/debug.config" x86 '
		kver=$(make -s O=/out/o kernelrelease) &&
		rm -rf /out/lib /out/boot && mkdir -p /out/boot &&
		cp /out/o/arch/x86/boot/bzImage /out/boot/vmlinuz-$kver &&
		make -s O=/out/o INSTALL_MOD_PATH=/out modules_install &&
		ln -sfn /out/o /out/lib/modules/$kver/build &&
		cksum /out/boot/vmlinuz-$kver >/out/.vtc-key'
}
