// SPDX-License-Identifier: GPL-2.0
/*
 * save - what is in force, into a file and back, and how the two differ.
 *
 * The file is a batch of commands (conf.h). It is written beside its place and
 * moved there, so whoever reads it finds the old one or the new one. Restored
 * is all of it or nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "conf.h"
#include "conf_file.h"
#include "nl.h"
#include "out.h"

/* What a file says; messages about it go to stderr. */
static int read_file(struct ctl *ctl, const char *file, struct mpp_state *state)
{
	FILE *f = fopen(file, "re");
	int err;

	state_init(state);
	if (!f)
		return ctl_error(ctl, "%s: %s", file, strerror(errno));
	err = conf_parse(f, file, state, stderr);
	fclose(f);
	if (!err)
		return CTL_OK;
	state_free(state);
	return CTL_BROKEN;
}

/*
 * Opening a pipe would wait for whoever is at its other end, and a device has
 * no text to be kept.
 */
static bool is_special(const char *file)
{
	struct stat st;

	return !stat(file, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/*
 * Interfaces that are not there now: what the file said about them stays, they
 * may come back. A file that cannot be read says nothing.
 */
static bool keep_absent(struct mpp_state *state, const char *file)
{
	FILE *f = fopen(file, "re");
	FILE *nowhere = fopen("/dev/null", "we");
	struct mpp_state old;
	struct mpp_dev *dev;
	bool good = true;
	size_t i;

	state_init(&old);
	if (f && nowhere && !conf_parse(f, file, &old, nowhere)) {
		for (i = 0; good && i < old.nr_dev; i++) {
			if (state_find_dev(state, old.dev[i].name))
				continue;
			dev = state_dev(state, old.dev[i].name);
			good = dev;
			if (good)
				*dev = old.dev[i];
		}
	}
	state_free(&old);
	if (f)
		fclose(f);
	if (nowhere)
		fclose(nowhere);
	return good;
}

static int write_file(struct ctl *ctl, const char *file,
		      const struct mpp_state *state)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	int err = -ENOMEM;

	if (f) {
		conf_write(f, state);
		if (!fclose(f))
			err = conf_file_replace(file, text, len);
	}
	free(text);
	return err ? ctl_error(ctl, "%s: %s", file, strerror(-err)) : CTL_OK;
}

static int save(struct ctl *ctl, const char *file)
{
	struct mpp_state state;
	int status;

	status = state_read(ctl, &state);
	if (status)
		return status;
	/* what will be there later and is not named gets its default */
	state.reset = true;
	if (!strcmp(file, "-"))
		conf_write(ctl->out, &state);
	else if (!keep_absent(&state, file))
		status = ctl_error(ctl, "no memory");
	else
		status = write_file(ctl, file, &state);
	state_free(&state);
	return status;
}

static int run_save(struct ctl *ctl, int argc, char **argv)
{
	const char *file = argc ? argv[0] : CTL_CONF;
	int lock, status;

	if (argc > 1)
		return ctl_usage_error(ctl, "save takes one file");
	if (!strcmp(file, "-"))
		return save(ctl, file);
	if (is_special(file))
		return ctl_error(ctl, "%s: no plain file; - is standard output",
				 file);
	lock = conf_file_lock(file);
	status = save(ctl, file);
	conf_file_unlock(lock);
	return status;
}

static int run_restore(struct ctl *ctl, int argc, char **argv)
{
	const char *file = CTL_CONF, *dev = NULL;
	struct mpp_state state;
	int i = 0, status;

	/* an odd number of words: the first is a file */
	if (argc & 1)
		file = argv[i++];
	if (argc - i == 2 && !strcmp(argv[i], "dev"))
		dev = argv[i + 1];
	else if (argc != i)
		return ctl_usage_error(ctl, "restore %s: not understood",
				       argv[i]);
	status = read_file(ctl, file, &state);
	if (status)
		return status;
	status = state_apply(ctl, &state, dev);
	state_free(&state);
	return status;
}

static int run_diff(struct ctl *ctl, int argc, char **argv)
{
	const char *file = argc ? argv[0] : CTL_CONF;
	struct mpp_state wanted, now;
	uint32_t role;
	int status;

	if (argc > 1)
		return ctl_usage_error(ctl, "diff takes one file");
	status = read_file(ctl, file, &wanted);
	if (status)
		return status;
	status = state_role(ctl, &role);
	if (!status)
		status = state_read(ctl, &now);
	if (status) {
		state_free(&wanted);
		return status;
	}
	if (state_resolve(ctl, &wanted, &now, role)) {
		out_begin(ctl);
		out_array(ctl, "differences");
		if (!state_diff(ctl, &now, &wanted))
			out_text(ctl, "no difference\n");
		out_close(ctl);
		out_end(ctl);
	} else {
		status = ctl_error(ctl, "no memory");
	}
	state_free(&wanted);
	state_free(&now);
	return status;
}

const struct ctl_object ctl_object_save = {
	.name = "save",
	.usage =
	"Usage: mppctl save [ FILE | - ]\n"
	"Write what is in force into FILE, by default " CTL_CONF ".\n"
	"Interfaces that are not there now are kept as the file has them.\n",
	.run = run_save,
};

const struct ctl_object ctl_object_restore = {
	.name = "restore",
	.usage =
	"Usage: mppctl restore [ FILE ] [ dev IFACE ]\n"
	"Make everything as FILE says, by default " CTL_CONF ", or\n"
	"nothing: a file with an error changes nothing. With dev: only what it says\n"
	"about IFACE.\n",
	.run = run_restore,
};

const struct ctl_object ctl_object_diff = {
	.name = "diff",
	.usage =
	"Usage: mppctl diff [ FILE ]\n"
	"What FILE, by default " CTL_CONF ", says and is not so now.\n",
	.run = run_diff,
};
