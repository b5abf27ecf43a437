# SPDX-License-Identifier: GPL-2.0
# heat.awk: build/defence.json as a picture: vectors x defences, a colour for what
# became of the machine and of the honest. After parse.awk.

function text(x, y, class, s)
{
	printf "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", class, x, y, s
}

# red 0, yellow a half, green 1
function colour(good,    red, green)
{
	if (good > 1)
		good = 1
	red = good < 0.5 ? 245 : 245 - (good - 0.5) * 2 * 125
	green = good < 0.5 ? 150 + good * 2 * 75 : 225 - (good - 0.5) * 2 * 15
	return sprintf("#%02x%02x%02x", red, green, 130)
}

function cell(i, x, y,    good, small)
{
	good = v(i, "retained_goodput")
	printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", \
		x, y, wide - 3, high - 3, \
		!i ? "#eaeef2" : v(i, "survived") == "true" ? \
		(good == "" ? "#d8dee4" : colour(good)) : "#cf222e"
	if (!i) {
		text(x + wide / 2, y + 26, "small", "not run")
		return
	}
	if (v(i, "survived") != "true") {
		text(x + wide / 2, y + 19, "dead", "dead" \
		     (v(i, "ended_at_s") == "" ? "" : " at " v(i, "ended_at_s") " s"))
		text(x + wide / 2, y + 35, "deadsmall", \
		     v(i, "oom_kills") " processes killed")
		return
	}
	text(x + wide / 2, y + 19, "good", \
	     good == "" ? "alive" : sprintf("%.0f %%", 100 * good))
	small = v(i, "precision") == "" ? "" : \
		sprintf("precision %.1f %%, ", 100 * v(i, "precision"))
	text(x + wide / 2, y + 35, "small", small v(i, "honest_lost") " lost")
}

END {
	for (i = 1; i <= count && list[i] == ""; i++)
		top = i
	nv = split(v(top, "vectors"), vs, " ")
	nd = split(v(top, "defences"), ds, " ")
	left = 120; head = 92; wide = 168; high = 46
	width = left + nd * wide + 24
	height = head + nv * high + 40
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n", \
		width, height, width, height
	print "<title>Attack vectors and defences: what became of the machine and of its honest clients</title>"
	print "<style>"
	print "text { font-family: \"DejaVu Sans\", Verdana, Arial, sans-serif; fill: #24292f; font-size: 13px }"
	print ".head { font-size: 17px; font-weight: bold } .row { text-anchor: end; font-weight: bold }"
	print ".column, .good, .small, .dead, .deadsmall { text-anchor: middle } .column, .good, .dead { font-weight: bold }"
	print ".small, .deadsmall { font-size: 11px } .dead, .deadsmall { fill: #ffffff }"
	print "</style>"
	printf "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", width, height
	text(24, 28, "head", "Honest goodput under attack, by what it is without shortage of memory")
	text(24, 50, "note", "Linux " v(top, "kernel") ", " v(top, "memory_mb") \
	     " MB. Lost: of 25 established honest connections and the web load's.")
	for (b = 1; b <= nd; b++)
		text(left + (b - 0.5) * wide, head - 12, "column", ds[b])
	for (a = 1; a <= nv; a++) {
		text(left - 12, head + (a - 1) * high + 27, "row", vs[a])
		for (b = 1; b <= nd; b++)
			cell(find("cells", vs[a], ds[b], v(top, "memory_mb")), \
			     left + (b - 1) * wide, head + (a - 1) * high)
	}
	text(24, height - 14, "note", \
	     "Red: the machine or its server died. Precision: of the connections reset, those that were attackers'.")
	print "</svg>"
}
