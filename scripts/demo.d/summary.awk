# SPDX-License-Identifier: GPL-2.0
# summary.awk: from the lines of demo.d/guest to one "name value" per figure.
#
# Variables: status of the run, panic (message), killed (by the OOM killer, as
# the console says), nginx_killed, slow (readers), before during after (s).
#
# Rates are honest answers divided by the whole length of the phase: a dead
# machine answers nothing. A few seconds are left out where a phase begins
# (the load warming up; the attack's last connections).

function keep(name, v) { printf "%s %s\n", name, v }

# answers per second in [from, to)
function rate(from, to,    s, n)
{
	for (s = from; s < to; s++)
		n += answers[s]
	return to > from ? sprintf("%.1f", n / (to - from)) : 0
}

$1 == "S" {
	t = $2
	if ($3 > peak) peak = $3
	if (low == "" || $4 < low) low = $4
	if ($5 > conns) conns = $5
	if ($7 > oom) { oom = $7; if (killed_at == "") killed_at = t }
	if ($8 != "-") { resets = $8; dropped = $9 }
	if ($10 == "episode") episode++
}
$1 == "H" { answers[$2] += $3 }
$1 == "R" { figure[$2] = $3; complete = 1 }

END {
	total = before + during + after
	survived = complete && panic == "" && figure["server_alive"] == 1
	keep("survived", survived ? "true" : "false")
	keep("ended_at_s", survived ? -1 : t + 0)
	keep("reason", survived ? "none" : panic != "" ? panic : \
	     complete ? "the server was gone at the end" : \
	     "the VM ended with status " status)
	keep("run_status", status)
	keep("oom_kills", (killed > oom ? killed : oom) + 0)
	keep("nginx_killed", nginx_killed ? "true" : "false")
	keep("server_killed_at_s", nginx_killed ? killed_at + 0 : -1)
	keep("peak_connections", conns + 0)
	keep("peak_tcp_pages", peak + 0)
	keep("peak_tcp_mb", sprintf("%.1f", peak / 256))
	keep("least_available_mb", sprintf("%.1f", low / 1024))
	keep("honest_rps_before", rate(3, before))
	keep("honest_rps_during", rate(before, before + during))
	keep("honest_rps_after", rate(before + during + 2, total - 1))
	keep("honest_socket_errors", figure["wrk_connect_errors"] + \
	     figure["wrk_read_errors"] + figure["wrk_write_errors"] + \
	     figure["wrk_timeouts"])
	keep("slow_readers", slow + 0)
	keep("slow_finished", figure["slow_completed"] + 0)
	keep("slow_reset", figure["slow_reset"] + figure["slow_short"])
	keep("resets", resets + 0)
	keep("syns_dropped", dropped + 0)
	keep("attack_syns", figure["attack_sent_syn"] + 0)
	keep("attack_established", figure["attack_established"] + 0)
	keep("attack_resets_seen", figure["attack_rst_received"] + 0)
	keep("episode_s", episode + 0)
}
