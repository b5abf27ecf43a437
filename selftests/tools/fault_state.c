// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fault: what is to be the same afterwards, as text
 *
 * A pattern stands for the files it matches now: of a file the content counts,
 * of a directory that it is there, and of one named with a slash at its end
 * the names of all that is in it. Whether the netlink family is there belongs
 * to it always.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault.h"
#include "util.h"

static FILE *out;

static int name_one(const char *path, const struct stat *st, int type,
		    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	fprintf(out, "%s\n", path);
	return 0;
}

static void show(const char *path)
{
	char text[4096];
	struct stat st;
	ssize_t len;
	int fd;

	fprintf(out, "%s", path);
	if (stat(path, &st) || S_ISDIR(st.st_mode)) {
		fputc('\n', out);
		return;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC);
	len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (len < 0)
		fprintf(out, ": %s\n", strerrorname_np(errno));
	else
		fprintf(out, ": %.*s\n", (int)len, text);
	if (fd >= 0)
		close(fd);
}

char *state_read(char **pattern, int nr)
{
	uint32_t groups[GROUPS_MAX];
	char *text = NULL;
	uint16_t id;
	size_t size, len, i;
	glob_t found;

	out = open_memstream(&text, &size);
	if (!out)
		die_errno("open_memstream");
	fprintf(out, "netlink family: %s\n",
		netlink_family(&id, groups) ? "yes" : "no");
	for (; nr; nr--, pattern++) {
		if (glob(*pattern, 0, NULL, &found))
			continue;
		for (i = 0; i < found.gl_pathc; i++) {
			len = strlen(found.gl_pathv[i]);
			if (found.gl_pathv[i][len - 1] == '/')
				nftw(found.gl_pathv[i], name_one, 16, FTW_PHYS);
			else
				show(found.gl_pathv[i]);
		}
		globfree(&found);
	}
	fclose(out);
	return text;
}

void state_differ(const char *was, const char *is)
{
	size_t a, b;

	/* what is the same at the beginning is of no interest */
	while (*was && *was == *is) {
		a = strcspn(was, "\n") + 1;
		b = strcspn(is, "\n") + 1;
		if (a != b || memcmp(was, is, a))
			break;
		was += a;
		is += b;
	}
	printf("# was: %.200s\n# is: %.200s\n", was, is);
}

long number_in(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0)
		die_errno(path);
	close(fd);
	return strtol(text, NULL, 10);
}

void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t len = strlen(text);

	if (fd < 0 || write(fd, text, len) != len)
		die("%s <- '%s': %s", path, text, strerror(errno));
	close(fd);
}
