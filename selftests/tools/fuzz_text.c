// SPDX-License-Identifier: GPL-2.0
/* mpp_fuzz: the files of sysfs and sysctl, and what they have to answer */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"
#include "util.h"

enum kind { EXEMPT, SETTING, PROFILE, IPV4, IPV6 };

struct target {
	char path[128];
	enum kind kind;
	int index;	/* of the setting or the interface */
	int fd;
};

static struct target targets[1 + 2 * NR_SETTINGS + 3 * IFACES_MAX];
static int nr_targets;
static bool keep_open;

static void add_target(enum kind kind, int index, const char *fmt,
		       const char *name)
{
	struct target *t = &targets[nr_targets++];

	snprintf(t->path, sizeof(t->path), fmt, name);
	t->kind = kind;
	t->index = index;
	t->fd = -1;
	if (!keep_open)
		return;
	t->fd = open(t->path, O_RDWR | O_CLOEXEC);
	if (t->fd < 0)
		die_errno(t->path);
}

/* Without @keep no file has to be there. */
void text_open(bool keep)
{
	int i;

	keep_open = keep;
	add_target(EXEMPT, 0, "%s", "/sys/kernel/tcp_mpp/exempt_ports");
	for (i = 0; i < NR_SETTINGS; i++) {
		add_target(SETTING, i, "/sys/kernel/tcp_mpp/settings/%s",
			   settings[i].name);
		add_target(SETTING, i, "/proc/sys/net/tcp_mpp/%s",
			   settings[i].name);
	}
	for (i = 0; i < nr_ifaces; i++) {
		add_target(PROFILE, i, "/sys/class/net/%s/tcp_mpp/profile",
			   ifaces[i].name);
		add_target(IPV4, i, "/sys/class/net/%s/tcp_mpp/ipv4",
			   ifaces[i].name);
		add_target(IPV6, i, "/sys/class/net/%s/tcp_mpp/ipv6",
			   ifaces[i].name);
	}
}

/* --- the model --- */

static int word(const unsigned char *buf, size_t len, const char *const *words,
		int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		if (words[i] && strlen(words[i]) == len &&
		    !memcmp(words[i], buf, len))
			return i;
	return -1;
}

/* Digits and nothing else, of a number below 2^32. */
static int number(const unsigned char *buf, size_t len, uint32_t *value)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (buf[i] < '0' || buf[i] > '9')
			return -EINVAL;
		sum = sum * 10 + buf[i] - '0';
		if (sum > UINT32_MAX)
			sum = UINT32_MAX + 1ULL;
	}
	*value = sum;
	if (!len)
		return -EINVAL;
	return sum > UINT32_MAX ? -ERANGE : 0;
}

static const char *const switch_in[4] = {
	"disable", "disabled", "enable", "enabled",
};

static bool is_default(const unsigned char *buf, size_t len)
{
	return len == 7 && !memcmp(buf, "default", 7);
}

static int set_setting(struct model *m, int i, const unsigned char *buf,
		       size_t len)
{
	const uint32_t *mark = &m->set[NR_MARKS_AT];
	uint32_t value, was = m->set[i];
	int w, sw, err = 0;

	w = word(buf, len, settings[i].words, 2);
	sw = word(buf, len, switch_in, 4);
	if (is_default(buf, len))
		value = settings[i].def;
	else if (settings[i].words[0] && w < 0)
		return -EINVAL;
	else if (settings[i].words[0])
		value = w;
	else if (settings[i].max == 1 && sw >= 0)
		value = sw / 2;
	else
		err = number(buf, len, &value);
	if (err)
		return err;
	if (value < settings[i].min || value > settings[i].max)
		return -ERANGE;
	m->set[i] = value;
	if (mark[0] < mark[1] && mark[1] < mark[2])
		return 0;
	m->set[i] = was;
	return -EINVAL;
}

int model_add_range(struct model *m, uint32_t first, uint32_t last)
{
	uint32_t i, at;

	for (i = 0; i < m->nr; i++)
		if (m->range[i].first <= last && first <= m->range[i].last)
			return -EEXIST;
	if (m->nr == EXEMPT_MAX)
		return -ENOSPC;
	for (at = m->nr; at > 0 && m->range[at - 1].first > first; at--)
		m->range[at] = m->range[at - 1];
	m->range[at].first = first;
	m->range[at].last = last;
	m->nr++;
	return 0;
}

int model_delete_range(struct model *m, uint32_t first, uint32_t last)
{
	uint32_t i;

	for (i = 0; i < m->nr; i++)
		if (m->range[i].first == first && m->range[i].last == last)
			break;
	if (i == m->nr)
		return -ENOENT;
	for (m->nr--; i < m->nr; i++)
		m->range[i] = m->range[i + 1];
	return 0;
}

