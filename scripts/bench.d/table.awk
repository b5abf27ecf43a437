# SPDX-License-Identifier: GPL-2.0
# table.awk: bench.json as the tables of README. Its parts, as list.awk gives them:
#   head  RELEASE BYTES
#   took  SECONDS of a part
#   calm  WHAT without calm exempt12_without exempt12 episode
#   wall, kill  POPULATION SOCKETS TOOL resets pages
#   share OURS ABORT RST US
#   scale CONNECTIONS ABUSIVE first relief sweep share off abort
#   bulk  CONNECTIONS calm swept
#   settings TEXT ms bytes

function plus(a, b) { return sprintf("%+.1f", b - a) }

# thousands with a comma
function big(n,    digits, rest)
{
	digits = sprintf("%d", n)
	while (length(digits) > 3) {
		rest = "," substr(digits, length(digits) - 2) rest
		digits = substr(digits, 1, length(digits) - 3)
	}
	return digits rest
}

function kills(title, list,    i, f)
{
	print "| " title " | resets/s | pages/s | tcp_mpp is faster |"
	print "|---|---|---|---|"
	for (i = 1; i <= nr[list]; i++) {
		split(row[list, i], f, " ")
		if (f[3] == "tcp_mpp") {
			r = f[4]
			p = f[5]
		}
		printf "| %s, %s: %s | %s | %s |", name[f[1]], big(f[2]),
			name[f[3]], big(f[4]), big(f[5])
		if (f[3] != "tcp_mpp")
			printf " %.2f times; pages %.2f times", r / f[4], p / f[5]
		print " |"
	}
	print ""
}

BEGIN {
	name["zero_window"] = "closed windows"
	name["unread"] = "unread data"
	name["tcp_mpp"] = "tcp_mpp"
	name["ss"] = "`ss -K`"
	name["iterator"] = "a BPF iterator"
	name["segment"] = "a segment received"
	name["syn"] = "a SYN"
	name["connection"] = "a connection, opened and closed"
}

$1 == "head" {
	kernel = $2
	bytes = $3
}
$1 == "took" { took += $2 }
{
	list = $1
	sub(/^[^ ]+ /, "")
	row[list, ++nr[list]] = $0
}

END {
	printf "One run of `make bench`, %.0f minutes, Linux %s:\n\n", took / 60, kernel
	print "| instructions for | without | loaded, calm | 12 exempt ranges, 1,000 namespaces | in an episode |"
	print "|---|---|---|---|---|"
	for (i = 1; i <= nr["calm"]; i++) {
		split(row["calm", i], f, " ")
		printf "| %s | %.1f | %s | %s | %s |\n", name[f[1]], f[2],
			plus(f[2], f[3]), plus(f[4], f[5]), plus(f[2], f[6])
	}
	printf "\nMemory for a connection: %d bytes.\n\n", bytes
	kills("two processors, by the clock on the wall", "wall")
	kills("one processor, an instruction a nanosecond", "kill")
	split(row["share", 1], f, " ")
	printf "One reset there: %.2f us, of them ours %.1f %%, `tcp_disconnect()` %.1f %%, " \
		"sending the RST %.1f %%.\n\n", f[4], f[1], f[2], f[3]
	print "| connections | abusive | first reset, ms | relief, ms | a sweep, ms | of a CPU, % | softirqs off by us, us | by `tcp_disconnect()`, us |"
	print "|---|---|---|---|---|---|---|---|"
	for (i = 1; i <= nr["scale"]; i++) {
		split(row["scale", i], f, " ")
		printf "| %s | %s | %.1f | %.1f | %.2f | %.1f | %.1f | %.1f |\n", big(f[1]),
			big(f[2]), f[3], f[4], f[5], f[6] * 100, f[7], f[8]
	}
	print ""
	printf "A bulk flow keeps, while all are swept, of its throughput"
	for (i = 1; i <= nr["bulk"]; i++) {
		split(row["bulk", i], f, " ")
		printf "%s %.0f %% beside %s", (i > 1 ? "," : ""), f[3] * 100 / f[2],
			big(f[1])
	}
	print " idle connections.\n"
	print "| a change while 100,000 are connected | ms | bytes |"
	print "|---|---|---|"
	for (i = 1; i <= nr["settings"]; i++) {
		split(row["settings", i], f, " ")
		gsub(/_/, " ", f[1])
		printf "| %s | %.1f | %s |\n", f[1], f[2], big(f[3])
	}
}
