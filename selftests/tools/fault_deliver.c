// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fault: allocations that fail in kworkers, while an event is delivered
 *
 * Which kworker has the work is not known beforehand, so the fault waits in all
 * of them. Two listeners: the second one needs a copy. Each of them hears the
 * event, or is told that it lost some, or the module counts it as lost; never
 * is it heard and counted as lost.
 */
#include <stdio.h>

#include "../../include/uapi/linux/tcp_mpp.h"
#include "fault.h"
#include "util.h"

#define NTHS 16
#define LISTENERS 2

static const char lost_path[] = "/sys/kernel/tcp_mpp/stats/events_lost";
static char **words;
static int listener[LISTENERS];

/* FILE TEXT TEXT: to be written in turn, each a change */
void deliver_open(char **word, int nr)
{
	int i;

	if (nr != 3)
		die("deliver FILE TEXT TEXT");
	words = word;
	for (i = 0; i < LISTENERS; i++)
		listener[i] = netlink_join();
}

/* One event; false when somebody neither hears it nor of its loss. */
static bool once(unsigned int nth, unsigned int *heard, unsigned int *lost)
{
	long before = number_in(lost_path), gone;
	uint64_t end = now_us() + 20000000;
	int seen[LISTENERS] = {}, i, n, nr = 0;

	workers_arm(nth);
	write_file(words[0], words[1 + nth % 2]);
	do {
		gone = number_in(lost_path) - before;
		for (i = 0, nr = 0; i < LISTENERS; i++) {
			n = netlink_heard(listener[i], TCP_MPP_CMD_SETTINGS_NTF);
			if (n)
				seen[i] = n;
			nr += seen[i] != 0;
		}
	} while (nr + (gone ? LISTENERS : 0) < LISTENERS && now_us() < end);

	for (i = 0; i < LISTENERS; i++) {
		*heard += seen[i] > 0;
		*lost += seen[i] <= 0;
		if (gone ? seen[i] : seen[i] > 1) {
			printf("# fault %u: heard %d, and %ld are lost\n", nth,
			       seen[i], gone);
			return false;
		}
		if (!gone && !seen[i]) {
			printf("# fault %u: listener %d hears nothing\n", nth, i);
			return false;
		}
	}
	return true;
}

int deliver_run(void)
{
	unsigned int nth, heard = 0, lost = 0, hit = 0;
	bool good = true;

	for (nth = 1; good && nth <= NTHS; nth++) {
		good = once(nth, &heard, &lost);
		hit += workers_disarm();
	}
	/* and undisturbed */
	good = good && once(0, &heard, &lost);
	if (good && (!lost || heard < LISTENERS))
		good = false;
	printf("%s - events: %u faults in kworkers, %u heard, %u lost and told so\n",
	       good ? "ok" : "not ok", hit, heard, lost);
	return !good;
}
