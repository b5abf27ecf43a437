// SPDX-License-Identifier: GPL-2.0
/*
 * reg_cmd - import: what a Windows machine had set, for this one (W12, D2)
 *
 * In: an exported registry, and which interface here stands for which there.
 * Out: notes on what was taken and what was not, on stderr; the commands that
 * come of it; and, unless it is only a trial, the kernel as they say, whole or
 * not at all. A value that is not in the file stays as it is. A list of ports
 * takes the place of the one that is in force, as it would in the registry.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "conf.h"
#include "conf_file.h"
#include "out.h"
#include "reg.h"

/* An export of all of HKEY_LOCAL_MACHINE\SYSTEM takes some 100 MB. */
#define REG_FILE_MAX	(512UL << 20)

/* One --map; the words live in argv. */
struct map {
	const char *guid;	/* without braces */
	const char *iface;
	bool used;
};

struct import {
	const char *file;
	bool dry;
	struct map *map;
	int nr_map;
	struct reg_import found;
};

/* Without its braces; whether it is one shows when the file has it or not. */
static int guid_len(const char *guid)
{
	return (int)strcspn(guid, "}=");
}

static int add_map(struct ctl *ctl, struct import *im, char *word)
{
	char *eq = word ? strchr(word, '=') : NULL;
	struct map *map = &im->map[im->nr_map];
	int i;

	if (!eq || eq == word || !eq[1])
		return ctl_usage_error(ctl, "--map needs GUID=IFACE");
	map->guid = word + (*word == '{');
	map->iface = eq + 1;
	if (guid_len(map->guid) != REG_GUID_LEN - 2)
		return ctl_usage_error(ctl, "%.*s: that is no GUID",
				       (int)(eq - word), word);
	for (i = 0; i < im->nr_map; i++) {
		if (!strcmp(im->map[i].iface, map->iface))
			return ctl_usage_error(ctl, "%s is mapped twice",
					       map->iface);
		if (!strncasecmp(im->map[i].guid, map->guid, REG_GUID_LEN - 2))
			return ctl_usage_error(ctl, "%.36s is mapped twice",
					       map->guid);
	}
	im->nr_map++;
	return CTL_OK;
}

static int read_words(struct ctl *ctl, int argc, char **argv,
		      struct import *im)
{
	int i, status;

	for (i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "--dry-run")) {
			im->dry = true;
		} else if (!strcmp(argv[i], "--map")) {
			i++;
			status = add_map(ctl, im, i < argc ? argv[i] : NULL);
			if (status)
				return status;
		} else if (!im->file) {
			im->file = argv[i];
		} else {
			return ctl_usage_error(ctl, "import takes one file");
		}
	}
	if (!im->file)
		return ctl_usage_error(ctl, "import which file?");
	return CTL_OK;
}

/* Ask whoever sits there; NULL when nobody does, or there is no answer. */
static char *ask(const struct reg_iface *iface)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return NULL;
	fprintf(stderr, "Which interface is %s here? (empty: leave it out) ",
		iface->guid);
	len = getline(&line, &room, stdin);
	while (len > 0 && strchr(" \t\r\n", line[len - 1]))
		line[--len] = '\0';
	if (len > 0)
		return line;
	free(line);
	return NULL;
}

static char *find_iface(struct import *im, const struct reg_iface *iface)
{
	int i;

	for (i = 0; i < im->nr_map; i++) {
		if (strncasecmp(im->map[i].guid, iface->guid + 1,
				REG_GUID_LEN - 2))
			continue;
		im->map[i].used = true;
		return strdup(im->map[i].iface);
	}
	return ask(iface);
}

static int want_iface(struct ctl *ctl, struct import *im,
		      const struct reg_iface *iface, struct mpp_state *wanted)
{
	char *name = find_iface(im, iface);
	struct mpp_dev *dev;
	int status = CTL_OK;

	if (!name) {
		fprintf(stderr, "%s:%u: ignored: DisableMPPOnIF of %s: say --map %s=IFACE\n",
			im->file, iface->line, iface->guid, iface->guid);
		return CTL_OK;
	}
	if (state_find_dev(wanted, name))
		status = ctl_error(ctl, "%s stands for two interfaces", name);
	dev = status ? NULL : state_dev(wanted, name);
	if (!status && !dev)
		status = ctl_error(ctl, "%s: that is no interface's name", name);
	if (dev && iface->off[REG_V4] >= 0) {
		dev->present |= TCP_MPP_TAG_IPV4;
		dev->ipv4 = !iface->off[REG_V4];
	}
	if (dev && iface->off[REG_V6] >= 0) {
		dev->present |= TCP_MPP_TAG_IPV6;
		dev->ipv6 = !iface->off[REG_V6];
	}
	free(name);
	return status;
}

