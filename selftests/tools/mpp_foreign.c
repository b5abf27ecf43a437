// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_foreign plain|ulp|tls|sockmap PORT COUNT: connections somebody else reads
 *
 * Accepts COUNT connections over IPv4, fills their send queues, reads nothing.
 *   plain    leaves them as they are, for comparison
 *   ulp      installs kTLS, without a key: nothing but the ULP is different
 *   tls      with a key for what is received: then kTLS cuts the receive queue
 *            into records, and keeps a bare pointer into it
 *   sockmap  puts them into a BPF sockmap; there need be no program for that
 * Prints "ready". SIGUSR1: prints what all of them hold. SIGUSR2: reads all that
 * there is, closes them, and says so. SIGTERM: ends.
 */
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <linux/sock_diag.h>
#include <linux/tls.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util.h"

#ifndef SOL_TCP
#define SOL_TCP 6
#endif
#define TCP_ULP 31
#define SOL_TLS 282

static int *fds, count, map;

static void listen_on(int listener, uint16_t port)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	int on = 1;

	if (listener < 0)
		die_errno("socket");
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	sin.sin_port = htons(port);
	if (bind(listener, (void *)&sin, sizeof(sin)) || listen(listener, 1024))
		die_errno("listen");
	puts("listening");
	fflush(stdout);
}

static void fill(int fd)
{
	static char chunk[65536];

	while (send(fd, chunk, sizeof(chunk), MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
		;
	if (errno != EAGAIN)
		die_errno("send");
}

static void install_ulp(int fd)
{
	if (setsockopt(fd, SOL_TCP, TCP_ULP, "tls", sizeof("tls")))
		die_errno("TCP_ULP");
}

static void install_key(int fd)
{
	struct tls12_crypto_info_aes_gcm_128 key = {
		.info.version = TLS_1_2_VERSION,
		.info.cipher_type = TLS_CIPHER_AES_GCM_128,
	};

	if (setsockopt(fd, SOL_TLS, TLS_RX, &key, sizeof(key)))
		die_errno("TLS_RX");
}

static void make_map(void)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_SOCKMAP,
		.key_size = sizeof(int),
		.value_size = sizeof(int),
		.max_entries = count,
	};

	map = syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
	if (map < 0)
		die_errno("BPF_MAP_CREATE");
}

static void put_into_map(int i)
{
	union bpf_attr attr = {
		.map_fd = map,
		.key = (uintptr_t)&i,
		.value = (uintptr_t)&fds[i],
	};

	if (syscall(SYS_bpf, BPF_MAP_UPDATE_ELEM, &attr, sizeof(attr)))
		die_errno("BPF_MAP_UPDATE_ELEM");
}

static void accept_all(int listener, const char *kind)
{
	int i;

	if (!strcmp(kind, "sockmap"))
		make_map();
	for (i = 0; i < count && !util_stop; i++) {
		fds[i] = accept(listener, NULL, NULL);
		if (fds[i] < 0)
			die_errno("accept");
		fill(fds[i]);
		if (!strcmp(kind, "ulp") || !strcmp(kind, "tls"))
			install_ulp(fds[i]);
		if (!strcmp(kind, "tls"))
			install_key(fds[i]);
		if (!strcmp(kind, "sockmap"))
			put_into_map(i);
	}
}

/* By the sockets' own account: after a reset no list shows them any more. */
static void report(void)
{
	uint64_t receive = 0, send = 0;
	int i;

	for (i = 0; i < count; i++) {
		uint32_t mem[SK_MEMINFO_VARS] = {};
		socklen_t len = sizeof(mem);

		if (getsockopt(fds[i], SOL_SOCKET, SO_MEMINFO, mem, &len))
			die_errno("SO_MEMINFO");
		receive += mem[SK_MEMINFO_RMEM_ALLOC];
		send += mem[SK_MEMINFO_WMEM_QUEUED];
	}
	printf("{\"receive\": %" PRIu64 ", \"send\": %" PRIu64 "}\n", receive,
	       send);
	fflush(stdout);
}

static void read_and_close(void)
{
	uint64_t bytes = 0, reset = 0, broken = 0;
	static char chunk[65536];
	ssize_t n;
	int i;

	for (i = 0; i < count; i++) {
		while ((n = recv(fds[i], chunk, sizeof(chunk), MSG_DONTWAIT)) > 0)
			bytes += n;
		if (n < 0 && errno == ECONNRESET)
			reset++;
		else if (n < 0 && errno == EBADMSG)
			broken++;
		close(fds[i]);
	}
	printf("{\"closed\": %d, \"read\": %" PRIu64 ", \"reset\": %" PRIu64
	       ", \"broken\": %" PRIu64 "}\n", count, bytes, reset, broken);
	fflush(stdout);
	count = 0;
}

int main(int argc, char **argv)
{
	uint16_t port, last;
	int listener;

	if (argc != 4)
		die("usage: mpp_foreign plain|ulp|tls|sockmap PORT COUNT");
	parse_port_range(argv[2], "port", &port, &last);
	count = parse_number(argv[3], "count", 1, 1000);
	fds = xcalloc(count, sizeof(*fds));
	catch_signals();
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	listen_on(listener, port);
	accept_all(listener, argv[1]);
	puts("ready");
	fflush(stdout);
	while (!util_stop) {
		if (util_usr1) {
			util_usr1 = 0;
			report();
		}
		if (util_usr2) {
			util_usr2 = 0;
			read_and_close();
		}
		usleep(50000);
	}
	return 0;
}
