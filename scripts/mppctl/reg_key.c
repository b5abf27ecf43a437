// SPDX-License-Identifier: GPL-2.0
/*
 * reg_key - which keys of the registry are ours
 *
 * In: a key as it stands in the file. Out: how far it goes along
 *	HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\
 *		Tcpip[6]\Parameters[\Interfaces\{GUID}]
 * Names do not tell capitals from small letters. An export of a whole hive
 * has numbered control sets, ControlSet001, for the current one.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "reg_job.h"

static bool is_name(const char *part, size_t len, const char *name)
{
	return len == strlen(name) && !strncasecmp(part, name, len);
}

static bool is_guid(const char *part, size_t len)
{
	static const char like[] = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
	size_t i;

	if (len != REG_GUID_LEN)
		return false;
	for (i = 0; i < len; i++)
		if (like[i] == 'x' ? !isxdigit((unsigned char)part[i]) :
		    part[i] != like[i])
			return false;
	return true;
}

/* ControlSet001 to ControlSet999. */
static bool is_control_set(const char *part, size_t len, unsigned int *nr)
{
	static const char name[] = "ControlSet";
	size_t i, n = strlen(name);

	if (len != n + 3 || strncasecmp(part, name, n))
		return false;
	for (*nr = 0, i = n; i < len; i++) {
		if (!isdigit((unsigned char)part[i]))
			return false;
		*nr = 10 * *nr + (unsigned int)(part[i] - '0');
	}
	return *nr > 0;
}

/* Whether @part leads on from @place->depth to the next depth. */
static bool leads_on(const char *part, size_t len, struct reg_place *place)
{
	switch (place->depth) {
	case REG_NOT_OURS:
		return is_name(part, len, "HKEY_LOCAL_MACHINE") ||
		       is_name(part, len, "HKLM");
	case REG_HIVE:
		return is_name(part, len, "SYSTEM");
	case REG_SYSTEM:
		return is_name(part, len, "CurrentControlSet") ||
		       is_control_set(part, len, &place->set);
	case REG_CONTROL_SET:
		return is_name(part, len, "Services");
	case REG_SERVICES:
		place->family = is_name(part, len, "Tcpip6") ? REG_V6 : REG_V4;
		return place->family == REG_V6 || is_name(part, len, "Tcpip");
	case REG_TCPIP:
		return is_name(part, len, "Parameters");
	case REG_PARAMETERS:
		return is_name(part, len, "Interfaces");
	case REG_INTERFACES:
		if (!is_guid(part, len))
			return false;
		memcpy(place->guid, part, len);
		return true;
	case REG_INTERFACE:
		break;
	}
	return false;
}

/**
 * reg_place() - What a key is to us.
 * @key: the key, as it stands in the file
 * @len: its length
 * @place: the answer; of a depth of REG_NOT_OURS if it is nothing
 */
void reg_place(const char *key, size_t len, struct reg_place *place)
{
	const char *end = key + len, *part = key, *p;

	memset(place, 0, sizeof(*place));
	for (;;) {
		p = memchr(part, '\\', (size_t)(end - part));
		if (!p)
			p = end;
		if (!leads_on(part, (size_t)(p - part), place)) {
			place->depth = REG_NOT_OURS;
			return;
		}
		place->depth++;
		if (p == end)
			return;
		part = p + 1;
	}
}
