# SPDX-License-Identifier: GPL-2.0
# table.awk: the summaries, unprotected first, side by side; then the verdict.
# Ends with status 1 and the reasons if the demo did not show what it is for.

function row(name, a, b) { printf "  %-38s %18s %18s\n", name, a, b }

function figure(name, key) { row(name, v[1, key], v[2, key]) }

function fate(f)
{
	if (v[f, "survived"] == "false")
		return "died at " v[f, "ended_at_s"] " s"
	if (v[f, "nginx_killed"] == "true")
		return "killed at " v[f, "server_killed_at_s"] " s"
	return "alive"
}

function slow(f) { return v[f, "slow_finished"] " of " v[f, "slow_readers"] }

function demand(ok, why)
{
	if (ok)
		return
	print "FAILED: " why
	failed = 1
}

FNR == 1 { file++ }
{ v[file, $1] = substr($0, length($1) + 2) }

END {
	print ""
	row("", "without tcp_mpp", "with tcp_mpp")
	row("the server", fate(1), fate(2))
	figure("connections held, at most", "peak_connections")
	row("TCP memory, at most", v[1, "peak_tcp_mb"] " MB", v[2, "peak_tcp_mb"] " MB")
	row("memory available, at least", v[1, "least_available_mb"] " MB", \
	    v[2, "least_available_mb"] " MB")
	figure("honest requests/s before the attack", "honest_rps_before")
	figure("honest requests/s during the attack", "honest_rps_during")
	figure("honest requests/s after the attack", "honest_rps_after")
	row("slow honest readers that finished", slow(1), slow(2))
	figure("connections reset by tcp_mpp", "resets")
	figure("SYNs dropped by tcp_mpp", "syns_dropped")
	figure("processes killed for memory", "oom_kills")
	print ""
	if (v[1, "survived"] == "false")
		print "  without: " v[1, "reason"]
	if (v[2, "survived"] == "false")
		print "  with: " v[2, "reason"]

	demand(v[1, "survived"] == "false" || v[1, "nginx_killed"] == "true", \
	       "the unprotected machine bore the attack: there is nothing to show")
	demand(v[2, "survived"] == "true", \
	       "the protected machine did not survive")
	demand(v[2, "run_status"] == 0, \
	       "the protected machine's run ended with status " v[2, "run_status"])
	demand(v[2, "oom_kills"] == 0, \
	       "processes were killed for memory on the protected machine")
	demand(v[2, "resets"] > 0, "tcp_mpp reset nothing")
	demand(v[2, "honest_rps_before"] > 0, \
	       "no honest requests before the attack")
	demand(v[2, "honest_rps_during"] >= 0.5 * v[2, "honest_rps_before"], \
	       "less than half of the honest requests during the attack")
	demand(v[2, "honest_rps_after"] >= 0.8 * v[2, "honest_rps_before"], \
	       "less than 0.8 of the honest requests after the attack")
	demand(v[2, "slow_readers"] > 0 && \
	       v[2, "slow_finished"] == v[2, "slow_readers"], \
	       "slow honest readers did not finish")
	exit failed
}
