# SPDX-License-Identifier: GPL-2.0
# chart-kill.awk: resets and pages a second of each tool as SVG, a bar for each,
# population by population. Lines of list.awk: population sockets tool
# resets_per_s pages_per_s
# Variable: kernel

function label(px, py, class, s)
{
	printf "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", class, px, py, s
}

# a column of bars; the longest is as long as there is room
function bars(column, left, width, title,    i, most, w, py)
{
	for (i = 1; i <= n; i++)
		if (v[i, column] + 0 > most)
			most = v[i, column] + 0
	label(left, 62, "title", title)
	py = 74
	for (i = 1; i <= n; i++) {
		if (head[i]) {
			py += 22
			if (column == 4)
				label(20, py - 6, "title", head[i])
		}
		w = most > 0 ? v[i, column] / most * width : 0
		printf "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"15\"/>\n", \
			v[i, 3] == "tcp_mpp" ? "on" : "other", left, py, w
		label(left + w + 6, py + 12, "key", sprintf("%d", v[i, column]))
		if (column == 4)
			label(left - 8, py + 12, "num", v[i, 3])
		py += 20
	}
}

NF >= 5 {
	n++
	for (c = 1; c <= 5; c++)
		v[n, c] = $c
	gsub(/_/, " ", v[n, 1])
	sub(/_-/, " -", v[n, 3])
	# all tools met about as many
	if (v[n, 1] != was || $2 > 1.5 * many || $2 < many / 1.5) {
		head[n] = v[n, 1] ", " $2 " sockets"
		heads++
		many = $2
	}
	was = v[n, 1]
}

END {
	if (!n)
		exit
	height = 94 + n * 20 + heads * 22
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"%d\" viewBox=\"0 0 900 %d\" role=\"img\">\n", \
		height, height
	print "<title>Resets and pages a second, tool by tool</title>"
	print "<style>"
	print "text { font-family: \"DejaVu Sans\", Verdana, Arial, sans-serif; fill: #24292f; font-size: 13px }"
	print ".head { font-size: 17px; font-weight: bold } .title { font-weight: bold }"
	print ".num { text-anchor: end } .on { fill: #0969da } .other { fill: #8c959f }"
	print "</style>"
	printf "<rect width=\"900\" height=\"%d\" fill=\"#ffffff\"/>\n", height
	label(20, 28, "head", "Who resets how many, and what comes back")
	label(880, 28, "num", "Linux " kernel ", 1 ns an instruction")
	bars(4, 110, 300, "sockets reset a second")
	bars(5, 510, 300, "pages freed a second")
	print "</svg>"
}
