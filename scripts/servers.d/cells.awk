# SPDX-License-Identifier: GPL-2.0
# cells.awk: from the lines of servers.d/guest to one line for each mode, a list
# of name=value. Variables: server defence modes status killed panic
#
# available is whether slowhttptest, run by one of the honest, always said so, and
# false when the machine died before the mode was over; looks are how often it
# looked. To the attacker himself it is what his own said at last.

{ sub(/\r$/, "") }
$1 == "P" { mode = $3; began[$3] = 1; if (last != "") over[last] = 1; last = $3 }
$1 == "S" && mode != "end" {
	if ($3 > peak[mode]) peak[mode] = $3
	if (low[mode] == "" || $4 < low[mode]) low[mode] = $4
	if (oom_was[mode] == "") oom_was[mode] = oom + 0
	oom = $5
	ooms[mode] = oom - oom_was[mode]
	if ($6 != "-") {
		if (!(mode in resets_was)) { resets_was[mode] = resets + 0; syns_was[mode] = syns + 0 }
		resets = $6
		syns = $7
		reset[mode] = resets - resets_was[mode]
		dropped[mode] = syns - syns_was[mode]
	}
}
$1 == "O" {
	looks[$3]++
	if ($6 == "YES") yes[$3]++
}
$1 == "A" {
	said[$3] = $6
	if ($4 > conns[$3]) conns[$3] = $4
	closed[$3] = $5
}
$1 == "H" { ok[$2, $3] = $4; bad[$2, $3] = $5 }
$1 == "R" { figure[$2] = $3 }

END {
	n = split(modes, m, " ")
	for (i = 1; i <= n; i++) {
		k = m[i]
		lived = (k in over) ? "true" : "false"
		printf "server=%s defence=%s mode=%s", server, defence, k
		printf " begun=%s", (k in began) ? "true" : "false"
		printf " survived=%s", lived
		printf " available=%s", lived == "true" && looks[k] && yes[k] == looks[k] ? "true" : "false"
		printf " available_to_attacker=%s", said[k] == "YES" ? "true" : "false"
		printf " looks=%d looks_available=%d", looks[k], yes[k]
		printf " connected=%d closed=%d", conns[k], closed[k]
		printf " wrk_ok=%d wrk_failed=%d", ok[k, "wrk"], bad[k, "wrk"]
		printf " ab_ok=%d ab_failed=%d", ok[k, "ab"], bad[k, "ab"]
		printf " resets=%d syns_dropped=%d", reset[k], dropped[k]
		printf " peak_tcp_pages=%d least_available_kb=%d", peak[k], low[k]
		printf " oom_kills=%d", ooms[k]
		printf " machine_oom_kills=%d panic=%s", killed, panic ? "true" : "false"
		printf " server_alive=%s run_status=%d\n", \
			figure["server_alive"] == 1 ? "true" : "false", status
	}
}
