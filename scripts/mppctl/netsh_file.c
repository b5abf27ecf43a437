// SPDX-License-Identifier: GPL-2.0
/*
 * netsh_file - the persistent store of netsh: the configuration file
 *
 * In: a sentence that changes something. Out: the file, with one command more
 * that does the same. What an administrator wrote there, comments included,
 * stays as it is; where the file says the same already, it is not touched.
 * The plan is made before the kernel is asked, so that a file that is broken
 * or contradicts the sentence is told of while nothing has changed yet.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "conf_file.h"
#include "netsh_job.h"

#define WORDS_MAX	8

static int parse(struct ctl *ctl, const char *path, const char *text,
		 size_t len, struct mpp_state *state)
{
	FILE *in;
	int err;

	state_init(state);
	if (!len)
		return CTL_OK;
	in = fmemopen((void *)text, len, "r");
	if (!in)
		return ctl_error(ctl, "%s: %s", path, strerror(errno));
	err = conf_parse(in, path, state, stderr);
	fclose(in);
	return err ? ctl_error(ctl, "%s is broken", path) : CTL_OK;
}

static int read_text(struct ctl *ctl, const char *path, char **text,
		     size_t *len)
{
	*text = conf_file_read(path, CONF_FILE_MAX, len);
	if (!*text && errno == ENOENT) {
		*text = calloc(1, 1);
		*len = 0;
	}
	if (!*text)
		return ctl_error(ctl, "%s: %s", path, strerror(errno));
	return CTL_OK;
}

/**
 * netsh_file_read() - what the configuration file says
 * @ctl: the run
 * @path: the file; one that is not there says nothing
 * @state: that
 *
 * Return: enum ctl_status.
 */
int netsh_file_read(struct ctl *ctl, const char *path, struct mpp_state *state)
{
	size_t len;
	char *text;
	int status;

	state_init(state);
	status = read_text(ctl, path, &text, &len);
	if (status)
		return status;
	status = parse(ctl, path, text, len, state);
	free(text);
	return status;
}

static bool has_range(const struct mpp_state *state,
		      const struct netsh_sentence *s)
{
	unsigned int i;

	for (i = 0; i < state->nr_exempt; i++)
		if (state->exempt[i].first == s->first &&
		    state->exempt[i].last == s->last)
			return true;
	return false;
}

static bool says_nothing(const struct mpp_state *state)
{
	return !state->present && !state->to_default && !state->has_exempt &&
	       !state->reset && !state->nr_dev;
}

/* The command of the file that does what the sentence says, or an empty one. */
static void command(const struct netsh_sentence *s,
		    const struct mpp_state *state, char *text, size_t len)
{
	static const char *const words[] = { "disabled", "enabled", "default" };
	bool there, wanted;

	text[0] = '\0';
	if (s->verb == NETSH_RESET) {
		/* a machine that boots with nothing said has the defaults */
		if (says_nothing(state))
			return;
		snprintf(text, len, "reset --keep-rate-limit");
	} else if (s->has_range) {
		there = has_range(state, s);
		wanted = s->mpp == NETSH_DISABLED;
		if (there != wanted)
			snprintf(text, len, "exempt %s %u-%u",
				 wanted ? "add" : "del", s->first, s->last);
	} else {
		snprintf(text, len, "set%s%s%s%s",
			 s->mpp != NETSH_UNSAID ? " enabled " : "",
			 s->mpp != NETSH_UNSAID ? words[s->mpp] : "",
			 s->profiles != NETSH_UNSAID ? " profiles " : "",
			 s->profiles != NETSH_UNSAID ? words[s->profiles] : "");
	}
}

static char *say(const struct mpp_state *state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	conf_write(out, state);
	return fclose(out) ? NULL : text;
}

/* Carry out @text, a command of words and blanks, on @state. */
static bool carry_out(struct mpp_state *state, const char *text, char *why,
		      size_t len)
{
	char copy[128], *word[WORDS_MAX], *save = NULL, *p;
	int n = 0;

	snprintf(copy, sizeof(copy), "%s", text);
	for (p = strtok_r(copy, " ", &save); p && n < WORDS_MAX;
	     p = strtok_r(NULL, " ", &save))
		word[n++] = p;
	return conf_words(state, n, word, why, len);
}

/* What the file needs added, with @state what it says by now. */
static int plan(struct ctl *ctl, const struct netsh_sentence *s,
		struct netsh_file *file, struct mpp_state *state)
{
	char *before, *after, why[160];
	int status = CTL_OK;

	command(s, state, file->add, sizeof(file->add));
	if (!file->add[0])
		return CTL_OK;
	before = say(state);
	if (!carry_out(state, file->add, why, sizeof(why))) {
		free(before);
		return ctl_error(ctl, "%s: %s. Nothing is changed; store=active would leave it out",
				 file->path, why);
	}
	after = say(state);
	if (!before || !after)
		status = ctl_error(ctl, "no memory");
	else if (!strcmp(before, after))
		file->add[0] = '\0';
	free(before);
	free(after);
	return status;
}

/**
 * netsh_file_plan() - see what a sentence makes of the configuration file
 * @ctl: the run
 * @s: the sentence
 * @file: the file, of which the path is set, and no lock; netsh_file_free() it,
 *	until then no other mppctl changes it
 *
 * Return: enum ctl_status; the file is not touched.
 */
int netsh_file_plan(struct ctl *ctl, const struct netsh_sentence *s,
		    struct netsh_file *file)
{
	struct mpp_state state;
	int status;

	file->lock = conf_file_lock(file->path);
	status = read_text(ctl, file->path, &file->text, &file->len);
	if (status)
		return status;
	status = parse(ctl, file->path, file->text, file->len, &state);
	if (!status)
		status = plan(ctl, s, file, &state);
	state_free(&state);
	return status;
}

/* What has to stand between the text and a new line after it. */
static const char *gap(const struct netsh_file *file)
{
	const char *end = file->text + file->len;

	if (!file->len)
		return "";
	if (end[-1] != '\n')
		return end[-1] == '\\' ? "\n\n" : "\n";
	/* a line that says it goes on */
	return file->len > 1 && end[-2] == '\\' ? "\n" : "";
}

/**
 * netsh_file_write() - carry out what was planned
 * @ctl: the run
 * @file: the file, with its plan
 *
 * Return: enum ctl_status.
 */
int netsh_file_write(struct ctl *ctl, struct netsh_file *file)
{
	char *text;
	int len, err;

	if (!file->add[0])
		return CTL_OK;
	len = asprintf(&text, "%s%s%s\n", file->text, gap(file), file->add);
	if (len < 0)
		return ctl_error(ctl, "no memory");
	err = conf_file_replace(file->path, text, (size_t)len);
	free(text);
	if (err)
		return ctl_error(ctl, "in force now, but not in %s: %s",
				 file->path, strerror(-err));
	return CTL_OK;
}

/**
 * netsh_file_free() - forget the file
 * @file: the file
 */
void netsh_file_free(struct netsh_file *file)
{
	free(file->text);
	file->text = NULL;
	conf_file_unlock(file->lock);
	file->lock = -1;
}
