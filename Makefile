# SPDX-License-Identifier: GPL-2.0-only
# For people; kbuild reads Kbuild.  `make help` lists what there is.

KDIR ?= /lib/modules/$(shell uname -r)/build

# `make demo SHELL=1` would have make look for a shell called 1: take it as
# KEEP=1, and give make its shell back.
ifeq ($(origin SHELL),command line)
override KEEP := $(SHELL)
override SHELL := /bin/sh
endif

.PHONY: all modules install clean bed demo check check-debug check-selftests soak kunit style mutants interop \
	fuzz coverage help bench bench-gate bench-chart
.DEFAULT_GOAL := all

all: modules

modules:
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

install: modules
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules_install

clean:
	$(MAKE) -C $(KDIR) M=$(CURDIR) clean

bed:
	@scripts/bed/make-bed

demo: bed
	@scripts/vm/demo $(if $(KEEP),-i)

check: bed
	@scripts/check $(CHECK)

kunit: bed
	@scripts/kunit/run

style: bed
	@scripts/check style includes shell

interop: bed
	@scripts/bed/build -k trixie >/dev/null
	@scripts/vm/interop

check-debug: bed
	@scripts/bed/build -k trixie >/dev/null
	@scripts/bed/build -k debug GCOV_PROFILE=y >/dev/null
	@scripts/vm/suite -d -g "$$(scripts/coverage/counts)/vm" $(if $(JOBS),-j $(JOBS))

check-selftests: bed
	@scripts/bed/build -k trixie >/dev/null
	@scripts/bed/build -k debug >/dev/null
	@scripts/selftests/run $(SELFTESTS)

coverage: bed
	@scripts/coverage/run $(if $(JOBS),-j $(JOBS)) $(COVERAGE)

soak: bed
	@scripts/soak $(if $(JOBS),-j $(JOBS)) $(or $(TIME),60) $(SOAK)

fuzz: bed
	@scripts/fuzz/run $(if $(TIME),-t $(TIME))

mutants: bed
	@scripts/mutants/run $(if $(SEED),-s $(SEED)) $(if $(COUNT),-c $(COUNT))

bench: bed
	@scripts/bed/build -k trixie >/dev/null
	@scripts/bench/run $(BENCH)

bench-gate: bed
	@scripts/bed/build -k trixie >/dev/null
	@scripts/bench/gate $(if $(SHORT),-s) $(BENCH)

bench-chart: bed
	@scripts/bench/chart

help:
	@echo 'make             modules for the running kernel; KDIR=<headers> for another,'
	@echo '                 W=1 C=1 for more warnings: pf/vtc_pf.ko, vf/vtc_vf.ko'
	@echo 'make install     put them where modprobe finds them'
	@echo 'make demo        watch the pair carry traffic in a VM; KEEP=1 leaves you a shell in it'
	@echo 'make check       what is tested before each change; CHECK="build style vm" runs some parts (scripts/check -h)'
	@echo 'make kunit       only the unit tests'
	@echo 'make check-debug the scenarios on a kernel with sanitizers; suspend, kexec, unplugging'
	@echo 'make check-selftests the kernel'"'"'s own selftests against our PF and VF; SELFTESTS="-f ping pf"'
	@echo '                 runs some (scripts/selftests/run -h)'
	@echo 'make coverage    what the tests reach, line by line, as HTML and as one line;'
	@echo '                 COVERAGE=-k: the unit tests only (scripts/coverage/run -h)'
	@echo 'make soak        the scenarios at their long sizes for TIME=60 minutes at most;'
	@echo '                 SOAK="hostile xdp" runs some'
	@echo 'make style       only the style gates'
	@echo 'make interop     our drivers and the kernel'"'"'s, each with each, as a table and as JSON'
	@echo 'make fuzz        fuzz the message codec and the switch; TIME=seconds for each'
	@echo 'make mutants     break the drivers in small ways and count what the tests notice;'
	@echo '                 SEED=n COUNT=60; a minute each'
	@echo 'make bench       instructions a frame costs, our drivers and the kernel'"'"'s, as tables and'
	@echo '                 JSON; BENCH="vfrx rr" measures some (scripts/bench/run -h)'
	@echo 'make bench-gate  fail if a figure got worse than the recorded one; SHORT=1: two'
	@echo '                 scenarios, less than a minute'
	@echo 'make bench-chart draw the last make bench into Documentation'
	@echo 'make bed         only make the test bed (Debian trees in ~/.cache/vtc)'
	@echo 'make clean       remove what make built here'
