// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fault OPERATION WORDS... -- PATTERN...: fail the first allocation of an
 * operation, then the second, and so on until it has no more of them
 *
 * It may be refused for want of memory, and then all is as before, or succeed,
 * and then all is as after a success without a fault. What "all" is, patterns
 * say (fault_state.c). Only what the one system call does is counted: files are
 * open and memory is locked before. Prints one result.
 *
 *   load FILE PARAMETERS            a module; unloaded again
 *   write FILE TEXT [FILE UNDO]...  one write; UNDO makes it undone
 *   request MESSAGE [IFACE] [FILE UNDO]...  to the netlink family
 *   join                            the group of its events
 *   unshare                         a new network namespace
 *   deliver FILE TEXT TEXT          an event; see fault_deliver.c
 *
 * --from N begins with the N-th, --step N goes on with every N-th only. --once
 * ends with the first success: for what cannot be undone. Exit status 3 then says
 * that a fault was injected even so, and "# next N" how to go on.
 * mpp_fault workers N: as /proc/PID/fail-nth, for all kworkers; 0 prints how
 * many faults there were.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"
#include "util.h"

#define NTH_MAX 20000

static unsigned int step = 1;

static char **own, **undo_list;
static int undo_nr;

static void undo_writes(void)
{
	int i;

	for (i = 0; i + 1 < undo_nr; i += 2)
		write_file(undo_list[i], undo_list[i + 1]);
}

/* --- load --- */

static void load_open(char **word, int nr)
{
	if (nr != 2)
		die("load FILE PARAMETERS");
	own = word;
}

static int load_with(const char *parameters, unsigned int nth)
{
	int fd = open(own[0], O_RDONLY | O_CLOEXEC), err;

	if (fd < 0)
		die_errno(own[0]);
	nth_arm(nth);
	err = syscall(SYS_finit_module, fd, parameters, 0) ? -errno : 0;
	nth_disarm();
	close(fd);
	return err;
}

static int load_act(unsigned int nth)
{
	return load_with(own[1], nth);
}

/* What mpp_init() allocates before it looks at its parameter is fewer. */
#define BEFORE_ROLE 32

/*
 * Hundreds of allocations come before, for the file, its text and the names of its
 * sections in sysfs. Whether the kernel can do without one of those is not our
 * affair. mpp_init() refuses a role that there is not, and that is soon.
 */
static unsigned int load_first(void)
{
	if (load_with("role=nonsense", NTH_MAX) != -EINVAL || !nth_left)
		die("a role that there is not is not refused");
	printf("# %u allocations before the role is refused\n",
	       NTH_MAX - nth_left);
	return NTH_MAX - nth_left - BEFORE_ROLE;
}

static void load_undo(void)
{
	uint64_t end = now_us() + 20000000;

	/* somebody may look at a file of it right now */
	while (syscall(SYS_delete_module, "tcp_mpp", O_NONBLOCK))
		if (now_us() > end)
			die_errno("unloading");
}

/* --- write --- */

static void write_open(char **word, int nr)
{
	if (nr < 2)
		die("write FILE TEXT [FILE UNDO]...");
	own = word;
	undo_list = word + 2;
	undo_nr = nr - 2;
}

static int write_act(unsigned int nth)
{
	int fd = open(own[0], O_WRONLY | O_CLOEXEC), err;
	ssize_t len = strlen(own[1]), done;

	if (fd < 0)
		die_errno(own[0]);
	nth_arm(nth);
	done = write(fd, own[1], len);
	err = done == len ? 0 : done < 0 ? -errno : -EIO;
	nth_disarm();
	close(fd);
	return err;
}

/* --- request --- */

static void request_open(char **word, int nr)
{
	/* an interface has no slash in it, files do */
	int used = nr > 1 && !strchr(word[1], '/') ? 2 : 1;

	netlink_open(word, used);
	undo_list = word + used;
	undo_nr = nr - used;
}

/* --- unshare --- */

static const char hooks_path[] = "/sys/kernel/tcp_mpp/status/hooks";
static const char failures_path[] = "/sys/kernel/tcp_mpp/stats/hook_failures";
static const char state_path[] = "/sys/kernel/tcp_mpp/status/state";

static void unshare_open(char **word, int nr)
{
	(void)word;
	if (nr)
		die("unshare");
}

