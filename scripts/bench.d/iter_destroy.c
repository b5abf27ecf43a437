// SPDX-License-Identifier: GPL-2.0
/*
 * iter_destroy: reset all TCP connections of one local port, inside the kernel
 *
 * A BPF iterator over TCP sockets that calls bpf_sock_destroy() on each, which
 * is the quickest that kernels from 6.5 offer to an administrator. The program
 * is nine instructions, given to the kernel as they are: no compiler, no
 * loader. What it refers to in the kernel is found in the kernel's own BTF.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* struct bpf_iter__tcp: the socket; struct sock_common: its port and state */
#define CTX_SK		8
#define SKC_NUM		14
#define SKC_STATE	18
#define LISTEN		10

static char *btf;
static const struct btf_header *hdr;

static int bpf(int cmd, union bpf_attr *attr)
{
	int fd = syscall(SYS_bpf, cmd, attr, sizeof(*attr));

	if (fd < 0)
		err(1, "%s(%d)", __func__, cmd);
	return fd;
}

static void read_btf(void)
{
	size_t size = 0, room = 64 << 20;
	int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY);
	ssize_t n;

	btf = malloc(room);
	if (fd < 0 || !btf)
		err(1, "the kernel's BTF");
	while ((n = read(fd, btf + size, room - size)) > 0)
		size += n;
	hdr = (void *)btf;
	if (size < sizeof(*hdr) || hdr->magic != BTF_MAGIC)
		errx(1, "this is no BTF");
}

/* What follows a type depends on its kind. */
static size_t tail(const struct btf_type *t)
{
	unsigned int vlen = BTF_INFO_VLEN(t->info);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return 4;
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_DATASEC:
	case BTF_KIND_ENUM64:
		return vlen * 12;
	case BTF_KIND_ENUM:
	case BTF_KIND_FUNC_PROTO:
		return vlen * 8;
	default:
		return 0;
	}
}

static int function(const char *name)
{
	const char *at = btf + hdr->hdr_len + hdr->type_off;
	const char *end = at + hdr->type_len;
	const char *names = btf + hdr->hdr_len + hdr->str_off;
	int id;

	for (id = 1; at < end; id++) {
		const struct btf_type *t = (void *)at;

		if (BTF_INFO_KIND(t->info) == BTF_KIND_FUNC &&
		    !strcmp(names + t->name_off, name))
			return id;
		at += sizeof(*t) + tail(t);
	}
	errx(1, "the kernel has no %s", name);
}

int main(int argc, char **argv)
{
	int port = argc == 2 ? atoi(argv[1]) : 0, prog, link, iter;
	static char log[1 << 16];
	union bpf_attr attr = {};
	char buf[4096];
	ssize_t n;

	if (port <= 0 || port > 65535)
		errx(2, "usage: iter_destroy PORT");
	read_btf();

#define LOAD(size, d, s, o) \
	{ .code = BPF_LDX | BPF_MEM | (size), .dst_reg = (d), .src_reg = (s), .off = (o) }
#define JUMP(op, r, value, o) \
	{ .code = BPF_JMP | (op) | BPF_K, .dst_reg = (r), .off = (o), .imm = (value) }
	struct bpf_insn insns[] = {
		LOAD(BPF_DW, BPF_REG_1, BPF_REG_1, CTX_SK),
		JUMP(BPF_JEQ, BPF_REG_1, 0, 5),
		LOAD(BPF_H, BPF_REG_2, BPF_REG_1, SKC_NUM),
		JUMP(BPF_JNE, BPF_REG_2, port, 3),
		LOAD(BPF_B, BPF_REG_2, BPF_REG_1, SKC_STATE),
		JUMP(BPF_JEQ, BPF_REG_2, LISTEN, 1),
		{ .code = BPF_JMP | BPF_CALL, .src_reg = BPF_PSEUDO_KFUNC_CALL,
		  .imm = function("bpf_sock_destroy") },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};

	attr.prog_type = BPF_PROG_TYPE_TRACING;
	attr.expected_attach_type = BPF_TRACE_ITER;
	attr.attach_btf_id = function("bpf_iter_tcp");
	attr.insns = (uintptr_t)insns;
	attr.insn_cnt = sizeof(insns) / sizeof(*insns);
	attr.license = (uintptr_t)"GPL";
	attr.log_buf = (uintptr_t)log;
	attr.log_size = sizeof(log);
	attr.log_level = 1;
	prog = syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	if (prog < 0)
		errx(1, "the program was refused: %s\n%s", strerror(errno), log);

	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = prog;
	attr.link_create.attach_type = BPF_TRACE_ITER;
	link = bpf(BPF_LINK_CREATE, &attr);
	memset(&attr, 0, sizeof(attr));
	attr.iter_create.link_fd = link;
	iter = bpf(BPF_ITER_CREATE, &attr);
	while ((n = read(iter, buf, sizeof(buf))) > 0)
		;
	if (n < 0)
		err(1, "the iterator");
	return 0;
}
