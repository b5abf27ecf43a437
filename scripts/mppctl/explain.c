// SPDX-License-Identifier: GPL-2.0
/*
 * explain - what would happen to a connection, and by which rule: to those of
 * a peer, or to those of a local port.
 */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "attrs.h"
#include "conns.h"
#include "explain.h"
#include "nl.h"
#include "out.h"

/* Columns for evidence. */
#define EVIDENCE	72

/* The parts of "IP:PORT" or "[IP]:PORT". */
static bool parse_peer(const char *word, struct conns_filter *filter)
{
	const char *colon = strrchr(word, ':');
	char ip[INET6_ADDRSTRLEN];
	const char *begin = word;
	uint32_t port;
	size_t len;

	if (!colon || !ctl_parse_u32(colon + 1, &port) || port > UINT16_MAX)
		return false;
	len = colon - word;
	if (len >= 2 && word[0] == '[' && word[len - 1] == ']') {
		begin++;
		len -= 2;
	}
	if (len >= sizeof(ip))
		return false;
	memcpy(ip, begin, len);
	ip[len] = '\0';
	filter->peer_port = port;
	if (inet_pton(AF_INET, ip, filter->peer) == 1)
		filter->peer_len = 4;
	else if (inet_pton(AF_INET6, ip, filter->peer) == 1)
		filter->peer_len = 16;
	return filter->peer_len;
}

/* The interface that has this address, NULL when none has. */
static const char *dev_of(const struct conns_filter *filter, char *name)
{
	struct ifaddrs *all, *a;
	const char *found = NULL;
	const void *address;

	if (getifaddrs(&all))
		return NULL;
	for (a = all; a && !found; a = a->ifa_next) {
		if (!a->ifa_addr)
			continue;
		if (a->ifa_addr->sa_family == AF_INET && filter->peer_len == 4)
			address = &((struct sockaddr_in *)a->ifa_addr)->sin_addr;
		else if (a->ifa_addr->sa_family == AF_INET6 &&
			 filter->peer_len == 16)
			address = &((struct sockaddr_in6 *)a->ifa_addr)->sin6_addr;
		else
			continue;
		if (memcmp(address, filter->peer, filter->peer_len))
			continue;
		snprintf(name, IF_NAMESIZE, "%s", a->ifa_name);
		found = name;
	}
	freeifaddrs(all);
	return found;
}

/* The evidence, wrapped at blanks. */
static void evidence(struct ctl *ctl, const struct nlmsghdr *nlh)
{
	struct ctl into = *ctl;
	unsigned int column = 0;
	char *text = NULL, *pair, *rest;
	size_t len;

	if (ctl->json) {
		attr_out_all(ctl, nlh);
		return;
	}
	into.out = open_memstream(&text, &len);
	if (!into.out)
		return;
	attr_out_all(&into, nlh);
	fclose(into.out);
	for (pair = strtok_r(text, " ", &rest); pair;
	     pair = strtok_r(NULL, " ", &rest)) {
		if (column && column + strlen(pair) > EVIDENCE) {
			out_text(ctl, "\n");
			column = 0;
		}
		out_text(ctl, column ? " %s" : "    %s", pair);
		column += strlen(pair) + 1;
	}
	out_text(ctl, "\n");
	free(text);
}

/* What a callback needs to show connections. */
struct showing {
	struct ctl *ctl;
	unsigned int nr;
};

static int on_conn(const struct conn *c, const struct nlmsghdr *nlh, void *data)
{
	char local[CONNS_ADDRESS], peer[CONNS_ADDRESS];
	struct showing *s = data;
	struct ctl *ctl = s->ctl;
	bool victim = c->rank;

	/* the answer begins with the first, there may be none */
	if (!s->nr++) {
		out_begin(ctl);
		out_array(ctl, "connections");
	}
	conns_address(c->family, c->peer, c->peer_port, peer, sizeof(peer));
	conns_address(c->family, c->local, c->local_port, local,
		      sizeof(local));
	out_object(ctl, NULL);
	out_text(ctl, "%s to %s, %s:\n  %s%s%s: %s\n", peer, local,
		 attr_tcp_state(c->state), out_color(ctl, victim ? CTL_BAD :
						     CTL_GOOD),
		 attr_reason(c->reason), out_color(ctl, CTL_PLAIN),
		 explain_reason(c->reason));
	out_bool(ctl, "victim", victim, "  %s\n",
		 victim ? "in an episode it is reset; the higher the rank, the sooner" :
			  "no sweep would reset it as it is now");
	if (c->locked)
		out_text(ctl, "  its lock is held right now, so a sweep would come again\n");
	evidence(ctl, nlh);
	out_close(ctl);
	return 0;
}

static int explain_peer(struct ctl *ctl, const char *word)
{
	struct showing showing = { .ctl = ctl };
	struct conns_filter filter = {};
	char name[IF_NAMESIZE];
	const char *dev;
	int status, err;

	if (!parse_peer(word, &filter))
		return ctl_usage_error(ctl, "explain %s: it takes PORT, IP:PORT or [IP]:PORT",
				       word);
	status = ctl_nl_ready(ctl);
	if (status)
		return status;
	err = conns_try(ctl, &filter, on_conn, &showing);
	if (err && showing.nr)
		return ctl_nl_refused(ctl, err);
	if (!showing.nr) {
		dev = dev_of(&filter, name);
		if (dev)
			return explain_port(ctl, filter.peer_port, dev);
		return err ? ctl_nl_refused(ctl, err) :
		       ctl_error(ctl, "no connection has the peer %s", word);
	}
	out_close(ctl);
	out_end(ctl);
	return CTL_OK;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	uint32_t port;
	int status;

	if (argc != 1)
		return ctl_usage_error(ctl, "explain takes one port, or one address with its port");
	if (!ctl_parse_u32(argv[0], &port))
		return explain_peer(ctl, argv[0]);
	if (port > UINT16_MAX)
		return ctl_usage_error(ctl, "explain %s: ports are 0 to 65535",
				       argv[0]);
	status = ctl_nl_ready(ctl);
	return status ? status : explain_port(ctl, port, NULL);
}

const struct ctl_object ctl_object_explain = {
	.name = "explain",
	.usage =
	"Usage: mppctl explain { PORT | IP:PORT | [IP]:PORT }\n"
	"PORT: what would happen to connections of this local port, on each interface,\n"
	"and by which rule. IP:PORT: what would happen to the connections of this peer;\n"
	"with an address of this machine: to those of that port on its interface.\n",
	.run = run,
};