static int change_range(struct model *m, const unsigned char *buf, size_t len)
{
	const unsigned char *dash = len ? memchr(buf + 1, '-', len - 1) : NULL;
	uint32_t first = 0, last = 0;
	int a, b;

	if (!dash || (buf[0] != '+' && buf[0] != '-'))
		return -EINVAL;
	a = number(buf + 1, dash - buf - 1, &first);
	b = number(dash + 1, buf + len - dash - 1, &last);
	if (a == -EINVAL || b == -EINVAL)
		return -EINVAL;
	if (a || b || first > 65535 || last > 65535)
		return -ERANGE;
	if (first > last)
		return -EINVAL;
	return buf[0] == '+' ? model_add_range(m, first, last) :
			       model_delete_range(m, first, last);
}

static int set_profile(struct model *m, int i, const unsigned char *buf,
		       size_t len)
{
	int w = word(buf, len, profile_words, 3);

	if (is_default(buf, len))
		w = !strcmp(ifaces[i].name, "lo");
	if (w < 0)
		return -EINVAL;
	if (ifaces[i].port)
		return -EBUSY;
	m->profile[i] = w;
	return 0;
}

static int set_switch(uint8_t *off, int i, const unsigned char *buf, size_t len)
{
	int w = word(buf, len, switch_in, 4);

	if (is_default(buf, len))
		w = 3;
	if (w < 0)
		return -EINVAL;
	if (ifaces[i].port)
		return -EBUSY;
	*off = w < 2;
	return 0;
}

static int model_write(struct model *m, const struct target *t,
		       const unsigned char *buf, size_t len)
{
	if (memchr(buf, 0, len))
		return -EINVAL;
	if (len && buf[len - 1] == '\n')
		len--;
	switch (t->kind) {
	case EXEMPT:
		return change_range(m, buf, len);
	case SETTING:
		return set_setting(m, t->index, buf, len);
	case PROFILE:
		return set_profile(m, t->index, buf, len);
	case IPV4:
		return set_switch(&m->ipv4[t->index], t->index, buf, len);
	case IPV6:
		return set_switch(&m->ipv6[t->index], t->index, buf, len);
	}
	return -EINVAL;
}

static void model_read(const struct model *m, const struct target *t,
		       char *text, size_t size)
{
	const struct setting *s = &settings[t->index];
	size_t at = 0;
	uint32_t i;

	*text = '\0';
	switch (t->kind) {
	case EXEMPT:
		for (i = 0; i < m->nr; i++)
			at += snprintf(text + at, size - at, "%u-%u\n",
				       m->range[i].first, m->range[i].last);
		break;
	case SETTING:
		if (s->words[0])
			snprintf(text, size, "%s\n",
				 s->words[m->set[t->index]]);
		else
			snprintf(text, size, "%u\n", m->set[t->index]);
		break;
	case PROFILE:
		snprintf(text, size, "%s\n", profile_words[m->profile[t->index]]);
		break;
	case IPV4:
		snprintf(text, size, "%s\n", switch_words[m->ipv4[t->index]]);
		break;
	case IPV6:
		snprintf(text, size, "%s\n", switch_words[m->ipv6[t->index]]);
		break;
	}
}

/* --- the machine --- */

static void read_target(const struct target *t, char *text, size_t size)
{
	ssize_t len = pread(t->fd, text, size - 1, 0);

	if (len < 0)
		die_errno(t->path);
	text[len] = '\0';
}

static void compare(const struct model *m, const struct target *t,
		    const void *input, size_t len)
{
	char is[1024], want[1024];

	read_target(t, is, sizeof(is));
	model_read(m, t, want, sizeof(want));
	if (strcmp(is, want))
		fail_case(t->path, input, len, "reads '%s', the model says '%s'",
			  is, want);
}

void text_compare_all(const struct model *m)
{
	int i;

	for (i = 0; i < nr_targets; i++)
		compare(m, &targets[i], "(all are compared)", 18);
}

/* What is set, as the start of the model. */
void text_read(struct model *m)
{
	const struct target *t;
	char text[1024], *p, *end;
	unsigned long n;
	int w;

	memset(m, 0, sizeof(*m));
	for (t = targets; t < targets + nr_targets; t++) {
		read_target(t, text, sizeof(text));
		for (p = text; t->kind == EXEMPT && *p; p = end + 1) {
			m->range[m->nr].first = strtoul(p, &end, 10);
			m->range[m->nr++].last = strtoul(end + 1, &end, 10);
		}
		text[strcspn(text, "\n")] = '\0';
		n = strtoul(text, NULL, 10);
		switch (t->kind) {
		case EXEMPT:
			break;
		case SETTING:
			w = word((void *)text, strlen(text),
				 settings[t->index].words, 2);
			m->set[t->index] = w < 0 ? n : (unsigned long)w;
			break;
		case PROFILE:
			m->profile[t->index] = word((void *)text, strlen(text),
						    profile_words, 3);
			break;
		case IPV4:
			m->ipv4[t->index] = !strcmp(text, switch_words[1]);
			break;
		case IPV6:
			m->ipv6[t->index] = !strcmp(text, switch_words[1]);
			break;
		}
	}
}

