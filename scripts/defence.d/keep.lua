-- SPDX-License-Identifier: GPL-2.0
-- Clients that keep their connection and ask for a file every few seconds.

function init(args)
	math.randomseed(2)
	get = wrk.format("GET", "/small")
end

function request()
	return get
end

function delay()
	return math.random(2000, 4000)
end
