# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The tests that run in the VM, and the tools they call, built and put into
# build/selftests by the kernel's own lib.mk. To be sourced after lib.sh.

ksft=$CACHE/ksrc/tools/testing/selftests
tests=${MPP_TESTS:-$TOP/selftests}

# tests_make TARGET ARGS...: of selftests/Makefile
tests_make()
{
	make -s --no-print-directory -C "$tests" KSFT="$ksft" \
		OUTPUT="$TOP/build/selftests-obj" "$@"
}

# install_tests: anew, for what is no test any more is not to run; what make says is
# shown only when it fails
install_tests()
{
	local text

	rm -rf "$TOP/build/selftests"
	mkdir -p "$TOP/build/selftests-obj"
	text=$(tests_make install INSTALL_PATH="$TOP/build/selftests" 2>&1) ||
		{ printf '%s\n' "$text" >&2; return 1; }
}
