// SPDX-License-Identifier: GPL-2.0
/*
 * nl_replay - a kernel that was recorded, for tests.
 *
 * MPPCTL_RECORD=FILE adds what is said to and heard from the real kernel to a
 * file; MPPCTL_REPLAY=FILE plays it. Lines of it, in hexadecimal: "> " a
 * request, "< " what was received for it, "! " an event. Sequence numbers and
 * ports are 0. A line that begins with "$ " is the command that follows;
 * MPPCTL_SECTION=N plays the N-th only. A request that was not recorded is an
 * error, so that what the tool asks is tested as well as what it makes of the
 * answer.
 *
 * Also fixed for tests: MPPCTL_CLOCK="LOG REAL" in microseconds, MPPCTL_KMSG,
 * MPPCTL_NETNS (the initial network namespace).
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "nl_replay.h"

/* A line of 32 KB and what is before it. */
#define LINE	(2 * CTL_NL_BUF + 16)

/**
 * struct replay - a recording
 * @line: its lines, without the newline
 * @nr: how many
 * @at: the line that follows the request that was played last
 * @event: the line from which on the next event is looked for
 * @answering: answers are being played
 * @file: where to record, or NULL
 * @seq: number of the last request
 */
struct replay {
	char **line;
	size_t nr;
	size_t at;
	size_t event;
	bool answering;
	FILE *file;
	uint32_t seq;
};

static struct replay replay;

/* Sequence numbers and ports of all messages in a buffer. */
static void renumber(void *buf, size_t len, uint32_t seq)
{
	struct nlmsghdr *nlh = buf;
	int left = len;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		nlh->nlmsg_seq = seq;
		nlh->nlmsg_pid = 0;
	}
}

static void to_hex(const void *buf, size_t len, uint32_t seq, char *text)
{
	static unsigned char copy[CTL_NL_BUF];
	size_t i;

	memcpy(copy, buf, len);
	renumber(copy, len, seq);
	for (i = 0; i < len; i++)
		sprintf(text + 2 * i, "%02x", copy[i]);
	text[2 * len] = '\0';
}

static ssize_t from_hex(const char *text, unsigned char *buf, size_t len)
{
	unsigned int byte;
	size_t n = 0;

	for (; n < len && sscanf(text, "%2x", &byte) == 1; text += 2)
		buf[n++] = byte;
	return n;
}

static int play_open(struct ctl_nl *nl)
{
	(void)nl;
	return replay.nr ? 0 : -ENOTCONN;
}

static int play_send(struct ctl_nl *nl, const void *buf, size_t len)
{
	static char text[LINE];
	size_t i;

	to_hex(buf, len, 0, text);
	/* the next like it, else the first like it */
	for (i = 0; i < 2 * replay.nr; i++) {
		const char *line = replay.line[(replay.at + i) % replay.nr];

		if (*line != '>' || strcmp(line + 2, text))
			continue;
		replay.at = (replay.at + i) % replay.nr + 1;
		replay.answering = true;
		return 0;
	}
	fprintf(stderr, "replay: not recorded: %s\n", text);
	(void)nl;
	return -ENOENT;
}

static ssize_t play_recv(struct ctl_nl *nl, void *buf, size_t len)
{
	const char *line;
	ssize_t n;

	if (replay.answering && replay.at < replay.nr) {
		line = replay.line[replay.at];
		if (*line == '<') {
			replay.at++;
			n = from_hex(line + 2, buf, len);
			renumber(buf, n, nl->seq);
			return n;
		}
	}
	for (; replay.event < replay.nr; replay.event++)
		if (*replay.line[replay.event] == '!')
			return from_hex(replay.line[replay.event++] + 2, buf,
					len);
	return 0;
}

static int play_join(struct ctl_nl *nl, uint32_t group)
{
	(void)nl;
	return group ? 0 : -ENOENT;
}

static int play_fd(struct ctl_nl *nl)
{
	(void)nl;
	return -1;
}

static void play_close(struct ctl_nl *nl)
{
	(void)nl;
	while (replay.nr)
		free(replay.line[--replay.nr]);
	free(replay.line);
	replay.line = NULL;
	if (replay.file)
		fclose(replay.file);
	replay.file = NULL;
}

static const struct ctl_nl_ops play = {
	.open	= play_open,
	.send	= play_send,
	.recv	= play_recv,
	.join	= play_join,
	.fd	= play_fd,
	.close	= play_close,
};

static int record_send(struct ctl_nl *nl, const void *buf, size_t len)
{
	static char text[LINE];

	replay.seq = nl->seq;
	to_hex(buf, len, 0, text);
	fprintf(replay.file, "> %s\n", text);
	return ctl_nl_socket.send(nl, buf, len);
}

static ssize_t record_recv(struct ctl_nl *nl, void *buf, size_t len)
{
	static char text[LINE];
	const struct nlmsghdr *nlh = buf;
	ssize_t n = ctl_nl_socket.recv(nl, buf, len);

	if (n <= 0)
		return n;
	to_hex(buf, n, 0, text);
	fprintf(replay.file, "%c %s\n",
		nlh->nlmsg_seq == replay.seq ? '<' : '!', text);
	return n;
}

static struct ctl_nl_ops recording;

static void read_recording(const char *name)
{
	FILE *f = fopen(name, "re");
	const char *section = getenv("MPPCTL_SECTION");
	long wanted = section ? atol(section) : 0, at = 0;
	char *line = NULL, **more;
	size_t room = 0;
	ssize_t n;

	if (!f) {
		perror(name);
		exit(99);
	}
	while ((n = getline(&line, &room, f)) > 0) {
		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		at += *line == '$';
		if (at != wanted || *line == '$')
			continue;
		more = realloc(replay.line, (replay.nr + 1) * sizeof(*more));
		if (!more)
			exit(99);
		replay.line = more;
		replay.line[replay.nr++] = line;
		line = NULL;
		room = 0;
	}
	free(line);
	fclose(f);
}

/**
 * ctl_replay_begin() - play or record, if the environment says so
 * @ctl: the run, not yet begun
 */
void ctl_replay_begin(struct ctl *ctl)
{
	static int64_t clock[2];
	const char *text;

	text = getenv("MPPCTL_CLOCK");
	if (text && sscanf(text, "%" SCNd64 " %" SCNd64, &clock[0],
			   &clock[1]) == 2)
		ctl->fixed_clock = clock;
	text = getenv("MPPCTL_NETNS");
	if (text)
		ctl->init_netns = strtoul(text, NULL, 10);
	text = getenv("MPPCTL_KMSG");
	if (text)
		ctl->kmsg = text;
	text = getenv("MPPCTL_RECORD");
	if (text) {
		replay.file = fopen(text, "ae");
		if (!replay.file)
			exit(99);
		recording = ctl_nl_socket;
		recording.send = record_send;
		recording.recv = record_recv;
		ctl->nl->ops = &recording;
	}
	text = getenv("MPPCTL_REPLAY");
	if (text) {
		read_recording(text);
		ctl->nl->ops = &play;
	}
}
