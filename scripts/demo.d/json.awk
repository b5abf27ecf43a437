# SPDX-License-Identifier: GPL-2.0
# json.awk: the summaries, unprotected first, as one JSON document.
# Variables: kernel memory rate before during after

function text(s)
{
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	return "\"" s "\""
}

function object(name, file, last,    i, v)
{
	printf "  \"%s\": {\n", name
	for (i = 1; i <= count[file]; i++) {
		v = value[file, i]
		if (v !~ /^(true|false|-?[0-9]+(\.[0-9]+)?)$/)
			v = text(v)
		printf "    \"%s\": %s%s\n", key[file, i], v, \
			i < count[file] ? "," : ""
	}
	printf "  }%s\n", last ? "" : ","
}

FNR == 1 { file++ }
{
	key[file, ++count[file]] = $1
	value[file, count[file]] = substr($0, length($1) + 2)
}

END {
	print "{"
	printf "  \"run\": {\n    \"kernel\": %s,\n    \"memory\": %s,\n", \
		text(kernel), text(memory)
	printf "    \"attack_rate\": %d,\n    \"before_s\": %d,\n", rate, before
	printf "    \"during_s\": %d,\n    \"after_s\": %d\n  },\n", during, after
	object("unprotected", 1, 0)
	object("protected", 2, 1)
	print "}"
}
