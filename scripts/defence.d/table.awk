# SPDX-License-Identifier: GPL-2.0
# table.awk: build/defence.json as a table. After parse.awk.

function or_dash(s) { return s == "" ? "-" : s }

function percent(s) { return s == "" ? "-" : sprintf("%.1f", 100 * s) }

function pages_mb(s) { return s == "" ? "-" : sprintf("%.0f", s / 256) }

function row(i)
{
	printf "%-12s %-8s %5d  %-5s %3d  %6s %7s %7s  %4s  %6s %6s  %7s %7s  %6s %5s\n", \
		v(i, "vector"), v(i, "defence"), v(i, "memory_mb"), \
		v(i, "survived") == "true" ? "alive" : "DEAD", v(i, "oom_kills"), \
		percent(v(i, "retained_goodput")), or_dash(v(i, "honest_p50_ms")), \
		or_dash(v(i, "honest_p99_ms")), v(i, "honest_lost"), \
		or_dash(v(i, "attackers")), or_dash(v(i, "attackers_reset")), \
		percent(v(i, "precision")), percent(v(i, "recall")), \
		or_dash(v(i, "relief_ms")), pages_mb(v(i, "peak_tcp_pages"))
}

function part(name, title,    i, last)
{
	for (i = 1; i <= count; i++) {
		if (list[i] != name)
			continue
		if (last == "") {
			print ""
			print title
			printf "%-12s %-8s %5s  %-5s %3s  %6s %7s %7s  %4s  %6s %6s  %7s %7s  %6s %5s\n", \
				"vector", "defence", "MB", "fate", "OOM", "good %", \
				"p50 ms", "p99 ms", "lost", "attack", "reset", \
				"prec. %", "recall%", "relief", "TCP MB"
		} else if (last != v(i, "vector")) {
			print ""
		}
		last = v(i, "vector")
		row(i)
	}
}

END {
	part("cells", "The matrix: good is honest goodput, relative to the control")
	part("controls", "The control: the same with memory to spare")
	part("saturated", "At a rate that saturates the processor")
}
