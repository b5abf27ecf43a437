# SPDX-License-Identifier: GPL-2.0
# list.awk: of a list of flat objects in a JSON file, one line for each: the
# values of some members, - for one that is missing. No list: nothing.
# Variables: list, keys (names with a space between)

{ text = text $0 " " }

# the value of a member, without quotes
function member(object, name,    v)
{
	if (!match(object, "\"" name "\" *: *(\"[^\"]*\"|[^,\" ]+)"))
		return "-"
	v = substr(object, RSTART, RLENGTH)
	sub("^\"" name "\" *: *", "", v)
	gsub(/"/, "", v)
	gsub(/ /, "_", v)
	return v
}

END {
	if (!match(text, "\"" list "\" *: *\\["))
		exit
	text = substr(text, RSTART + RLENGTH)
	text = substr(text, 1, index(text, "]") - 1)
	n = split(text, object, "}")
	m = split(keys, key, " ")
	for (i = 1; i <= n; i++) {
		if (object[i] !~ /\{/)
			continue
		for (k = 1; k <= m; k++)
			printf "%s%s", member(object[i], key[k]), \
				(k < m ? " " : "\n")
	}
}
