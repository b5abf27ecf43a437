// SPDX-License-Identifier: GPL-2.0
/*
 * tcp-mpp-domain - does a domain controller answer through this interface?
 *
 * What goes in: an interface, a realm, and the DNS servers of that interface.
 * What comes out: exit status 0 and "TARGET ADDRESS PORT" when there is one,
 * 1 when there is none, 2 when it could not be asked for.
 *
 * The SRV records of an Active Directory, then those of a FreeIPA or plain
 * Kerberos realm, say who the controllers are; one has to accept a connection.
 * Every packet goes through the interface (SO_BINDTODEVICE): that a controller
 * can be reached through another one, or a VPN, says nothing about this one.
 *
 * Answers come from a network that nobody trusts yet. So it is read with glibc's
 * parser, by a process that has given up its rights, until a deadline.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <errno.h>
#include <grp.h>
#include <net/if.h>
#include <netdb.h>
#include <poll.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Nobody waits longer for the network to be judged, whatever it answers. */
#define DEADLINE_MS	8000
#define MAX_TARGETS	8
#define MAX_ADDRESSES	4
#define EDNS_SIZE	1232
#define NOBODY		65534

struct target {
	char name[NS_MAXDNAME];
	unsigned int priority;
	unsigned int port;
};

union address {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

static const char *iface;
static unsigned int ifindex;
static int step_ms = 2000;
static long long deadline;

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* until when a step that begins now may take */
static long long step_end(void)
{
	long long end = now_ms() + step_ms;

	return end < deadline ? end : deadline;
}

/* Give up what root can do before the first byte is read. */
static int drop_rights(void)
{
	if (geteuid())
		return 0;
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		return -1;
	return 0;
}

static socklen_t address_len(const union address *a)
{
	return a->sa.sa_family == AF_INET ? sizeof(a->in) : sizeof(a->in6);
}

/* a numeric address; one of the link means the link of our interface */
static int address_parse(const char *text, unsigned int port, union address *a)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *ai;
	char service[8];

	snprintf(service, sizeof(service), "%u", port);
	if (getaddrinfo(text, service, &hints, &ai))
		return -1;
	memcpy(a, ai->ai_addr, ai->ai_addrlen);
	freeaddrinfo(ai);
	if (a->sa.sa_family == AF_INET6 &&
	    IN6_IS_ADDR_LINKLOCAL(&a->in6.sin6_addr))
		a->in6.sin6_scope_id = ifindex;
	return 0;
}

static int wait_for(int fd, short events, long long end)
{
	struct pollfd p = { .fd = fd, .events = events };
	long long left = end - now_ms();

	return left > 0 && poll(&p, 1, (int)left) == 1 ? 0 : -1;
}

/* a socket through our interface and no other, connected or about to be */
static int open_through(int type, const union address *a)
{
	int fd = socket(a->sa.sa_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, iface, strlen(iface)) ||
	    (connect(fd, &a->sa, address_len(a)) && errno != EINPROGRESS)) {
		close(fd);
		return -1;
	}
	return fd;
}

static unsigned char *put16(unsigned char *p, unsigned int v)
{
	p[0] = v >> 8;
	p[1] = v;
	return p + 2;
}

/* a question with an OPT record, so that long answers fit; its length or -1 */
static int make_question(const char *name, int type, unsigned char *buf,
			 size_t len)
{
	unsigned char *p = buf;
	unsigned short id;
	int n;

	if (getrandom(&id, sizeof(id), 0) != sizeof(id))
		return -1;
	memset(buf, 0, len);
	p = put16(p, id);
	p = put16(p, 0x0100);	/* recursion desired */
	p = put16(p, 1);	/* one question */
	p = put16(p + 4, 1);	/* one additional record */
	n = dn_comp(name, p, (int)(buf + len - p - 4 - 11), NULL, NULL);
	if (n < 0)
		return -1;
	p = put16(put16(p + n, type), ns_c_in);
	p = put16(put16(p + 1, ns_t_opt), EDNS_SIZE);
	p += 6;			/* no flags, no options */
	return (int)(p - buf);
}

/* whether @msg answers the question @id about @name */
static int is_answer(ns_msg *msg, const unsigned char *question,
		     const char *name, int type)
{
	ns_rr rr;

	return ns_msg_id(*msg) == ns_get16(question) &&
	       ns_msg_getflag(*msg, ns_f_qr) &&
	       ns_msg_count(*msg, ns_s_qd) == 1 &&
	       !ns_parserr(msg, ns_s_qd, 0, &rr) &&
	       (int)ns_rr_type(rr) == type &&
	       !strcasecmp(ns_rr_name(rr), name);
}

/* ask @server; @buf is what @msg points into. 0 when it said something */
static int ask(const union address *server, const char *name, int type,
	       unsigned char *buf, size_t len, ns_msg *msg)
{
	unsigned char question[NS_PACKETSZ];
	int n = make_question(name, type, question, sizeof(question));
	long long end = step_end();
	ssize_t got;
	int fd, ret = -1;

	if (n < 0)
		return -1;
	fd = open_through(SOCK_DGRAM, server);
	if (fd < 0)
		return -1;
	if (send(fd, question, n, 0) == n) {
		while (!wait_for(fd, POLLIN, end)) {
			got = recv(fd, buf, len, 0);
			if (got < 0)
				break;
			if (ns_initparse(buf, (int)got, msg) ||
			    !is_answer(msg, question, name, type))
				continue;
			if (ns_msg_getflag(*msg, ns_f_rcode) == ns_r_noerror)
				ret = 0;
			break;
		}
	}
	close(fd);
	return ret;
}

