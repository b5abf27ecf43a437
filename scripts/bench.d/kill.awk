# SPDX-License-Identifier: GPL-2.0
# kill.awk: what the machines of kill said, as tables and as kill.json. Lines:
#   R population tool us sockets-before after pages-before after   counted
#   W likewise                                                     by the wall's clock
#   S what us sockets-before after pages-before after began calls us-of-each
# Variable: out, the file

function rates()
{
	gone = $5 - $6
	r = gone * 1e6 / $4
	p = ($7 - $8) * 1e6 / $4
	if (p < 0)
		p = 0
}

# one line of the table, and one of the list; @rate and @pages are tcp_mpp's
function tell(list, population, sockets, tool, r, p)
{
	lines[list, ++nr[list]] = sprintf("{ \"population\": \"%s\", " \
		"\"sockets\": %d, \"tool\": \"%s\", \"resets_per_s\": %.0f, " \
		"\"pages_per_s\": %.0f }", population, sockets, tool, r, p)
	if (tool == "tcp_mpp") {
		rate = r
		pages = p
	}
	printf "%-12s %8d %-9s %10.0f %10.0f", population, sockets, tool, r, p
	if (tool != "tcp_mpp")
		printf "  %.2f times, %s", rate / r,
			p ? sprintf("%.2f times", pages / p) : "by far"
	print ""
}

function head(what)
{
	print what
	printf "%-12s %8s %-9s %10s %10s  %s\n", "population", "sockets", "tool",
		"resets/s", "pages/s", "tcp_mpp is faster, resets and pages"
}

# of the n numbers in text
function median(text,    v, n, i, j, t)
{
	n = split(text, v, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) {
			t = v[j]
			v[j] = v[j - 1]
			v[j - 1] = t
		}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

function list(name,    i)
{
	printf "\"%s\": [\n", name > out
	for (i = 1; i <= nr[name]; i++)
		print "  " lines[name, i] (i < nr[name] ? "," : " ]") > out
}

$1 == "R" {
	rates()
	if (!nr["kill"])
		head("counted, one processor, an instruction a nanosecond:")
	tell("kill", $2, gone, $3, r, p)
}
$1 == "W" {
	rates()
	if (!(($2, $3) in r_of))
		order[++n] = $2 " " $3
	r_of[$2, $3] = r_of[$2, $3] " " r
	p_of[$2, $3] = p_of[$2, $3] " " p
	sockets[$2, $3] = gone
}
$1 == "S" { us[$2] = $3 / ($4 - $5); took[$2] = $10 }

END {
	if (n)
		head("by the clock on the wall, two processors, the median:")
	for (i = 1; i <= n; i++) {
		split(order[i], w, " ")
		tell("kill_wall", w[1], sockets[w[1], w[2]], w[2],
			median(r_of[w[1], w[2]]), median(p_of[w[1], w[2]]))
	}
	printf "{ " > out
	if ("whole" in us) {
		whole = us["whole"]
		abort = took["abort"] - took["probe"]
		rst = took["rst"] - took["probe"]
		printf "one reset: %.2f us, of them ours %.1f %%, tcp_disconnect() " \
			"%.1f %%, sending the RST %.1f %%\n", whole,
			(whole - abort) * 100 / whole, (abort - rst) * 100 / whole,
			rst * 100 / whole
		list("kill")
		printf ", \"kill_share\": { \"ours_pct\": %.1f, \"abort_pct\": %.1f, " \
			"\"rst_pct\": %.1f, \"reset_us\": %.3f }, ",
			(whole - abort) * 100 / whole, (abort - rst) * 100 / whole,
			rst * 100 / whole, whole > out
	}
	list("kill_wall")
	print "}" > out
}
