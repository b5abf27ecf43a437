# SPDX-License-Identifier: GPL-2.0
# chart.awk: the output of both guests, unprotected first, as one SVG.
# Two panels over the same time: TCP memory, honest answers per second.
# Variables: kernel memory rate before during total

function x(t) { return left + t * (right - left) / total }

function y(v) { return bottom - v * (bottom - top) / max }

# the next 1, 2 or 5 times a power of ten
function round_up(v,    p)
{
	for (p = 1; p * 10 <= v; p *= 10)
		;
	return p >= v ? p : 2 * p >= v ? 2 * p : 5 * p >= v ? 5 * p : 10 * p
}

function line(x1, y1, x2, y2, class)
{
	printf "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", \
		class, x1, y1, x2, y2
}

function label(px, py, class, s)
{
	printf "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", class, px, py, s
}

# frame, grid and axes of a panel; top and bottom are set
function panel(title, biggest,    step, v, t)
{
	step = round_up(biggest / 5)
	for (max = step; max < biggest; max += step)
		;
	label(left, top - 10, "title", title)
	printf "<rect class=\"attack\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", \
		x(before), top, x(before + during) - x(before), bottom - top
	for (v = 0; v <= max; v += step) {
		line(left, y(v), right, y(v), "grid")
		label(left - 8, y(v) + 4, "num", v)
	}
	for (t = 0; t <= total; t += 10) {
		line(x(t), bottom, x(t), bottom + 5, "axis")
		label(x(t), bottom + 19, "tick", t)
	}
	line(left, bottom, right, bottom, "axis")
	label((x(before) + x(before + during)) / 2, top + 15, "under", \
	      "under attack")
}

# the course of one machine; what: "memory" or "honest"
function course(what, f, class,    t, v, points)
{
	for (t = 0; t < total && t <= ended[f]; t++) {
		if (what == "honest" && (t == 0 || t >= total - 1))
			continue
		if (what == "memory" && !((f, t) in pages))
			continue
		v = what == "memory" ? pages[f, t] / 256 : answers[f, t]
		points = points sprintf(" %.1f,%.1f", x(t), y(v))
	}
	printf "<polyline class=\"%s\" points=\"%s\"/>\n", class, substr(points, 2)
}

function kills(f,    t, seen)
{
	for (t = 0; t <= ended[f]; t++) {
		if (!((f, t) in oom) || oom[f, t] <= seen)
			continue
		seen = oom[f, t]
		printf "<circle class=\"kill\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>\n", \
			x(t), y(pages[f, t] / 256)
	}
	return seen
}

# a machine that did not live to the end
function death(f, v)
{
	if (ended[f] >= total - 5 || ended[f] == "")
		return
	label(x(ended[f]) + 6, y(v) + 4, "dead", "\342\234\225 machine dead")
}

function legend(px, class, s)
{
	line(px, 52, px + 28, 52, class)
	label(px + 36, 56, "key", s)
}

FNR == 1 { file++ }
$1 == "S" {
	pages[file, $2] = $3 > 0 ? $3 : 0
	oom[file, $2] = $7
	ended[file] = $2
	if ($3 > top_pages) top_pages = $3
}
$1 == "H" {
	answers[file, $2] += $3
	if (answers[file, $2] > top_answers) top_answers = answers[file, $2]
}

END {
	left = 76; right = 876
	print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"600\" viewBox=\"0 0 900 600\" role=\"img\">"
	print "<title>TCP memory and honest requests under attack, without and with tcp_mpp</title>"
	print "<style>"
	print "text { font-family: \"DejaVu Sans\", Verdana, Arial, sans-serif; fill: #24292f; font-size: 13px }"
	print ".head { font-size: 17px; font-weight: bold } .title { font-weight: bold }"
	print ".num { text-anchor: end } .tick, .under, .unit { text-anchor: middle }"
	print ".under { fill: #8a6d00 } .attack { fill: #fff6d6 }"
	print ".dead { fill: #cf222e; font-weight: bold }"
	print ".grid { stroke: #d8dee4 } .axis { stroke: #57606a }"
	print ".off, .on { fill: none; stroke-width: 2.5; stroke-linejoin: round }"
	print ".off { stroke: #cf222e } .on { stroke: #0969da }"
	print ".kill { fill: #ffffff; stroke: #cf222e; stroke-width: 2.5 }"
	print "</style>"
	print "<rect width=\"900\" height=\"600\" fill=\"#ffffff\"/>"
	label(left, 28, "head", "One web server, one attack: " rate \
	      " zero-window connections a second")
	legend(left, "off", "without tcp_mpp")
	legend(left + 190, "on", "with tcp_mpp")
	printf "<circle class=\"kill\" cx=\"%d\" cy=\"52\" r=\"5\"/>\n", left + 370
	label(left + 384, 56, "key", "server killed for memory")
	label(right, 56, "num", "Linux " kernel ", " memory " of memory")

	top = 98; bottom = 298
	panel("TCP memory, MB", top_pages / 256)
	course("memory", 1, "off")
	course("memory", 2, "on")
	kills(1)
	kills(2)
	for (f = 1; f <= 2; f++)
		death(f, pages[f, ended[f]] / 256)

	top = 352; bottom = 552
	panel("Honest requests answered per second", top_answers)
	course("honest", 1, "off")
	course("honest", 2, "on")
	label((left + right) / 2, 590, "unit", "seconds")
	print "</svg>"
}
