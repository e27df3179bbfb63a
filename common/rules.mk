# SPDX-License-Identifier: GPL-2.0-only
# Included by pf/Kbuild, vf/Kbuild and kunit/Kbuild: the files of common/ are
# compiled once for each module, into that module's own folder, so that each
# object carries its module's name and no third module is needed.
vtc-common := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
ccflags-y += -I$(vtc-common)

# dkms.conf is where the version is written down
vtc-version := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' $(vtc-common)/../dkms.conf)
ccflags-y += -DVTC_VERSION='"$(vtc-version)"'

$(obj)/%.o: $(vtc-common)/%.c FORCE
	$(call if_changed_rule,cc_o_c)
