// SPDX-License-Identifier: GPL-2.0
/*
 * pace_test - who is seen to be slow: kinds of readers at every rhythm of
 * looks, then many at once, then what a full table does.
 */
#include "tap.h"

#define QUEUED	60000

static struct mpp_pace_table table;

static u32 now, sip;

static void fresh(void)
{
	memset(&table, 0, sizeof(table));
	now = tap_random();
}

/*
 * Watch one reader for @total ms with a look every @look ms; it takes @take
 * bytes every @every ms, or nothing if that is 0. The longest it was slow.
 */
static u32 watch(u32 id, u32 total, u32 look, u32 take, u32 every)
{
	u32 start = tap_random(), t, slow, most = 0;

	for (t = 0; t <= total; t += look) {
		slow = mpp_pace_look(&table, id, QUEUED,
				     start + (every ? t / every * take : 0),
				     now + t, &sip);
		if (slow > most)
			most = slow;
	}
	now += total;
	return most;
}

static void readers(void)
{
	static const u32 looks[] = { 10, 100, 333, 1000, 4000, 9999 };
	u32 i, look, bad_early = 0, bad_sip = 0, bad_burst = 0, bad_fast = 0;
	u32 bad_steady = 0;

	for (i = 0; i < ARRAY_SIZE(looks); i++) {
		look = looks[i];
		fresh();
		bad_early += watch(7, 9990, look, 0, 0) != 0;
		fresh();
		bad_sip += watch(7, 40000, look, 8, 1000) < 20000;
		/* a segment every 10 s is as slow as 146 bytes a second */
		fresh();
		bad_burst += watch(7, 60000, look, 1460, 10000) < 20000;
		/* a modem: 3 KB a second */
		fresh();
		bad_steady += watch(7, 60000, look, 300, 100) != 0;
		fresh();
		bad_fast += watch(7, 60000, look, 1460, 100) != 0;
	}
	tap(!bad_early, "nobody is slow before 10 s");
	tap(!bad_sip, "8 bytes a second are slow, however often one looks");
	tap(!bad_burst, "a segment every 10 s is slow");
	tap(!bad_steady, "3 KB a second are not");
	tap(!bad_fast, "a segment every 100 ms is not");
}

/* Few bytes, in many small segments, taken at once, every few seconds. */
static u32 chat(bool forget)
{
	u32 slow, most = 0, i;

	for (i = 0; i < 20; i++) {
		slow = mpp_pace_look(&table, 7, MPP_TRICKLE_BYTES + 4000,
				     100 + i * 40, now + i * 5000, &sip);
		if (forget)
			mpp_pace_forget(&table, 7);
		if (slow > most)
			most = slow;
	}
	return most;
}

static void forgetting(void)
{
	fresh();
	tap(chat(false) > 65000, "who chats would be slow if he had never taken all");
	fresh();
	tap(!chat(true), "who takes all that waits is not");
	fresh();
	mpp_pace_look(&table, 7, QUEUED, 0, now, &sip);
	mpp_pace_look(&table, 7 + MPP_PACE_SETS * 2, QUEUED, 0, now, &sip);
	mpp_pace_since(&table, 7, 5, now);
	mpp_pace_forget(&table, 7);
	mpp_pace_forget(&table, 8);
	tap(mpp_pace_look(&table, 7 + MPP_PACE_SETS * 2, QUEUED, 0, now + 10000,
			  &sip) == 10000,
	    "a neighbour of the same place is not forgotten");
	tap(mpp_pace_since(&table, 7, 5, now + 3000) == 3000,
	    "nor is the other matter");
	tap(!mpp_pace_look(&table, 7, QUEUED, 0, now + 10000, &sip),
	    "he himself is new");
}

static void pauses(void)
{
	u32 acked = 1000, slow;

	fresh();
	mpp_pace_look(&table, 9, QUEUED, acked, now, &sip);
	slow = mpp_pace_look(&table, 9, QUEUED, acked, now + 10000, &sip);
	tap(slow == 10000 && !sip, "a pause of 10 s is 10 s of slowness");
	mpp_pace_look(&table, 9, QUEUED, acked, now + 19000, &sip);
	slow = mpp_pace_look(&table, 9, QUEUED, acked, now + 25000, &sip);
	tap(slow == 25000, "and it adds up");
	slow = mpp_pace_look(&table, 9, QUEUED, acked + QUEUED / 30,
			     now + 25500, &sip);
	tap(slow == 25000, "a thirtieth of the queue is not enough to end it");
	slow = mpp_pace_look(&table, 9, QUEUED, acked + QUEUED / 30 + 1,
			     now + 25501, &sip);
	tap(!slow, "more ends it at once");
	slow = mpp_pace_look(&table, 9, QUEUED, acked + QUEUED, now + 35500, &sip);
	tap(!slow, "and for good");
	slow = mpp_pace_look(&table, 9, QUEUED, acked + QUEUED, now + 45502, &sip);
	tap(!slow, "who was not looked at for longer than 10 s is new");
	mpp_pace_look(&table, 9, QUEUED, acked, now + 46000, &sip);
	mpp_pace_look(&table, 9, QUEUED, acked, now + 52000, &sip);
	mpp_pace_look(&table, 9, 16383, acked, now + 55000, &sip);
	slow = mpp_pace_look(&table, 9, QUEUED, acked, now + 57000, &sip);
	tap(!slow, "with little to take in between the time does not count");
}