static int by_priority(const void *a, const void *b)
{
	const struct target *x = a, *y = b;

	return (x->priority > y->priority) - (x->priority < y->priority);
}

/* the targets that @name's SRV records give, best first; how many */
static int srv_targets(const union address *server, const char *name,
		       struct target *t)
{
	unsigned char buf[EDNS_SIZE];
	ns_msg msg;
	ns_rr rr;
	int i, n = 0;

	if (ask(server, name, ns_t_srv, buf, sizeof(buf), &msg))
		return 0;
	for (i = 0; i < ns_msg_count(msg, ns_s_an) && n < MAX_TARGETS; i++) {
		if (ns_parserr(&msg, ns_s_an, i, &rr))
			break;
		if (ns_rr_type(rr) != ns_t_srv || ns_rr_rdlen(rr) < 7 ||
		    ns_name_uncompress(ns_msg_base(msg), ns_msg_end(msg),
				       ns_rr_rdata(rr) + 6, t[n].name,
				       sizeof(t[n].name)) < 0)
			continue;
		t[n].priority = ns_get16(ns_rr_rdata(rr));
		t[n].port = ns_get16(ns_rr_rdata(rr) + 4);
		/* "." says that there decidedly is none */
		if (t[n].name[0] && strcmp(t[n].name, ".") && t[n].port)
			n++;
	}
	qsort(t, n, sizeof(*t), by_priority);
	return n;
}

/* addresses of @t of one family; how many */
static int addresses(const union address *server, const struct target *t,
		     int type, union address *a)
{
	unsigned char buf[EDNS_SIZE];
	ns_msg msg;
	ns_rr rr;
	int i, n = 0;

	if (ask(server, t->name, type, buf, sizeof(buf), &msg))
		return 0;
	for (i = 0; i < ns_msg_count(msg, ns_s_an) && n < MAX_ADDRESSES; i++) {
		if (ns_parserr(&msg, ns_s_an, i, &rr))
			break;
		if ((int)ns_rr_type(rr) != type)
			continue;
		memset(&a[n], 0, sizeof(a[n]));
		if (type == ns_t_a && ns_rr_rdlen(rr) == 4) {
			a[n].in.sin_family = AF_INET;
			a[n].in.sin_port = htons(t->port);
			memcpy(&a[n].in.sin_addr, ns_rr_rdata(rr), 4);
			n++;
		} else if (type == ns_t_aaaa && ns_rr_rdlen(rr) == 16) {
			a[n].in6.sin6_family = AF_INET6;
			a[n].in6.sin6_port = htons(t->port);
			memcpy(&a[n].in6.sin6_addr, ns_rr_rdata(rr), 16);
			n++;
		}
	}
	return n;
}

/* whether somebody accepts a connection there */
static int answers(const union address *a)
{
	int fd = open_through(SOCK_STREAM, a), err = -1;
	socklen_t len = sizeof(err);

	if (fd < 0)
		return 0;
	if (wait_for(fd, POLLOUT, step_end()) ||
	    getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len))
		err = -1;
	close(fd);
	return !err;
}

static int controller(const union address *server, const struct target *t)
{
	static const int types[] = { ns_t_a, ns_t_aaaa };
	union address a[MAX_ADDRESSES];
	char text[NI_MAXHOST];
	size_t f;
	int i, n;

	for (f = 0; f < ARRAY_SIZE(types); f++) {
		n = addresses(server, t, types[f], a);
		for (i = 0; i < n; i++) {
			if (now_ms() >= deadline)
				return 0;
			if (!answers(&a[i]) ||
			    getnameinfo(&a[i].sa, address_len(&a[i]), text,
					sizeof(text), NULL, 0, NI_NUMERICHOST))
				continue;
			printf("%s %s %u\n", t->name, text, t->port);
			return 1;
		}
	}
	return 0;
}

static int search(const char *prefix, const char *realm,
		  const union address *server)
{
	struct target t[MAX_TARGETS];
	char name[NS_MAXDNAME];
	int i, n;

	if (snprintf(name, sizeof(name), "%s.%s", prefix, realm) >=
	    (int)sizeof(name))
		return 0;
	n = srv_targets(server, name, t);
	for (i = 0; i < n && now_ms() < deadline; i++)
		if (controller(server, &t[i]))
			return 1;
	return 0;
}

static int usage(void)
{
	fprintf(stderr,
		"Usage: tcp-mpp-domain [ -t MILLISECONDS ] IFACE REALM SERVER...\n");
	return 2;
}

int main(int argc, char **argv)
{
	static const char *const prefixes[] = {
		"_ldap._tcp.dc._msdcs", "_kerberos._tcp",
	};
	union address server;
	size_t p;
	int i;

	if (argc > 2 && !strcmp(argv[1], "-t")) {
		step_ms = atoi(argv[2]);
		argc -= 2;
		argv += 2;
	}
	if (argc < 4 || step_ms < 1 || step_ms > DEADLINE_MS)
		return usage();
	iface = argv[1];
	ifindex = if_nametoindex(iface);
	if (!ifindex) {
		fprintf(stderr, "tcp-mpp-domain: no interface %s\n", iface);
		return 2;
	}
	if (drop_rights()) {
		perror("tcp-mpp-domain: cannot give up rights");
		return 2;
	}
	deadline = now_ms() + DEADLINE_MS;
	for (p = 0; p < ARRAY_SIZE(prefixes); p++) {
		for (i = 3; i < argc; i++) {
			if (address_parse(argv[i], NS_DEFAULTPORT, &server))
				fprintf(stderr, "tcp-mpp-domain: no address: %s\n",
					argv[i]);
			else if (search(prefixes[p], argv[2], &server))
				return 0;
		}
	}
	return 1;
}
