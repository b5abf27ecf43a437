# SPDX-License-Identifier: GPL-2.0
# report.awk: all cells as a JSON file and as a table, then the verdict. Status 1
# and the reasons when it does not hold.
# Variables: kernel memory rate connections seconds json

function demand(ok, why)
{
	if (ok)
		return
	print "FAILED: " why
	failed = 1
}

{
	for (i = 1; i <= NF; i++) {
		eq = index($i, "=")
		key = substr($i, 1, eq - 1)
		keys[NR, i] = key
		v[NR, key] = substr($i, eq + 1)
	}
	count[NR] = NF
}

END {
	printf "{\n  \"kernel\": \"%s\", \"memory\": \"%s\", ", kernel, memory > json
	printf "\"rate\": %d, \"connections\": %d, ", rate, connections > json
	printf "\"seconds\": %d,\n  \"cells\": [\n", seconds > json
	for (r = 1; r <= NR; r++) {
		printf "    {" > json
		for (i = 1; i <= count[r]; i++) {
			x = v[r, keys[r, i]]
			if (x !~ /^(true|false|-?[0-9]+)$/)
				x = "\"" x "\""
			printf "%s\"%s\": %s", (i > 1 ? ", " : ""), keys[r, i], x > json
		}
		printf "}%s\n", (r < NR ? "," : "") > json
	}
	print "  ]\n}" > json

	printf "%-14s %-8s %-8s %-9s %7s %7s %13s %12s %7s %7s %6s %5s\n", \
		"server", "attack", "defence", "available", "looks", "closed", \
		"wrk ok/failed", "ab ok/failed", "resets", "SYNs", "pages", "OOM"
	for (r = 1; r <= NR; r++) {
		printf "%-14s %-8s %-8s %-9s %3d/%-3d %7d %13s %12s %7d %7d %6d %5d%s\n", \
			v[r, "server"], v[r, "mode"], v[r, "defence"], \
			v[r, "available"] == "true" ? "YES" : "NO", \
			v[r, "looks_available"], v[r, "looks"], v[r, "closed"], \
			v[r, "wrk_ok"] "/" v[r, "wrk_failed"], \
			v[r, "ab_ok"] "/" v[r, "ab_failed"], v[r, "resets"], \
			v[r, "syns_dropped"], v[r, "peak_tcp_pages"], \
			v[r, "oom_kills"], \
			v[r, "begun"] == "false" ? "  not reached" : \
			v[r, "survived"] == "false" ? "  the machine died" : ""
		name = v[r, "server"] ", " v[r, "mode"]
		if (v[r, "defence"] == "tcp_mpp") {
			demand(v[r, "machine_oom_kills"] == 0, \
			       name ": processes were killed for memory with tcp_mpp")
			if (v[r, "mode"] == "read") {
				demand(v[r, "available"] == "true", \
				       name ": not available with tcp_mpp")
				demand(v[r, "resets"] > 0, \
				       name ": tcp_mpp reset nothing")
			}
		} else if (v[r, "mode"] == "read") {
			demand(v[r, "available"] == "false", \
			       name ": available without tcp_mpp, there is nothing to show")
		}
	}
	exit failed
}
