// SPDX-License-Identifier: GPL-2.0
/*
 * port: the test VM's way out, through I/O ports of QEMU that no driver uses.
 *
 *   port put NUMBER < DATA    every byte to that port (isa-debugcon)
 *   port end STATUS           the verdict, then the end of the machine
 *
 * Statically linked: it has to work when nothing else does. Debian's cloud
 * kernels have no /dev/port, so it asks for the ports with ioperm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <unistd.h>

/* as in selftests/vm/run */
#define PORT_VERDICT	0x561
#define PORT_END	0xf4

static int put(unsigned short port)
{
	static char buf[1 << 16];
	ssize_t n;

	if (ioperm(port, 1, 1))
		return 1;
	while ((n = read(STDIN_FILENO, buf, sizeof(buf))) > 0)
		outsb(port, buf, n);
	return n ? 1 : 0;
}

static int end(int status)
{
	char line[16];
	int n;

	if (ioperm(PORT_VERDICT, 1, 1) || ioperm(PORT_END, 1, 1))
		return 1;
	n = snprintf(line, sizeof(line), "%d\n", status);
	outsb(PORT_VERDICT, line, n);
	outb(0, PORT_END);
	return 1;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "put"))
		return put(strtoul(argv[2], NULL, 0));
	if (argc == 3 && !strcmp(argv[1], "end"))
		return end(atoi(argv[2]));
	fprintf(stderr, "usage: port put NUMBER | port end STATUS\n");
	return 2;
}
