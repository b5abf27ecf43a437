// SPDX-License-Identifier: GPL-2.0
/*
 * conf_file - a file on disk, read whole and replaced whole
 *
 * In: a path, and what is to stand there. Out: the old text or the new one,
 * whenever the machine stops, and never half of one: the new text is written
 * beside the old, is on the disk, and then takes its name.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "conf_file.h"

/* How long to wait for a lock, and how often to look. */
#define LOCK_MS		3000
#define LOCK_PAUSE_MS	10

/**
 * conf_file_read() - the whole of a file
 * @path: its name, - for standard input
 * @max: larger ones are refused with EFBIG
 * @len: its length
 *
 * Return: the bytes, to be freed, with a NUL behind them that @len does not
 * count; NULL with errno.
 */
char *conf_file_read(const char *path, size_t max, size_t *len)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "re") : stdin;
	size_t room = 0, n = 0;
	char *text = NULL, *more;
	int err = 0;

	if (!file)
		return NULL;
	do {
		if (n + 1 >= room) {
			room = room ? 2 * room : 65536;
			more = realloc(text, room);
			if (!more) {
				err = ENOMEM;
				break;
			}
			text = more;
		}
		n += fread(text + n, 1, room - n - 1, file);
		if (ferror(file))
			err = errno ? errno : EIO;
		else if (n > max)
			err = EFBIG;
	} while (!err && !feof(file));
	if (file != stdin)
		fclose(file);
	if (err) {
		free(text);
		errno = err;
		return NULL;
	}
	text[n] = '\0';
	*len = n;
	return text;
}

static int write_all(int fd, const char *text, size_t len)
{
	ssize_t n;

	while (len) {
		n = write(fd, text, len);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* The name lives in the directory, so that has to be on the disk, too. */
static void sync_directory(const char *path)
{
	char copy[PATH_MAX];
	int fd;

	strcpy(copy, path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/**
 * conf_file_lock() - keep others from changing a file meanwhile
 * @path: its name
 *
 * It is for mppctl alone, and on the directory, as the file itself is another
 * one after a change. Anybody may hold that, so it is not waited for longer
 * than a change takes.
 *
 * Return: for conf_file_unlock(), also when it is not locked.
 */
int conf_file_lock(const char *path)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_MS * 1000000L };
	char copy[PATH_MAX];
	int fd, ms;

	if (snprintf(copy, sizeof(copy), "%s", path) >= (int)sizeof(copy))
		return -1;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (ms = 0; fd >= 0 && ms < LOCK_MS; ms += LOCK_PAUSE_MS) {
		if (!flock(fd, LOCK_EX | LOCK_NB) || errno != EWOULDBLOCK)
			break;
		nanosleep(&pause, NULL);
	}
	return fd;
}

/**
 * conf_file_unlock() - let others change it again
 * @lock: what conf_file_lock() returned
 */
void conf_file_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

/*
 * What a link leads to, in @real; @path itself where there is nothing yet. A
 * device or a pipe has no text to be replaced: taking its name would destroy it.
 */
static int find_real(const char *path, char *real)
{
	struct stat st;

	if (stat(path, &st)) {
		if (errno != ENOENT)
			return -errno;
		if (strlen(path) >= PATH_MAX)
			return -ENAMETOOLONG;
		strcpy(real, path);
		return 0;
	}
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!S_ISREG(st.st_mode))
		return -EOPNOTSUPP;
	return realpath(path, real) ? 0 : -errno;
}

/* Whose the file is, and who may read it, stays as it was. */
static int as_before(int fd, const char *real)
{
	struct stat st;

	if (stat(real, &st))
		return fchmod(fd, 0644) ? -errno : 0;
	/* Not allowed to whom it does not belong: the rights count more. */
	if (fchown(fd, st.st_uid, st.st_gid) && errno != EPERM)
		return -errno;
	return fchmod(fd, st.st_mode & 0777) ? -errno : 0;
}

/**
 * conf_file_replace() - put a new text in the place of a file
 * @path: its name; where that is a link, what it leads to is replaced; what is
 *	no plain file is refused
 * @text: the text
 * @len: its length
 *
 * Return: 0, or -errno and the file is as it was.
 */
int conf_file_replace(const char *path, const char *text, size_t len)
{
	char real[PATH_MAX], new[PATH_MAX];
	int fd, err;

	err = find_real(path, real);
	if (err)
		return err;
	if (snprintf(new, sizeof(new), "%s.XXXXXX", real) >= (int)sizeof(new))
		return -ENAMETOOLONG;
	fd = mkostemp(new, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = write_all(fd, text, len);
	if (!err)
		err = as_before(fd, real);
	if (!err && fsync(fd))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (!err && rename(new, real))
		err = -errno;
	if (err)
		unlink(new);
	else
		sync_directory(real);
	return err;
}
