// SPDX-License-Identifier: GPL-2.0
/* The connections of mpp_attack and their names */
#include <string.h>

#include "attack_table.h"
#include "util.h"

static struct conn *conns;
static uint32_t opened;		/* slots used so far */
static uint32_t *again;		/* ring of slots to open again */
static uint32_t again_head, again_count;
static uint32_t port_shift;	/* runs after each other start elsewhere */
static uint64_t seed;

/* splitmix64 */
uint64_t table_mix(uint64_t x)
{
	x += seed;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

void table_setup(void)
{
	conns = xcalloc(opt.connections, sizeof(*conns));
	again = xcalloc(opt.connections, sizeof(*again));
	seed = now_us();
	port_shift = table_mix(0) % (opt.sport_last - opt.sport_first + 1);
}

struct conn *table_take(uint32_t *index)
{
	if (again_count) {
		*index = again[again_head];
		again_head = (again_head + 1) % opt.connections;
		again_count--;
	} else if (opened < opt.connections) {
		*index = opened++;
	} else {
		return NULL;
	}
	return &conns[*index];
}

void table_give_back(uint32_t index)
{
	again[(again_head + again_count++) % opt.connections] = index;
}

uint32_t table_used(void)
{
	return opened;
}

struct conn *table_get(uint32_t index)
{
	return &conns[index];
}

void table_flow(uint32_t index, struct flow *flow)
{
	uint32_t ports = opt.sport_last - opt.sport_first + 1;
	uint32_t dports = opt.dport_last - opt.dport_first + 1;
	uint8_t *low;

	flow->src = opt.src;
	flow->dst = opt.dst;
	low = flow->src.bytes + address_len(&opt.src) - 4;
	put32(low, get32(low) + index % opt.src_count + (opt.src_count > 1));
	flow->sport = opt.sport_first +
		      (index / opt.src_count + port_shift) % ports;
	flow->dport = opt.dport_first + index % dports;
}

struct conn *table_find(const struct flow *in, uint32_t *index)
{
	uint32_t ports = opt.sport_last - opt.sport_first + 1;
	size_t high = address_len(&opt.src) - 4;
	uint32_t a, p;

	if (memcmp(in->src.bytes, opt.dst.bytes, high + 4) ||
	    memcmp(in->dst.bytes, opt.src.bytes, high))
		return NULL;
	a = get32(in->dst.bytes + high) - get32(opt.src.bytes + high) -
	    (opt.src_count > 1);
	p = (uint16_t)(in->dport - opt.sport_first);
	if (a >= opt.src_count || p >= ports)
		return NULL;
	p = (p + ports - port_shift) % ports;
	if ((uint64_t)p * opt.src_count + a >= opened)
		return NULL;
	*index = p * opt.src_count + a;
	return &conns[*index];
}
