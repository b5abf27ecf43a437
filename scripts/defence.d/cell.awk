# SPDX-License-Identifier: GPL-2.0
# cell.awk: from the lines of defence.d/guest to one cell of the matrix, as an
# object of JSON with a member a line.
#
# Variables: vector defence memory_mb rate saturated, status of the run, panic
# (message), killed (by the OOM killer, as the console says), before during (s).
#
# Every figure is counted at the ends of connections or by the server's own
# kernel, for each defence alike; none is the module's word. What cannot be known
# is null: a machine that died takes latencies and what it had reset along.

function member(name, v)
{
	printf "%s  \"%s\": %s", sep, name, v == "" ? "null" : v
	sep = ",\n"
}

function text(s)
{
	gsub(/["\\]/, "\\\\&", s)
	return "\"" s "\""
}

function truth(v) { return v ? "true" : "false" }

# a number of a line of JSON
function field(line, name)
{
	return match(line, "\"" name "\": [0-9]+") ? \
	       substr(line, RSTART + length(name) + 4, RLENGTH - length(name) - 4) + 0 : 0
}

function share(part, whole)
{
	return whole > 0 ? sprintf("%.5f", part / whole) : ""
}

function max(a, b) { return a > b ? a : b }

# ms from the first sample above the mark to the first one below the mark's 75 %
# that stays: the second after it has none above the mark again. While an attack
# goes on, memory may come back later, to be relieved again.
function relief(    i, j, from)
{
	for (i = 1; i <= samples; i++)
		if (page[i] > mark)
			break
	if (i > samples)
		return ""
	from = ms[i]
	for (; i <= samples; i++) {
		if (page[i] >= 0.75 * mark)
			continue
		for (j = i; j <= samples && ms[j] <= ms[i] + 1000; j++)
			if (page[j] > mark)
				break
		if (j > samples || page[j] <= mark)
			return ms[i] - from
		i = j
	}
	return ""
}

$1 == "M" {
	ms[++samples] = $2
	page[samples] = $3
	pages = $3
	peak = max(peak, $3)
	if ($3 > mark)
		over += last_ms ? $2 - last_ms : 0
	last_ms = $2
}
$1 == "S" {
	oom = max(oom, $6)
	t = $2
	# in hundredths of a second
	if (t == before)
		idle_from = $7
	if (t <= before + during)
		idle_to = $7
}
$1 == "H" && $2 >= before && $2 < before + during { ok += $4 }
$1 == "H" && $2 >= 2 && $2 < before - 1 { ok_before += $4 }
$1 == "T" && $2 >= before && $2 < before + during { tried += $3 }
$1 == "A" { attack = $0 }
$1 == "K" {
	# only above the mark's 75 % is there anything to be reset for; and as
	# many as would bring it below are all that may be asked for
	if (pages > 0.75 * mark && $2 < before + during) {
		held = field($0, "holding")
		above = held ? (pages - 0.75 * mark) * 4096 * held / \
			max(field($0, "bytes"), 1) : 0
		above = above > held ? held : int(above + 0.999)
	}
	full = field($0, "full")
	half = field($0, "syn_recv")
	attack_then = attack
	if (field($0, "holding") > peak_holding)
		peak_holding = field($0, "holding")
}
$1 == "R" { fig[$2] = $3; if ($2 == "tcp_mem1") mark = $3 }
$1 == "R" && $2 == "same_servers" { complete = 1 }

END {
	alive = complete && panic == ""
	survived = alive && fig["same_servers"] == 1
	spoofed = vector ~ /^half_open/
	attackers = field(attack, spoofed ? "sent_syn" : "established")
	# told by RST, or gone from the server's tables without one
	rst = field(attack, "rst_received")
	gone = field(attack_then, "established") - \
	       field(attack_then, "fin_received") - full
	attackers_reset = max(rst, gone)
	lost_by_reset = fig["slow_reset"] + fig["idle_reset"] + \
		fig["keep_read_errors"] + fig["keep_write_errors"] + \
		fig["load_read_errors"] + fig["load_write_errors"]
	lost = lost_by_reset + fig["slow_short"] + fig["idle_short"]

	print "{"
	member("vector", text(vector))
	member("defence", text(defence))
	member("memory_mb", memory_mb)
	member("attack_rate", rate)
	member("saturated", truth(saturated))
	member("survived", truth(survived))
	member("fate", text(panic != "" ? "panic: " panic : !complete ? \
	       "the machine ended with status " status : survived ? "alive" : \
	       "the servers were killed or do not answer"))
	member("kernel_complained", truth(status == 203))
	member("ended_at_s", alive ? "" : t + 0)
	member("oom_kills", max(killed, oom) + 0)
	member("honest_tried", tried + 0)
	member("honest_ok", ok + 0)
	member("honest_rps_before", sprintf("%.1f", ok_before / (before - 3)))
	member("honest_rps", sprintf("%.1f", ok / during))
	member("honest_p50_ms", fig["honest_p50_ms"])
	member("honest_p99_ms", fig["honest_p99_ms"])
	member("honest_established", 25)
	# with the machine went all of them
	member("honest_lost", alive ? lost : 25)
	member("honest_lost_by_reset", alive ? lost_by_reset : "")
	member("honest_timeouts", alive ? fig["keep_timeouts"] + \
	       fig["load_timeouts"] + fig["load_connect_errors"] : "")
	member("attackers", attackers)
	# SYNs of nobody are no connections to reset: nobody is told
	member("attackers_reset", spoofed ? "" : attackers_reset)
	# full sockets of attackers that had memory, when last it was above 75 %
	# of the mark; and how many of them made it so
	member("attackers_held", held + 0)
	member("attackers_held_above", above + 0)
	# a server that is killed resets everybody: that is no judgement
	member("resets", !survived ? "" : attackers_reset + lost_by_reset)
	member("precision", !survived || spoofed ? "" : \
	       share(attackers_reset, attackers_reset + lost_by_reset))
	# of those that held memory above the mark; and of all that held any
	member("recall", !survived || spoofed ? "" : \
	       share(attackers_reset, attackers_reset + above))
	member("recall_all", !survived || spoofed ? "" : \
	       share(attackers_reset, attackers_reset + held))
	member("relief_ms", alive ? relief() : "")
	member("over_ms", over + 0)
	member("peak_tcp_pages", peak + 0)
	member("peak_attackers_holding", peak_holding + 0)
	member("busy", alive ? sprintf("%.2f", 1 - (idle_to - idle_from) / (100 * during)) : "")
	member("tcp_mem1_pages", mark + 0)
	member("module_resets", fig["mpp_resets"])
	member("module_syns_dropped", fig["mpp_syns_dropped"])
	print "\n}"
}