static bool in_episode(void)
{
	char text[16] = "";
	int fd = open(state_path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		die_errno(state_path);
	close(fd);
	return *text == 'e';
}

/* In the child, whose end is that of its namespace. */
static int unshare_child(unsigned int nth, int out)
{
	long hooks = number_in(hooks_path), failed = number_in(failures_path);
	int said[2];

	nth_open();
	nth_arm(nth);
	said[0] = unshare(CLONE_NEWNET) ? -errno : 0;
	nth_disarm();
	/* each part of the kernel has another word for that it got no memory */
	if (said[0])
		said[0] = -ENOMEM;
	said[1] = nth_left;
	/* in an episode it has its hooks, or that is counted */
	if (!said[0] && number_in(hooks_path) - hooks +
	    number_in(failures_path) - failed != in_episode())
		said[0] = -EPROTO;
	return write(out, said, sizeof(said)) != sizeof(said);
}

static int unshare_act(unsigned int nth)
{
	long hooks = number_in(hooks_path);
	uint64_t end = now_us() + 20000000;
	int said[2], pipes[2], status;
	pid_t child;

	if (pipe(pipes))
		die_errno("pipe");
	child = fork();
	if (child < 0)
		die_errno("fork");
	if (!child) {
		if (mlockall(MCL_CURRENT))
			die_errno("mlockall");
		_exit(unshare_child(nth, pipes[1]));
	}
	close(pipes[1]);
	if (read(pipes[0], said, sizeof(said)) != sizeof(said))
		die("the child says nothing");
	close(pipes[0]);
	waitpid(child, &status, 0);
	/* a namespace goes when its cleaner comes to it */
	while (number_in(hooks_path) != hooks)
		if (now_us() > end)
			die("hooks are left: %ld, %ld", hooks,
			    number_in(hooks_path));
	nth_left = said[1];
	return said[0];
}

static void nothing_open(char **word, int nr)
{
	(void)word;
	(void)nr;
}

static void nothing(void)
{
}

const struct op ops[] = {
	{ "load", load_open, load_first, load_act, load_undo },
	{ "write", write_open, NULL, write_act, undo_writes },
	{ "request", request_open, NULL, netlink_act, undo_writes },
	{ "join", nothing_open, NULL, join_act, nothing },
	{ "unshare", unshare_open, NULL, unshare_act, nothing },
};

const size_t nr_ops = ARRAY_SIZE(ops);

/* --- the loop --- */

struct count {
	unsigned int injected, refused, unsaid;
};

static char **pattern;
static int nr_patterns;
static struct count count;

static bool is(const char *want, const char *what)
{
	char *now = state_read(pattern, nr_patterns);
	bool same = !strcmp(now, want);

	if (!same && what) {
		printf("# %s\n", what);
		state_differ(want, now);
	}
	free(now);
	return same;
}

static bool want_of_memory(int err)
{
	return err == -ENOMEM || err == -ENOBUFS;
}

/* One try; false when it went wrong. @done: no fault was injected any more. */
static bool once(const struct op *op, unsigned int nth, const char *before,
		 const char *after, bool *done, int *err)
{
	*err = op->act(nth);
	*done = nth_left;
	count.injected += !nth_left;
	if (*err < 0 && (!want_of_memory(*err) || *done)) {
		printf("# %s\n", strerror(-*err));
		return false;
	}
	if (*err < 0) {
		count.refused++;
		return is(before, "refused, but not as before");
	}
	if (*err == UNSAID) {
		count.unsaid++;
		if (is(before, NULL))
			return true;
	}
	if (after && !is(after, "taken, but not wholly"))
		return false;
	if (after)
		op->undo();
	return !after || is(before, "undone, but not as before");
}

static int run(const struct op *op, const char *name, unsigned int nth,
	       bool only_once)
{
	char *before, *after = NULL;
	uint64_t began = now_us();
	bool done = false, good = true;
	int err = 0;

	/* what is read for the first time may differ from the second */
	free(state_read(pattern, nr_patterns));
	before = state_read(pattern, nr_patterns);
	if (!only_once) {
		err = op->act(0);
		if (err)
			die("%s, without a fault: %s", name, strerror(-err));
		after = state_read(pattern, nr_patterns);
		op->undo();
		good = is(before, "undone, but not as before");
	}
	for (; good && !done && nth < NTH_MAX; nth += step) {
		good = once(op, nth, before, after, &done, &err);
		if (!good)
			printf("# at fault %u\n", nth);
		if (only_once && !err)
			break;
	}
	if (!done && !only_once)
		good = false;
	printf("# the last try was fault %u, %u s in all\n", nth - step,
	       (unsigned int)((now_us() - began) / 1000000));
	printf("%s - %s: %u faults injected, %u refused, %u without an answer\n",
	       good ? "ok" : "not ok", name, count.injected, count.refused,
	       count.unsaid);
	if (good && only_once && !done)
		printf("# next %u\n", nth + step);
	return !good ? 1 : only_once && !done ? 3 : 0;
}

static int workers(char **argv)
{
	unsigned int nth = parse_number(argv[0], "workers", 0, NTH_MAX);

	if (nth)
		workers_arm(nth);
	else
		printf("%u\n", workers_disarm());
	return 0;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	unsigned int from = 1;
	char title[100];
	bool only_once = false;
	int i = 2, own_nr;
	size_t o;

	if (argc == 3 && !strcmp(name, "workers"))
		return workers(argv + 2);
	for (; i < argc && !strncmp(argv[i], "--", 2) && argv[i][2]; i++) {
		if (!strcmp(argv[i], "--once"))
			only_once = true;
		else if (!strcmp(argv[i], "--from") && i + 1 < argc)
			from = parse_number(argv[++i], "from", 1, NTH_MAX);
		else if (!strcmp(argv[i], "--step") && i + 1 < argc)
			step = parse_number(argv[++i], "step", 1, NTH_MAX);
		else
			die("no option %s", argv[i]);
	}
	for (own_nr = 0; i + own_nr < argc && strcmp(argv[i + own_nr], "--");)
		own_nr++;
	pattern = argv + i + own_nr + 1;
	snprintf(title, sizeof(title), "%s %s %s", name, own_nr ? argv[i] : "",
		 own_nr > 1 ? argv[i + 1] : "");
	nr_patterns = argc - i - own_nr - 1;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!strcmp(name, "deliver")) {
		deliver_open(argv + i, own_nr);
		return deliver_run();
	}
	nth_open();
	for (o = 0; o < nr_ops; o++) {
		if (strcmp(ops[o].name, name))
			continue;
		ops[o].open(argv + i, own_nr);
		if (mlockall(MCL_CURRENT))
			die_errno("mlockall");
		if (ops[o].first && from == 1)
			from = ops[o].first();
		return run(&ops[o], title, from, only_once);
	}
	die("no operation '%s'", name);
}