/*
 * EnableMPP is one for each IP version there. Where one of them is on, the
 * switch of the whole has to be on for that to mean anything.
 */
static void want_settings(const struct import *im, struct mpp_state *wanted)
{
	const struct reg_import *found = &im->found;
	static const struct {
		const char *setting;
		const char *key;
	} of[REG_FAMILIES] = {
		[REG_V4] = { "ipv4", "Tcpip" },
		[REG_V6] = { "ipv6", "Tcpip6" },
	};
	int f;

	if (found->enabled[REG_V4] == 1 || found->enabled[REG_V6] == 1)
		state_set(wanted, ctl_setting_find("enabled"), 1);
	for (f = 0; f < REG_FAMILIES; f++) {
		if (found->enabled[f] >= 0)
			state_set(wanted, ctl_setting_find(of[f].setting),
				  (uint32_t)found->enabled[f]);
		else
			fprintf(stderr, "%s: EnableMPP of %s is not there: %s stays as it is\n",
				im->file, of[f].key, of[f].setting);
	}
	if (found->rate_limit >= 0)
		state_set(wanted, ctl_setting_find("rate_limit"),
			  (uint32_t)found->rate_limit);
}

static int want(struct ctl *ctl, struct import *im, struct mpp_state *wanted)
{
	const struct reg_import *found = &im->found;
	int status = CTL_OK, k;
	size_t i;

	want_settings(im, wanted);
	wanted->has_exempt = found->has_ranges;
	wanted->nr_exempt = found->nr_ranges;
	memcpy(wanted->exempt, found->range, sizeof(found->range));
	for (i = 0; i < found->nr_ifaces && !status; i++)
		status = want_iface(ctl, im, &found->iface[i], wanted);
	for (k = 0; k < im->nr_map; k++)
		if (!im->map[k].used && !status)
			fprintf(stderr, "%s: ignored: --map {%.36s}: it is not there\n",
				im->file, im->map[k].guid);
	return status;
}

static int show_commands(struct ctl *ctl, const struct import *im,
			 const struct mpp_state *wanted)
{
	char *text = NULL, *line, *save = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return ctl_error(ctl, "no memory");
	conf_commands(file, wanted);
	fclose(file);
	out_begin(ctl);
	out_bool(ctl, "dry_run", im->dry, NULL);
	out_array(ctl, "commands");
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		out_str(ctl, NULL, line, "%s\n", line);
	out_close(ctl);
	out_end(ctl);
	free(text);
	return CTL_OK;
}

static int import(struct ctl *ctl, struct import *im)
{
	struct mpp_state wanted;
	size_t len;
	char *bytes;
	int status;

	bytes = conf_file_read(im->file, REG_FILE_MAX, &len);
	if (!bytes)
		return ctl_error(ctl, "%s: %s", im->file, strerror(errno));
	status = reg_parse(bytes, len, im->file, &im->found, stderr);
	free(bytes);
	if (status)
		return CTL_REFUSED;
	if (reg_empty(&im->found))
		return ctl_error(ctl, "%s: nothing about MPP in it", im->file);
	state_init(&wanted);
	status = want(ctl, im, &wanted);
	if (!status)
		status = show_commands(ctl, im, &wanted);
	if (!status && !im->dry)
		status = state_apply(ctl, &wanted, NULL);
	if (!status && !im->dry)
		fprintf(stderr, "In force now. `mppctl save` keeps it for the next boot.\n");
	state_free(&wanted);
	return status;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	struct import im = { .map = calloc((size_t)argc + 1, sizeof(*im.map)) };
	int status;

	if (!im.map)
		return ctl_error(ctl, "no memory");
	status = read_words(ctl, argc, argv, &im);
	if (!status)
		status = import(ctl, &im);
	reg_free(&im.found);
	free(im.map);
	return status;
}

const struct ctl_object ctl_object_import = {
	.name = "import",
	.usage =
	"Usage: mppctl import FILE.reg [ --map GUID=IFACE ]... [ --dry-run ]\n"
	"What regedit exported of Tcpip\\Parameters and Tcpip6\\Parameters: EnableMPP,\n"
	"MPPExcludedPorts, EnableConnectionRateLimiting, and DisableMPPOnIF, for which an\n"
	"interface of Windows, GUID, has to be mapped to one of this machine. Says what\n"
	"it took and what not; with --dry-run changes nothing.\n",
	.run = run,
};
