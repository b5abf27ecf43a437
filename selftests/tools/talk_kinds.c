// SPDX-License-Identifier: GPL-2.0
/*
 * Kinds of TCP sockets, by what has to be done to have one
 *
 * Keys are the same at both ends and say nothing: who else can read them does
 * not matter here.
 */
#include <linux/bpf.h>
#include <linux/tcp.h>
#include <linux/tls.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "talk.h"
#include "util.h"

#ifndef AF_SMC
#define AF_SMC 43
#endif
#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#define SOL_TLS 282
#define KEY "tcp_mpp"

/* As in linux/tcp.h from 6.7 on. */
#define AO_ADD_KEY 38
struct ao_add {
	struct sockaddr_storage addr;
	char alg_name[64];
	int32_t ifindex;
	uint32_t flags;
	uint16_t reserved;
	uint8_t prefix, sndid, rcvid, maclen, keyflags, keylen;
	uint8_t key[80];
} __attribute__((aligned(8)));

static void set(int fd, int level, int name, const void *value, socklen_t len,
		const char *what)
{
	if (setsockopt(fd, level, name, value, len))
		die_errno(what);
}

static void prepare_fastopen(int fd, bool listener)
{
	int backlog = 64;

	if (listener)
		set(fd, IPPROTO_TCP, TCP_FASTOPEN, &backlog, sizeof(backlog),
		    "TCP_FASTOPEN");
}

/* A listener takes anybody who has the key. */
static void peer_of(struct sockaddr_storage *addr, uint8_t *prefix,
		    bool listener)
{
	*prefix = 0;
	if (listener) {
		addr->ss_family = talk.family == 6 ? AF_INET6 : AF_INET;
		return;
	}
	*addr = talk.dst;
	*prefix = talk.dst.ss_family == AF_INET ? 32 : 128;
	((struct sockaddr_in *)addr)->sin_port = 0;
}

static void prepare_md5(int fd, bool listener)
{
	struct tcp_md5sig sig = {
		.tcpm_flags = TCP_MD5SIG_FLAG_PREFIX,
		.tcpm_keylen = sizeof(KEY) - 1,
		.tcpm_key = KEY,
	};
	struct sockaddr_storage peer = {};

	peer_of(&peer, &sig.tcpm_prefixlen, listener);
	memcpy(&sig.tcpm_addr, &peer, sizeof(peer));
	set(fd, IPPROTO_TCP, TCP_MD5SIG_EXT, &sig, sizeof(sig), "TCP_MD5SIG");
}

static void prepare_ao(int fd, bool listener)
{
	struct ao_add ao = {
		.alg_name = "hmac(sha1)",
		.sndid = 100,
		.rcvid = 100,
		.keylen = sizeof(KEY) - 1,
		.key = KEY,
	};

	peer_of(&ao.addr, &ao.prefix, listener);
	set(fd, IPPROTO_TCP, AO_ADD_KEY, &ao, sizeof(ao), "TCP_AO_ADD_KEY");
}

static void established_tls(int fd, bool accepted)
{
	struct tls12_crypto_info_aes_gcm_128 key = {
		.info.version = TLS_1_2_VERSION,
		.info.cipher_type = TLS_CIPHER_AES_GCM_128,
		.key = KEY,
	};

	(void)accepted;
	set(fd, IPPROTO_TCP, TCP_ULP, "tls", sizeof("tls"), "TCP_ULP");
	set(fd, SOL_TLS, TLS_TX, &key, sizeof(key), "TLS_TX");
	set(fd, SOL_TLS, TLS_RX, &key, sizeof(key), "TLS_RX");
}

static int bpf(int cmd, union bpf_attr *attr, const char *what)
{
	int ret = syscall(SYS_bpf, cmd, attr, sizeof(*attr));

	if (ret < 0)
		die_errno(what);
	return ret;
}

/* A map whose program lets everything pass: each byte goes through the two. */
static int make_map(void)
{
	static const struct bpf_insn pass[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = SK_PASS },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr map = {
		.map_type = BPF_MAP_TYPE_SOCKMAP,
		.key_size = sizeof(int),
		.value_size = sizeof(int),
		.max_entries = 1024,
	};
	union bpf_attr prog = {
		.prog_type = BPF_PROG_TYPE_SK_SKB,
		.insns = (uintptr_t)pass,
		.insn_cnt = ARRAY_SIZE(pass),
		.license = (uintptr_t)"GPL",
	};
	union bpf_attr attach = {
		.attach_type = BPF_SK_SKB_STREAM_VERDICT,
	};
	int fd = bpf(BPF_MAP_CREATE, &map, "BPF_MAP_CREATE");

	attach.target_fd = fd;
	attach.attach_bpf_fd = bpf(BPF_PROG_LOAD, &prog, "BPF_PROG_LOAD");
	bpf(BPF_PROG_ATTACH, &attach, "BPF_PROG_ATTACH");
	return fd;
}

static void established_sockmap(int fd, bool accepted)
{
	static int map = -1;
	union bpf_attr attr = {
		.key = (uintptr_t)&fd,
		.value = (uintptr_t)&fd,
	};

	if (!accepted)
		return;
	if (map < 0)
		map = make_map();
	attr.map_fd = map;
	bpf(BPF_MAP_UPDATE_ELEM, &attr, "BPF_MAP_UPDATE_ELEM");
}

static const struct talk_kind kinds[] = {
	{ .name = "plain" },
	{ .name = "fastopen", .prepare = prepare_fastopen, .syn_data = true },
	{ .name = "md5", .prepare = prepare_md5 },
	{ .name = "ao", .prepare = prepare_ao },
	{ .name = "mptcp", .protocol = IPPROTO_MPTCP },
	{ .name = "smc", .domain = AF_SMC },
	{ .name = "tls", .established = established_tls },
	{ .name = "sockmap", .established = established_sockmap },
};

const struct talk_kind *talk_kind_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	die("no such kind: '%s'", name);
}
