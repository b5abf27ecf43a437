# SPDX-License-Identifier: GPL-2.0
# parse.awk: reads objects of JSON as cell.awk and assemble.awk write them, a
# member a line. For use with a second -f.
#
# Afterwards: count objects, list[i] the name of the list that object i is in,
# names[i] its members in their order, value[i, name]; v() without the quotes.

FNR == 1 { in_list = "" }
/^ *"[a-z_]+": \[$/ {
	in_list = $1
	gsub(/[":]/, "", in_list)
	next
}
/^ *\{$/ { list[++count] = in_list }
/^ *"[a-z0-9_]+": / {
	name = $1
	gsub(/[":]/, "", name)
	rest = $0
	sub(/^ *"[a-z0-9_]+": /, "", rest)
	sub(/,$/, "", rest)
	names[count] = names[count] " " name
	value[count, name] = rest
}

function v(i, name,    s)
{
	s = value[i, name]
	gsub(/^"|"$/, "", s)
	return s == "null" ? "" : s
}

# the object of that vector and defence in that list, at that memory; 0: none
function find(where, vector, defence, memory,    i)
{
	for (i = 1; i <= count; i++)
		if (list[i] == where && v(i, "vector") == vector && \
		    v(i, "defence") == defence && \
		    (memory == "" || v(i, "memory_mb") == memory))
			return i
	return 0
}
