// SPDX-License-Identifier: GPL-2.0
/* What an attacker takes of the answer, and what it says about it */
#include "attack_take.h"
#include "util.h"

uint32_t take_window(const struct conn *c)
{
	uint64_t left = opt.accept - c->accepted;

	if (c->accepted >= opt.accept)
		return c->grant;
	/* data on the way when a window shrinks would come ever more rarely */
	if (opt.mode == MODE_TRICKLE && left < opt.window)
		return left;
	return opt.window;
}

void take_begin(struct conn *c)
{
	c->next_take = now_us() + opt.every * 1000ULL;
	/* the first bite at once: a window that never opened gives it away */
	if (opt.mode == MODE_TRICKLE && !opt.open)
		c->grant = opt.take;
}

static void take_bytes(struct conn *c, uint32_t n)
{
	c->rcv_nxt += n;
	c->accepted += n;
	stats.bytes_accepted += n;
}

/* with --open everything is let in and forgotten, and owned up to by and by */
static void take_note(struct conn *c, const struct segment *seg)
{
	uint32_t end = seg->seq + seg->len;

	if ((int32_t)(end - (c->rcv_nxt + c->arrived)) > 0)
		c->arrived = end - c->rcv_nxt;
}

bool take_segment(struct conn *c, const struct segment *seg)
{
	bool granted = c->accepted >= opt.accept;
	uint64_t room = take_window(c);
	uint32_t take = seg->len;

	if (opt.mode == MODE_DEAF)
		return false;
	if (opt.mode == MODE_TRICKLE && opt.open) {
		take_note(c, seg);
		return false;
	}
	if (!granted && room > opt.accept - c->accepted)
		room = opt.accept - c->accepted;
	if (seg->seq != c->rcv_nxt)
		take = 0;
	if (take > room)
		take = room;
	take_bytes(c, take);
	if (granted)
		c->grant -= take;
	if (seg->flags & TCP_FIN && seg->seq + seg->len == c->rcv_nxt) {
		c->rcv_nxt++;
		c->state = CONN_CLOSED;
		stats.fin_received++;
		stats.alive--;
	}
	return true;
}

bool take_tick(struct conn *c, uint64_t now)
{
	uint32_t take;

	if (opt.mode != MODE_TRICKLE || now < c->next_take)
		return false;
	c->next_take = now + opt.every * 1000ULL;
	if (!opt.open) {
		/* the last grant is not used up yet: the server's timer is slow */
		if (c->grant)
			return false;
		c->grant = opt.take;
		return true;
	}
	take = c->arrived < opt.take ? c->arrived : opt.take;
	c->arrived -= take;
	take_bytes(c, take);
	return take;
}
