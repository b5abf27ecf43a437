# SPDX-License-Identifier: GPL-2.0
# calm.awk: what the guest of calm said, as a table and as JSON. Of the rounds the
# median counts; what they differ by is the resolution. Ends with status 1 and
# the reasons if calm is not free of cost.
# Variables: json spaces connections

function median(what, state,    n, i, j, t, v)
{
	n = nr[state, what]
	for (i = 1; i <= n; i++)
		v[i] = value[state, what, i]
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] > v[j]; j--) {
			t = v[j]
			v[j] = v[j - 1]
			v[j - 1] = t
		}
	if (n > 1 && (v[n] - v[1]) / v[1] > spread)
		spread = (v[n] - v[1]) / v[1]
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

function row(text, state, against,    i, line, d)
{
	line = sprintf("  %-44s", text)
	for (i = 1; i <= 3; i++) {
		if (!((state, op[i]) in m)) {
			line = line sprintf(" %18s", "")
			continue
		}
		d = ""
		if (against)
			d = sprintf("%+.1f", m[state, op[i]] - m[against, op[i]])
		line = line sprintf(" %10.1f %7s", m[state, op[i]], d)
	}
	print line
}

function demand(ok, why)
{
	if (ok)
		return
	print "FAILED: " why
	failed = 1
}

function free_of_cost(state, against,    i, d)
{
	for (i = 1; i <= 3; i++) {
		d = (m[state, op[i]] - m[against, op[i]]) / m[against, op[i]]
		demand((state, op[i]) in m && (against, op[i]) in m &&
		       d < 0.001 && d > -0.001, \
		       op[i] ", " state ": " m[state, op[i]] " instructions, " \
		       m[against, op[i]] " " against)
	}
}

$1 == "R" { value[$2, $3, ++nr[$2, $3]] = $4 }
$1 == "I" && $2 == "look" { value["idle", "look", ++nr["idle", "look"]] = $3 }
$1 == "I" && $2 == "looks" { looks = $3 / $4 }
$1 == "B" { bytes[$2] = $3; sites[$2] = $4; ours[$2] = $5 }

END {
	split("segment syn connection", op)
	n = split("without calm after exempt12_without exempt12 pinned episode" \
		  " pressure_without pressure dropped", state)
	for (i = 1; i <= 3; i++)
		for (s = 1; s <= n; s++)
			if ((state[s], op[i]) in nr)
				m[state[s], op[i]] = median(op[i], state[s])
	steady = spread
	look = median("look", "idle")

	printf "\n  %-44s %18s %18s %18s\n", "instructions, median", "a segment", \
		"a SYN", "a connection"
	row("without tcp_mpp", "without")
	row("loaded and calm", "calm", "without")
	row("calm again after an episode", "after", "without")
	row(spaces " namespaces, without", "exempt12_without")
	row(spaces " namespaces, calm, 12 exempt ranges", "exempt12", \
	    "exempt12_without")
	row("calm, a promise to one connection kept", "pinned", "without")
	row("in an episode", "episode", "without")
	row("in an episode, all SYNs dropped", "dropped", "without")
	row("kernel under pressure, without", "pressure_without")
	row("in an episode, kernel under pressure", "pressure", "pressure_without")
	printf "  rounds differ by %.4f %% at most\n", steady * 100
	per = (bytes["calm"] - bytes["without"]) / connections
	printf "  bytes allocated for a connection: %.1f without, %.1f calm;" \
		" by the module: %d calls\n", bytes["without"] / connections, \
		bytes["calm"] / connections, ours["calm"]
	printf "  the idle module: %.3f looks a second of %d instructions\n\n", \
		looks, look

	printf "{ \"calm\": {\n" > json
	for (i = 1; i <= 3; i++) {
		printf "  \"%s\": {", op[i] > json
		for (s = 1; s <= n; s++)
			if ((state[s], op[i]) in m)
				printf "%s \"%s\": %.1f", (s > 1 ? "," : ""), \
					state[s], m[state[s], op[i]] > json
		print " }," > json
	}
	printf "  \"namespaces\": %d, \"rounds_differ_by\": %.6f,\n" \
		"  \"idle_per_s\": %.0f, \"idle_look\": %d, \"idle_looks_per_s\": %.3f," \
		" \"module_allocations\": %d },\n" \
		"  \"bytes_per_connection\": %g }\n", spaces, steady, \
		looks * look, look, looks, ours["calm"], per > json

	free_of_cost("calm", "without")
	free_of_cost("after", "without")
	free_of_cost("exempt12", "exempt12_without")
	demand(steady < 0.001, "the rounds differ by " steady * 100 " %")
	demand(bytes["without"] > 0 && sites["without"] > 0, \
	       "allocations were not counted")
	demand(per == 0 && ours["calm"] == 0, per " bytes a connection, " \
	       ours["calm"] " calls by the module")
	demand(looks > 0 && look > 0, "the idle module was not measured")
	exit failed
}
