# SPDX-License-Identifier: GPL-2.0
# settings.awk: what the guest of settings said, as a table and as JSON. Of the
# changes the dearest stands for all. Ends with status 1 and the reasons if they
# did not do what they were measured for.
# Variables: json connections

function demand(ok, why)
{
	if (ok)
		return
	print "FAILED: " why
	failed = 1
}

$1 == "C" { what[++n] = $2; us[$2] = $3; pinned[$2] = $4; slab[$2] = $5 }
$1 == "A" { bytes[$2] = $3 }
$1 == "G" { slab_full = $2; slab_left = $3; gone = 1 }

END {
	text["mark"] = "a mark, which decides about nobody"
	text["other_port"] = "one more exempt port, without connections"
	text["exempt"] = "their port becomes exempt"
	text["profile"] = "their interface becomes private"
	text["switch"] = "everything is switched off"

	printf "\n  %-44s %10s %10s %12s %10s\n", connections " connections", \
		"ms", "promises", "bytes", "slabs, kB"
	for (i = 1; i <= n; i++) {
		w = what[i]
		printf "  %-44s %10.3f %10d %12d %10d\n", text[w], us[w] / 1000, \
			pinned[w], bytes[w], slab[w]
		if (us[w] > most)
			most = us[w]
		if (bytes[w] > most_bytes)
			most_bytes = bytes[w]
	}
	printf "  bytes for each: %.1f; the last connection gone, slabs: %d kB" \
		" less\n\n", most_bytes / connections, slab_full - slab_left

	printf "{ \"settings\": { \"connections\": %d, \"change_ms\": %.3f," \
		" \"bytes\": %d, \"changes\": [", connections, most / 1000, \
		most_bytes > json
	for (i = 1; i <= n; i++) {
		w = what[i]
		printf "%s\n  { \"what\": \"%s\", \"text\": \"%s\"," \
			" \"change_ms\": %.3f, \"pinned\": %d," \
			" \"bytes\": %d, \"slab_kb\": %d }", \
			(i > 1 ? "," : ""), w, text[w], us[w] / 1000, \
			pinned[w], bytes[w], slab[w] > json
	}
	print " ] } }" > json

	demand(n == 5, n " changes were measured, not 5")
	for (i = 1; i <= n; i++) {
		w = what[i]
		all = w == "exempt" || w == "profile" || w == "switch"
		demand(us[w] > 0, w " took no time")
		demand(all ? pinned[w] >= connections : pinned[w] == 0, \
		       w " pinned " pinned[w])
		demand(!all || bytes[w] > 0, w " allocated nothing")
	}
	demand(gone, "what is remembered was not given back")
	exit failed
}
