-- SPDX-License-Identifier: GPL-2.0
-- The load of the demo, and how much was tried: of what a machine that dies was
-- asked, nobody else can tell. A line for each second: second, "t", requests.

dofile("/demo/load.lua")

local out = io.open("/run/honest", "a")
local second, tries = os.time(), 0
local ask = request

function request()
	local now = os.time()
	if now ~= second then
		out:write(second, " t ", tries, "\n")
		out:flush()
		second, tries = now, 0
	end
	tries = tries + 1
	return ask()
end
