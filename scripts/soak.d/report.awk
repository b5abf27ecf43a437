# SPDX-License-Identifier: GPL-2.0
# report.awk: from the lines of soak.d/guest to a JSON file and a verdict; status
# 1 and the reasons when it does not hold. Variables: kernel minutes mark json
# status

function demand(ok, why)
{
	if (ok)
		return
	print "FAILED: " why
	failed = 1
}

function keep(name, x)
{
	printf "%s\n  \"%s\": %s", n++ ? "," : "{", name, x > json
	printf "  %-32s %s\n", name, x
}

{ sub(/\r$/, "") }
$1 == "S" {
	samples++
	if ($4 >= 90)
		risen = 1
	if ($9 == "flood" && risen)
		flood++
	if ($9 == "flood" && $4 >= 90)
		flood_near++
	if ($4 >= 90 && $4 <= 105) near++
	if ($4 > 105) above++
	if ($4 > 100) over++
	if ($4 > most) most = $4
	if ($5 == "episode") episode_s++
}
$1 == "W" { requests += $2; request_errors += $3 + $4; bursts++ }
$1 == "C" {
	if ($2 == "readers") {
		readers = $3
		readers_failed = $4
	} else {
		people += $3
		people_failed += $4
		if ($4) who = who " " $2 "(" $4 ")"
	}
}
$1 == "R" { figure[$2] = $3; if ($2 == "error") error = $0 }

END {
	complete = "mpp_episodes" in figure
	keep("kernel", "\"" kernel "\"")
	keep("minutes", minutes)
	keep("mark_pages", mark)
	keep("samples", samples + 0)
	keep("samples_of_flood", flood + 0)
	keep("samples_of_flood_from_90_percent", flood_near + 0)
	keep("samples_90_to_105_percent", near + 0)
	keep("samples_above_100_percent", over + 0)
	keep("samples_above_105_percent", above + 0)
	keep("most_percent", most + 0)
	keep("peak_pages", figure["peak_pages"] + 0)
	keep("episodes", figure["mpp_episodes"] + 0)
	keep("samples_in_episodes", episode_s + 0)
	keep("resets", figure["mpp_resets"] + 0)
	keep("syns_dropped", figure["mpp_syns_dropped"] + 0)
	keep("requests", requests + 0)
	keep("request_bursts", bursts + 0)
	keep("request_errors", request_errors + 0)
	keep("readers", readers + readers_failed)
	keep("readers_failed", readers_failed + 0)
	keep("population", people + people_failed)
	keep("population_failed", people_failed + 0)
	keep("population_who_failed", "\"" who "\"")
	print "\n}" > json

	demand(complete && status == 0, "the run ended early, status " status " " error)
	demand(figure["mpp_episodes"] > 0, "no episode: this proves nothing")
	demand(flood && flood_near * 2 >= flood, \
	       "memory was below 90 % of the mark for half of the flood")
	demand(figure["mpp_resets"] == 0, "honest connections were reset")
	demand(figure["mpp_syns_dropped"] == 0, "SYNs of honest clients were dropped")
	demand(request_errors + readers_failed + people_failed == 0, \
	       "honest clients met with errors")
	demand(requests > 0 && readers > 0 && people > 0, "a part of the load did nothing")
	exit failed
}
