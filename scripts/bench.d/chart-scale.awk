# SPDX-License-Identifier: GPL-2.0
# chart-scale.awk: the curves of scale as SVG: times and softirqs off over the
# number of connections, both axes logarithmic. Lines of list.awk: connections
# abusive first_reset_ms relief_ms sweep_ms softirqs_off_us
# Variable: kernel

function log10(v) { return log(v) / log(10) }

function x(v) { return left + (log10(v) - x0) * (right - left) / (x1 - x0) }

function y(v) { return bottom - (log10(v) - y0) * (bottom - top) / (y1 - y0) }

function below(v,    f)
{
	f = int(v)
	return f > v ? f - 1 : f
}

function line(xa, ya, xb, yb, class)
{
	printf "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", \
		class, xa, ya, xb, yb
}

function label(px, py, class, s)
{
	printf "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", class, px, py, s
}

function number(v) { return v >= 1 ? sprintf("%d", v + 0.5) : sprintf("%g", v) }

# least and most of columns a..b
function scale(a, b,    i, c, lo, hi)
{
	for (i = 1; i <= n; i++)
		for (c = a; c <= b; c++) {
			if (v[i, c] !~ /^[0-9.e+-]+$/ || v[i, c] <= 0)
				continue
			if (!lo || v[i, c] < lo) lo = v[i, c]
			if (v[i, c] > hi) hi = v[i, c]
		}
	if (!lo)
		lo = hi = 1
	y0 = below(log10(lo) + 1e-9)
	y1 = below(log10(hi) - 1e-9) + 1
	if (y1 <= y0)
		y1 = y0 + 1
}

function panel(title,    e)
{
	label(left, top - 10, "title", title)
	for (e = y0; e <= y1; e++) {
		line(left, y(10 ^ e), right, y(10 ^ e), "grid")
		label(left - 8, y(10 ^ e) + 4, "num", number(10 ^ e))
	}
	for (e in sizes) {
		line(x(e), bottom, x(e), bottom + 5, "axis")
		label(x(e), bottom + 19, "tick", e)
	}
	line(left, bottom, right, bottom, "axis")
}

# one curve for each population, in the order of the lines
function curve(column, color,    g, i, points, px)
{
	for (g = 1; g <= groups; g++) {
		points = ""
		for (i = 1; i <= n; i++) {
			if (v[i, 0] != g || v[i, column] !~ /^[0-9.e+-]+$/ ||
			    v[i, column] <= 0)
				continue
			px = sprintf("%.1f,%.1f", x(v[i, 1]), y(v[i, column]))
			points = points " " px
			split(px, at, ",")
			printf "<circle fill=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"/>\n", \
				color, at[1], at[2]
		}
		printf "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"%s" \
			" points=\"%s\"/>\n", color, dash[g], substr(points, 2)
	}
}

function legend(px, color, s)
{
	printf "<line stroke=\"%s\" stroke-width=\"2.5\" x1=\"%d\" y1=\"52\"" \
		" x2=\"%d\" y2=\"52\"/>\n", color, px, px + 28
	label(px + 36, 56, "key", s)
}

# what part of them is abusive: a number of them, or a word
function share(all, some)
{
	if (some !~ /^[0-9.]+$/)
		return some
	return some >= all ? "all" : "some"
}

NF >= 6 {
	n++
	for (c = 1; c <= 6; c++)
		v[n, c] = $c
	sizes[$1]
	if (!least || $1 + 0 < least) least = $1 + 0
	if ($1 + 0 > most) most = $1 + 0
	s = share($1 + 0, $2)
	if (!(s in group)) {
		group[s] = ++groups
		name[groups] = s == "some" ? "1 % abusive" : s " abusive"
	}
	v[n, 0] = group[s]
}

END {
	if (!n)
		exit
	left = 76; right = 876
	x0 = log10(least)
	x1 = most > least ? log10(most) : x0 + 1
	dash[1] = ""
	dash[2] = " stroke-dasharray=\"7 5\""
	print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"600\" viewBox=\"0 0 900 600\" role=\"img\">"
	print "<title>Sweep, first reset, relief and softirqs off over the number of connections</title>"
	print "<style>"
	print "text { font-family: \"DejaVu Sans\", Verdana, Arial, sans-serif; fill: #24292f; font-size: 13px }"
	print ".head { font-size: 17px; font-weight: bold } .title { font-weight: bold }"
	print ".num { text-anchor: end } .tick, .unit { text-anchor: middle }"
	print ".grid { stroke: #d8dee4 } .axis { stroke: #57606a }"
	print "</style>"
	print "<rect width=\"900\" height=\"600\" fill=\"#ffffff\"/>"
	label(left, 28, "head", "What grows with the number of connections")
	label(right, 28, "num", "Linux " kernel ", 1 ns an instruction" \
	      (groups > 1 ? "; dashed: " name[2] : ""))
	legend(left, "#0969da", "first reset")
	legend(left + 150, "#1a7f37", "relief")
	legend(left + 270, "#8250df", "a sweep")
	legend(left + 400, "#cf222e", "softirqs off, at most")

	top = 98; bottom = 358
	scale(3, 5)
	panel("ms")
	curve(3, "#0969da")
	curve(4, "#1a7f37")
	curve(5, "#8250df")

	top = 412; bottom = 552
	scale(6, 6)
	panel("microseconds")
	curve(6, "#cf222e")
	label((left + right) / 2, 590, "unit", "connections")
	print "</svg>"
}