/* Who sips takes something in each window; who is out of reach does not. */
static void sips(void)
{
	fresh();
	mpp_pace_look(&table, 9, QUEUED, 0, now, &sip);
	mpp_pace_look(&table, 9, QUEUED, 8, now + 10000, &sip);
	tap(sip == 10000, "a sip in 10 s");
	mpp_pace_look(&table, 9, QUEUED, 16, now + 20000, &sip);
	tap(sip == 20000, "and one in the next");
	mpp_pace_look(&table, 9, QUEUED, 16, now + 30000, &sip);
	tap(!sip, "none in the third: he may be out of reach");
	mpp_pace_look(&table, 9, QUEUED, 24, now + 40000, &sip);
	tap(sip == 10000, "and begins anew");
	mpp_pace_look(&table, 9, QUEUED, 24 + QUEUED, now + 40500, &sip);
	tap(!sip, "a proper draught ends it");
}

static void since(void)
{
	fresh();
	tap(mpp_pace_since(&table, 9, 5, now) == 0, "seen for the first time");
	tap(mpp_pace_since(&table, 9, 5, now + 4000) == 4000, "and 4 s later");
	mpp_pace_look(&table, 9, QUEUED, 77, now + 4500, &sip);
	tap(mpp_pace_since(&table, 9, 5, now + 5000) == 5000,
	    "a look at another matter changes nothing");
	tap(mpp_pace_since(&table, 9, 6, now + 6000) == 0, "it ended meanwhile");
	tap(mpp_pace_since(&table, 9, 6, now + 17000) == 0,
	    "not looked at for 11 s: new");
}

/* Many at once: all who sip are found, nobody else. */
static void crowd(u32 n)
{
	u32 t, i, found = 0, wrong = 0;

	fresh();
	for (t = 0; t <= 12000; t += 1000) {
		for (i = 0; i < n; i++) {
			u32 id = i * 2654435761u;
			u32 take = i % 2 ? 8 : 3000;
			u32 slow = mpp_pace_look(&table, id, QUEUED,
						 i + t / 1000 * take, now + t, &sip);

			if (slow && i % 2)
				found += t == 12000;
			else if (slow)
				wrong++;
		}
	}
	tap(!wrong, "of %u nobody is mistaken for another", n);
	tap(n > 30000 || found >= n / 2 * 99 / 100,
	    "of %u who sip %u are found", n / 2, found);
}

/* Random looks: slow means that a model which forgets nothing agrees. */
static void against_model(void)
{
	static struct { u32 acked, seen; } model[512];
	u32 i, bad = 0, slow_seen = 0;

	fresh();
	memset(model, 0, sizeof(model));
	for (i = 0; i < 512; i++)
		model[i].seen = now;
	for (i = 0; i < 400000; i++) {
		u32 k = tap_below(512), slow, take;

		now += tap_below(30);
		take = tap_below(3000) ? 0 : 40000;
		model[k].acked += take;
		if (take)
			model[k].seen = now;
		slow = mpp_pace_look(&table, k * 40503u + 1, QUEUED,
				     model[k].acked, now, &sip);
		/* it took nothing for at least so long */
		bad += slow > now - model[k].seen;
		slow_seen += !!slow;
	}
	tap(!bad, "nobody is slow for longer than it took nothing");
	tap(slow_seen > 1000, "and many were slow (%u looks)", slow_seen);
}

/* A peek tells what a look would, and the table does not know of it. */
static void peeks(void)
{
	static struct mpp_pace_table was;
	u32 i, slow, sipped, bad = 0, noted = 0, told = 0, acked[64] = {};

	fresh();
	for (i = 0; i < 200000; i++) {
		u32 k = tap_below(64), id = k * 40503u + 1;
		u32 held = tap_below(50) ? QUEUED : 100;

		now += tap_below(200) ? tap_below(100) : 11000;
		acked[k] += tap_below(100) ? tap_below(2) : 40000;
		if (!(i % 5000))
			was = table;
		slow = mpp_pace_peek(&table, id, held, acked[k], now, &sipped);
		if (!(i % 5000))
			noted += memcmp(&was, &table, sizeof(was)) != 0;
		bad += slow != mpp_pace_look(&table, id, held, acked[k], now,
					     &sip) || sipped != sip;
		told += slow && sipped;
		slow = mpp_pace_since_peek(&table, id, acked[k] / 100, now);
		bad += slow != mpp_pace_since(&table, id, acked[k] / 100, now);
		told += slow > 1000;
	}
	tap(!bad, "a peek tells what a look would tell");
	tap(!noted, "and leaves no note");
	tap(told > 1000, "also of who is slow (%u times)", told);
	slow = mpp_pace_peek(&table, 0xdead0000, QUEUED, 0, now, &sipped);
	tap(!slow && !sipped &&
	    !mpp_pace_since_peek(&table, 0xdead0000, 0, now),
	    "nothing is told of who was never looked at");
}

int main(void)
{
	tap_seed();
	readers();
	forgetting();
	pauses();
	sips();
	since();
	crowd(1000);
	crowd(30000);
	crowd(200000);
	against_model();
	peeks();
	return tap_end();
}
