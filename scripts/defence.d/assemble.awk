# SPDX-License-Identifier: GPL-2.0
# assemble.awk: files of cells to build/defence.json. After parse.awk.
# Variables: kernel memory_mb, order (vectors) and columns (defences)
#
# Retained goodput is honest answers a second during the attack, by those of the
# control of that vector: the same attack on a machine with memory to spare.

function object(i,    n, k, name)
{
	printf "%s    {\n", between
	between = ",\n"
	n = split(names[i], name, " ")
	for (k = 1; k <= n; k++)
		printf "      \"%s\": %s,\n", name[k], value[i, name[k]]
	printf "      \"retained_goodput\": %s\n    }", retained(i)
}

function retained(i,    control)
{
	control = find("", v(i, "vector"), "ample", "")
	if (!control || v(i, "saturated") == "true" || v(control, "honest_rps") <= 0)
		return "null"
	return sprintf("%.3f", v(i, "honest_rps") / v(control, "honest_rps"))
}

# what: cells, controls or saturated
function kind(i)
{
	return v(i, "saturated") == "true" ? "saturated" : \
	       v(i, "defence") == "ample" ? "controls" : "cells"
}

function all(what, last,    nv, nd, a, b, i, vs, ds)
{
	printf "  \"%s\": [\n", what
	between = ""
	nv = split(order, vs, " ")
	nd = split(columns " ample", ds, " ")
	for (a = 1; a <= nv; a++)
		for (b = 1; b <= nd; b++)
			for (i = 1; i <= count; i++)
				if (v(i, "vector") == vs[a] && \
				    v(i, "defence") == ds[b] && kind(i) == what)
					object(i)
	printf "%s  ]%s\n", between == "" ? "" : "\n", last ? "" : ","
}

END {
	print "{"
	printf "  \"kernel\": \"%s\",\n  \"memory_mb\": %d,\n", kernel, memory_mb
	printf "  \"vectors\": \"%s\",\n  \"defences\": \"%s\",\n", order, columns
	all("cells", 0)
	all("controls", 0)
	all("saturated", 1)
	print "}"
}
