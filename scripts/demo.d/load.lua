-- SPDX-License-Identifier: GPL-2.0
-- The honest load of the demo, for wrk: each of its connections asks for a
-- file, waits a little, asks again. One request in four closes its connection,
-- so that new connections count too. wrk prints totals only, hence the file
-- with a line for each second that had answers: second, answers, good ones.

local out = io.open("/run/honest", "a")
local second, answers, good = os.time(), 0, 0
local n = 0

function init(args)
	math.randomseed(1)
	keep = wrk.format("GET", "/small")
	close = wrk.format("GET", "/small", { ["Connection"] = "close" })
end

function request()
	n = n + 1
	if n % 4 == 0 then
		return close
	end
	return keep
end

function delay()
	return math.random(30, 90)
end

function response(status, headers, body)
	local now = os.time()
	if now ~= second then
		out:write(second, " ", answers, " ", good, "\n")
		out:flush()
		second, answers, good = now, 0, 0
	end
	answers = answers + 1
	if status == 200 then
		good = good + 1
	end
end
