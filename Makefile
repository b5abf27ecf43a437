# SPDX-License-Identifier: GPL-2.0
#
# tcp_mpp: the module, its installation, its checks. `make help` lists what
# can be asked for. How the module is put together is in Kbuild.

KREL ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KREL)/build
# Where packages want the tree: make install DESTDIR=/tmp/root
INSTALL_MOD_PATH ?= $(DESTDIR)
STEPS := layers style netlink unit dist build rig defence vm kernel races
BENCHES := calm kill scale settings

# for scripts/check-*: make check-vm K=7.3 T=name
export CHECK_KERNELS T V
ifneq ($(K),)
CHECK_KERNELS := $(K)
endif

kbuild = $(MAKE) -C $(KDIR) M=$(CURDIR)
# the release that KDIR builds for, whatever KDIR is called
krel = $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
	$(KDIR)/include/generated/utsrelease.h)
# headers without a key cannot sign, and complain about it at length
nokey = $(if $(wildcard $(KDIR)/certs/signing_key.pem),,CONFIG_MODULE_SIG_ALL=)
depmod = PATH=$$PATH:/sbin:/usr/sbin depmod \
	$(if $(INSTALL_MOD_PATH),-b $(INSTALL_MOD_PATH)) $(krel)

all: headers
	$(kbuild) modules

headers:
	@test -e $(KDIR)/Makefile || { \
	echo "There is nothing to build against: $(KDIR) does not exist." >&2; \
	echo "Install the headers of the running kernel," >&2; \
	echo "    apt-get install linux-headers-$(KREL)" >&2; \
	echo "or name those of another kernel: make KDIR=/usr/src/linux-headers-VERSION" >&2; \
	exit 1; }

tools:
	@$(MAKE) --no-print-directory -C scripts/mppctl OUTPUT=$(CURDIR)/build
	@$(MAKE) --no-print-directory -C scripts/dist OUTPUT=$(CURDIR)/build

install-tools: tools
	$(MAKE) --no-print-directory -C scripts/mppctl OUTPUT=$(CURDIR)/build install
	$(MAKE) --no-print-directory -C scripts/dist OUTPUT=$(CURDIR)/build install

install: all
	$(kbuild) modules_install INSTALL_MOD_PATH=$(INSTALL_MOD_PATH) \
		INSTALL_MOD_DIR=updates $(nokey)
	$(depmod)
	if [ -e build/mppctl ]; then \
		$(MAKE) install-tools DESTDIR=$(INSTALL_MOD_PATH); fi

uninstall: headers
	rm -f $(INSTALL_MOD_PATH)/lib/modules/$(krel)/updates/tcp_mpp.ko*
	$(depmod)

clean:
	if [ -e $(KDIR)/Makefile ]; then $(kbuild) clean; fi
	rm -rf build

check:
	@scripts/check

check-long:
	@LONG=1 scripts/check

$(addprefix check-,$(STEPS)): check-%:
	@scripts/check $*

unit: check-unit

demo:
	@scripts/setup demo
	@scripts/demo

soak:
	@scripts/setup demo
	@scripts/soak

servers:
	@scripts/setup servers
	@scripts/servers

defence:
	@scripts/defence $(if $(K),--kernel $(K)) $(if $(JOBS),--jobs $(JOBS)) $(DEFENCE)

bench:
	@scripts/bench $(if $(K),--kernel $(K))

$(addprefix bench-,$(BENCHES)): bench-%:
	@scripts/bench $(if $(K),--kernel $(K)) $*

deb:
	@scripts/setup packages
	@scripts/make-deb

rpm-spec:
	@scripts/setup packages
	@scripts/make-rpm-spec

fuzz:
	@scripts/setup fuzz
	@$(MAKE) --no-print-directory -C scripts/mppctl/unit fuzz

coverage:
	@scripts/coverage

check-packages:
	@scripts/setup packages
	@scripts/check-packages

shell:
	@scripts/setup demo
	@scripts/kbuild $(or $(K),6.1)
	@selftests/vm/run -k $(or $(K),6.1) -o build/vm/shell -i

help:
	@echo 'make             build tcp_mpp.ko against KDIR ($(KDIR))'
	@echo 'make install     put it where modprobe finds it (DESTDIR=, INSTALL_MOD_PATH=)'
	@echo 'make uninstall   take it away again'
	@echo 'make tools       build build/mppctl; make install-tools, and from then on make'
	@echo '                 install, installs it (DESTDIR=, PREFIX=)'
	@echo 'make deb         Debian packages for DKMS and of the tools, in build/deb'
	@echo 'make rpm-spec    the same for rpm: a source package in build/rpm'
	@echo 'make clean       remove what was built'
	@echo
	@echo 'make demo        two machines under attack, without and with tcp_mpp'
	@echo 'make soak        15 minutes of honest load near the mark: nobody is reset'
	@echo 'make servers     nginx and Apache under slowhttptest, without and with tcp_mpp'
	@echo 'make defence     attacks x defences, a VM for each: JOBS=2 K=kernel'
	@echo '                 DEFENCE="--vectors trickle --memory 512M" and so on'
	@echo 'make bench       what it costs and how fast it is, counted: build/bench.json'
	@echo '  bench-calm     instructions for a segment, a SYN, a connection'
	@echo '  bench-kill     resets a second, beside ss -K and a BPF iterator'
	@echo '  bench-scale    sweep and relief at 1,000 to 500,000 connections'
	@echo '  bench-settings a change of the settings with 100,000 connections'
	@echo 'make check       all gates and tests, from nothing; parts of it:'
	@echo '  check-layers   the order of the rooms in module/'
	@echo '  check-style    checkpatch, shellcheck and the like'
	@echo '  check-netlink  the netlink code is what its specification says'
	@echo '  check-unit     the pure rooms in user space (or: make unit)'
	@echo '  check-dist     packages, man pages, units, hooks, alert rules'
	@echo '  check-build    every kernel, gcc, clang, sparse: no warning'
	@echo '  check-rig      the test VM tells what it should'
	@echo '  check-defence  two attacks, each without and with tcp_mpp'
	@echo '  check-long     the same with the tests that take longer, of company'
	@echo '  check-kernel   of these, the kernel'"'"'s own tests, with the module and without'
	@echo '  check-races    of these, some under KCSAN, the detector of data races'
	@echo '  check-vm       the tests in VMs: K=kernel T=test V=1'
	@echo 'make fuzz        what reads files of strangers, for TIME=600 seconds each'
	@echo 'make coverage    which lines of module/ the tests execute (gcov, over an hour)'
	@echo 'make check-packages  both packages in a Debian 12 with systemd, in a VM'
	@echo 'make shell       a shell in a VM with the module at hand: K=kernel'
	@echo
	@echo 'Kernels: 6.1 6.12 7.3, and 6.1-debug with KASAN, lockdep and kmemleak, which'
	@echo 'is built when first needed, and runs part of the tests. CHECK_KERNELS="6.1 7.3"'
	@echo 'chooses.'

# for scripts/mppctl
export DESTDIR PREFIX

.PHONY: check-long all headers tools install-tools install uninstall clean check unit demo defence soak servers shell help
.PHONY: bench $(addprefix bench-,$(BENCHES))
.PHONY: deb rpm-spec check-packages fuzz coverage
.PHONY: $(addprefix check-,$(STEPS))