/* --- input --- */

static uint32_t a_number(const struct target *t)
{
	const struct setting *s = &settings[t->index];

	switch (rnd(8)) {
	case 0:
		return s->min;
	case 1:
		return s->max;
	case 2:
		return s->min - 1;
	case 3:
		return s->max + 1;
	case 4:
		return rnd(0);
	default:
		return s->min + rnd(s->max - s->min + 1);
	}
}

static size_t a_range(const struct model *m, char *buf, size_t size)
{
	uint32_t first = rnd(65536), last = first + rnd(one_in(4) ? 70000 : 300);
	uint32_t i = m->nr ? rnd(m->nr) : 0;

	if (m->nr && rnd(3)) {
		/* about one that is there, or beside it */
		first = m->range[i].first - one_in(6);
		last = m->range[i].last + one_in(6);
	}
	return snprintf(buf, size, "%c%u-%u", "+-"[rnd(2)], first, last);
}

static size_t good_input(const struct model *m, const struct target *t,
			 char *buf, size_t size)
{
	const struct setting *s = &settings[t->index];
	size_t len = 0;

	switch (t->kind) {
	case EXEMPT:
		len = a_range(m, buf, size);
		break;
	case SETTING:
		if (one_in(6))
			len = snprintf(buf, size, "default");
		else if (s->words[0] && !one_in(6))
			len = snprintf(buf, size, "%s", s->words[rnd(2)]);
		else if (s->max == 1 && !one_in(3))
			len = snprintf(buf, size, "%s", switch_in[rnd(4)]);
		else
			len = snprintf(buf, size, "%.*u", one_in(9) ? 10 : 1,
				       a_number(t));
		break;
	case PROFILE:
		len = snprintf(buf, size, "%s", one_in(5) ? "default" :
			       profile_words[rnd(3)]);
		break;
	case IPV4:
	case IPV6:
		len = snprintf(buf, size, "%s", one_in(5) ? "default" :
			       switch_in[rnd(4)]);
		break;
	}
	if (rnd(2))
		buf[len++] = '\n';
	return len;
}

static size_t make_input(const struct model *m, const struct target *t,
			 unsigned char *buf)
{
	static const char alphabet[] =
		"0123456789+--\n defaultpublicprivatedomainenabledisabledenforceaudit";
	size_t len, i;

	if (one_in(4)) {
		len = 1 + rnd(one_in(100) ? INPUT_MAX : 24);
		for (i = 0; i < len; i++)
			buf[i] = rnd(3) ? (uint32_t)alphabet[rnd(sizeof(alphabet) - 1)] :
					  rnd(256);
		return len;
	}
	len = good_input(m, t, (char *)buf, INPUT_MAX);
	if (rnd(3))
		len = mutate(buf, len, INPUT_MAX, alphabet);
	return len;
}

/* One write, of what nobody knows the outcome, to a file that may be gone. */
bool text_blind(const struct model *m)
{
	const struct target *t = &targets[one_in(3) ? 0 : rnd(nr_targets)];
	static unsigned char buf[INPUT_MAX + 64];
	int fd = open(t->path, O_RDWR | O_CLOEXEC);
	bool taken;

	if (fd < 0)
		return false;
	taken = pwrite(fd, buf, make_input(m, t, buf), 0) > 0;
	if (one_in(8))
		taken &= pread(fd, buf, sizeof(buf), 0) >= 0;
	close(fd);
	return taken;
}

/* One write. True when it was taken. */
bool text_try(struct model *m)
{
	const struct target *t = &targets[one_in(3) ? 0 : rnd(nr_targets)];
	static unsigned char buf[INPUT_MAX + 64];
	struct model after = *m;
	int want, got;
	size_t len;
	ssize_t n;

	len = make_input(m, t, buf);
	want = model_write(&after, t, buf, len);
	n = pwrite(t->fd, buf, len, 0);
	got = n < 0 ? -errno : 0;
	if (got != want)
		fail_case(t->path, buf, len, "%s, the model says %s",
			  got ? strerrorname_np(-got) : "taken",
			  want ? strerrorname_np(-want) : "taken");
	if (!got && (size_t)n != len)
		fail_case(t->path, buf, len, "%zd bytes taken", n);
	if (!got)
		*m = after;
	if (!got || one_in(16))
		compare(m, t, buf, len);
	return !got;
}
