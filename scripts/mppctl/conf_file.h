/* SPDX-License-Identifier: GPL-2.0 */
/* conf_file.h - the configuration file on disk, read whole and replaced whole */
#ifndef MPPCTL_CONF_FILE_H
#define MPPCTL_CONF_FILE_H

#include <stddef.h>

/* Larger files are refused: nobody wrote such a one by hand. */
#define CONF_FILE_MAX	(16 << 20)

char *conf_file_read(const char *path, size_t max, size_t *len);
int conf_file_lock(const char *path);
void conf_file_unlock(int lock);
int conf_file_replace(const char *path, const char *text, size_t len);

#endif /* MPPCTL_CONF_FILE_H */
