// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_write FILE TEXT: write TEXT in one write(), print what became of it
 * mpp_write FILE < LINES: the same for each line
 * mpp_write FILE TEXT PROCS: after moving into the control group of PROCS, with
 * all memory it will need already charged to the old one
 *
 * "OK", the name of the error, "open: " and its name, or "short". A shell says
 * neither which error it was nor in how many pieces it wrote. In the text \n,
 * \0, \xHH and the like are what they look like.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "util.h"

static void write_one(const char *path, const char *text)
{
	ssize_t done;
	size_t len;
	char *raw;
	int fd;

	len = unescape(text, &raw);
	fd = open(path, O_WRONLY);
	if (fd < 0) {
		printf("open: %s\n", strerrorname_np(errno));
		return;
	}
	done = write(fd, raw, len);
	if (done < 0)
		puts(strerrorname_np(errno));
	else
		puts((size_t)done == len ? "OK" : "short");
	close(fd);
}

/*
 * The new group may have no page left. A fault would then call the OOM killer,
 * and nobody could say whether that was the write.
 */
static void move_to(const char *procs)
{
	static char said[4096];
	int fd = open(procs, O_WRONLY);

	if (fd < 0)
		die_errno(procs);
	setvbuf(stdout, said, _IOFBF, sizeof(said));
	if (mlockall(MCL_CURRENT))
		die_errno("mlockall");
	if (write(fd, "0", 1) != 1)
		die_errno(procs);
	close(fd);
}

int main(int argc, char **argv)
{
	static char line[65536];

	if (argc == 4) {
		/* a first allocation, so that the heap is there to be locked */
		free(xcalloc(1, 65536));
		move_to(argv[3]);
		argc--;
	}
	if (argc == 3) {
		write_one(argv[1], argv[2]);
		return 0;
	}
	if (argc != 2)
		die("usage: mpp_write FILE [TEXT [PROCS]]");
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		write_one(argv[1], line);
	}
	return 0;
}
