// SPDX-License-Identifier: GPL-2.0
/*
 * history_log - past episodes, from the lines that the module writes to the
 * kernel's log as one begins and as it ends (module/report.c).
 *
 * The log is a ring: what was overwritten is gone. Only the kernel's own lines
 * count, whatever user space writes there. Its clock stands still while the
 * machine sleeps, so after a sleep the times told are too late.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "history.h"

/* The lines, as module/report.c writes them. */
#define ENDED \
	"tcp_mpp: episode %u ended, event 4229: TCP memory use was high; " \
	"to keep the system stable %llu connections were reset " \
	"and %llu SYNs dropped in %llu ms and %u epochs; " \
	"TCP holds %*d pages, at most %lld"
#define AUDITED \
	"tcp_mpp: episode %u, audit: %llu connections would have been reset " \
	"and %llu SYNs dropped"

/* A record of /dev/kmsg comes whole or not at all: room for the longest. */
#define RECORD	16384

/**
 * clock_us() - the time
 * @ctl: the run
 * @real: since 1970, otherwise the kernel's log's clock
 *
 * Return: microseconds.
 */
int64_t clock_us(const struct ctl *ctl, bool real)
{
	struct timespec now;

	if (ctl->fixed_clock)
		return ctl->fixed_clock[real];
	clock_gettime(real ? CLOCK_REALTIME : CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static struct episode *new_episode(struct history *h, uint32_t nr)
{
	struct episode *more;

	if (!(h->nr & (h->nr - 1))) {
		more = realloc(h->episode,
			       (h->nr ? 2 * h->nr : 1) * sizeof(*more));
		if (!more)
			return NULL;
		h->episode = more;
	}
	more = &h->episode[h->nr++];
	*more = (struct episode){ .nr = nr, .signal = "unknown" };
	return more;
}

/* The last one; numbers begin anew when the module is loaded again. */
static struct episode *last_of(struct history *h, uint32_t nr)
{
	struct episode *e = h->nr ? &h->episode[h->nr - 1] : NULL;

	return e && e->nr == nr ? e : NULL;
}

static void started(struct history *h, uint32_t nr, int64_t us,
		    const char *text)
{
	struct episode *e = new_episode(h, nr);

	if (!e)
		return;
	e->started_us = us;
	e->audit = !strncmp(text, " (audit)", 8);
	if (strstr(text, ": TCP holds "))
		e->signal = "tcp";
	else if (strstr(text, ": the machine has "))
		e->signal = "machine";
	else if (strstr(text, " orphans, "))
		e->signal = "orphans";
}

static void ended(struct history *h, const struct episode *figures, int64_t us)
{
	struct episode *e = last_of(h, figures->nr);

	if (!e || e->ended) {
		/* its beginning is no longer in the log */
		e = new_episode(h, figures->nr);
		if (!e)
			return;
		if (us > 0 && figures->ms <= (uint64_t)us / 1000)
			e->started_us = us - (int64_t)figures->ms * 1000;
	}
	e->ended = true;
	e->ms = figures->ms;
	e->epochs = figures->epochs;
	e->resets = figures->resets;
	e->drops = figures->drops;
	e->peak_pages = figures->peak_pages;
}

/**
 * history_line() - one line of the log
 * @h: the history so far
 * @us: when it was written, microseconds since 1970; 0 when not known
 * @text: the line, from "tcp_mpp: " on
 *
 * Return: whether it told of an episode.
 */
bool history_line(struct history *h, int64_t us, const char *text)
{
	unsigned long long resets, drops, ms;
	struct episode figures = {};
	struct episode *e;
	long long peak;
	int n = 0;

	if (sscanf(text, "tcp_mpp: episode %u started%n", &figures.nr, &n) == 1 &&
	    n) {
		started(h, figures.nr, us, text + n);
		return true;
	}
	if (sscanf(text, ENDED,
		   &figures.nr, &resets, &drops, &ms, &figures.epochs,
		   &peak) == 6) {
		figures.resets = resets;
		figures.drops = drops;
		figures.ms = ms;
		figures.peak_pages = peak > 0 ? peak : 0;
		ended(h, &figures, us);
		return true;
	}
	if (sscanf(text, AUDITED, &figures.nr, &resets, &drops) == 3) {
		e = last_of(h, figures.nr);
		if (e) {
			e->resets += resets;
			e->drops += drops;
			e->audit = true;
		}
		return true;
	}
	return false;
}

/* One record: "PRIORITY,NUMBER,MICROSECONDS,FLAGS;TEXT". */
static void record(struct history *h, const char *line, int64_t offset)
{
	const char *text = strchr(line, ';');
	unsigned long long us;
	unsigned int priority;

	if (!text || sscanf(line, "%u,%*u,%llu,", &priority, &us) != 2)
		return;
	if (!h->since_us)
		h->since_us = (int64_t)us + offset;
	/* the upper bits are who wrote it, 0 the kernel */
	if (!(priority >> 3))
		history_line(h, (int64_t)us + offset, text + 1);
}

/**
 * history_read() - past episodes
 * @ctl: the run
 * @h: the answer, to be freed by the caller
 *
 * Return: 0 or -errno: -EPERM and -EACCES without the right to read the log.
 */
int history_read(struct ctl *ctl, struct history *h)
{
	int64_t offset = clock_us(ctl, true) - clock_us(ctl, false);
	int fd = open(ctl->kmsg, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char *line = NULL;
	size_t room = 0;
	FILE *f;

	memset(h, 0, sizeof(*h));
	if (fd < 0)
		return -errno;
	f = fdopen(fd, "r");
	if (!f) {
		close(fd);
		return -ENOMEM;
	}
	setvbuf(f, NULL, _IOFBF, RECORD);
	for (;;) {
		errno = 0;
		if (getline(&line, &room, f) >= 0) {
			record(h, line, offset);
			continue;
		}
		/* overwritten while we read: go on with what is there */
		if (errno != EPIPE)
			break;
		clearerr(f);
	}
	free(line);
	fclose(f);
	return 0;
}

/**
 * history_free() - be done with it
 * @h: the history
 */
void history_free(struct history *h)
{
	free(h->episode);
	memset(h, 0, sizeof(*h));
}

/**
 * history_find() - the last episode of a number
 * @h: the history
 * @nr: the number
 *
 * Return: the episode, or NULL.
 */
const struct episode *history_find(const struct history *h, uint32_t nr)
{
	size_t i = h->nr;

	while (i--)
		if (h->episode[i].nr == nr)
			return &h->episode[i];
	return NULL;
}
