-- The life of a request: {id, at, now, phase, model_call, paid, settled, held, so_far, lease, limits, slots,
-- answer}. `settled` and `held` are what it is charged with at present; one of the two is nothing.

local LEASES = "leases"

-- Charge it with other amounts than now, everywhere it was entered.
local function charge(request, settled, held)
  local more_settled, more_held = minus(settled, request.settled), minus(held, request.held)
  for place, limit in ipairs(limits_of(request.limits)) do
    local slot = request.slots[place]
    if slot then
      kinds[limit.kind].change(limit, slot, more_settled, more_held, request)
    end
  end
  request.settled, request.held = settled, held
  return more_settled.cost
end

local function true_cost_changed(request, added)
  for place, limit in ipairs(limits_of(request.limits)) do
    local slot, spent = request.slots[place], kinds[limit.kind].spent
    if slot and spent then
      spent(limit, slot, request, added)
    end
  end
end

local function extend(request, until_)
  request.lease = until_
  call("ZADD", key_of(LEASES), until_, request.id)
  live(key_of(LEASES), HELD_LIFE)
end

-- Write it into every limit, whether or not there is room.
local function admit(request, held, limits, states, lease)
  request.phase, request.settled, request.held, request.slots = "held", NOTHING, NOTHING, {}
  for place, limit in ipairs(limits) do
    request.slots[place] = kinds[limit.kind].enter(limit, states[place], request)
  end
  charge(request, NOTHING, held)
  extend(request, lease)
end

local function finish(request, phase, settled, now)
  request.phase, request.now = phase, now
  local added = charge(request, settled, NOTHING)
  call("ZREM", key_of(LEASES), request.id)
  return added
end

local function known(limits, states)
  local found = {}
  for place, limit in ipairs(limits) do
    found[place] = kinds[limit.kind].known(states[place])
  end
  return found
end

local function look_at_all(limits, now)
  local states = {}
  for place, limit in ipairs(limits) do
    states[place] = kinds[limit.kind].look(limit, now)
  end
  return states
end

local function status(limit, state, now)
  local total, reset, exceeded = kinds[limit.kind].status(limit, state, now)
  return { whole(total), reset and exact(reset) or "", exceeded and "1" or "" }
end

-- Why a limit refuses: its place, limit_type ("" is the usual one), usage, limit, reset.
local function refusal(place, limit, state, hold, now)
  local total, reset = kinds[limit.kind].status(limit, state, now)
  local sort, most = "", limit.limit
  if limit.kind == "session" and too_long(limit, state, now) then
    sort, total, most = "seconds", math.floor(now - state.opened), limit.longest
  elseif limit.kind == "session" and hold_amount(hold, hold.least).cost > limit.limit then
    reset = nil
  elseif limit.kind == "breaker" and state.is ~= "open" then
    reset = now + limit.bucket
  end
  return { tostring(place), sort, whole(total), whole(most), reset and exact(reset) or "", exact(now) }
end

local ops = {}

function ops.reserve()
  local now = time()
  local before = load_request(ask.id)
  if before then
    return { answer = before.answer }
  end
  local hold, limits = ask.hold, limits_of(ask.limits)
  local states, output = look_at_all(limits, now), hold.max
  for place, limit in ipairs(limits) do
    local room = kinds[limit.kind].room(limit, states[place], hold, now)
    if not room then
      return { refused = refusal(place, limit, states[place], hold, now), known = known(limits, states) }
    end
    output = math.min(output, room)
  end
  local found = known(limits, states) -- as it was before: the worker knows what it adds
  local request = { id = ask.id, at = now, now = now, model_call = hold.max > 0, paid = hold.costs,
    limits = ask.limits }
  admit(request, hold_amount(hold, output), limits, states, now + ask.lease)
  request.answer = { whole(output), exact(now), warnings(request) }
  save_request(request)
  return { answer = request.answer, known = found }
end

function ops.touch()
  time()
  return {}
end

function ops.renew()
  local now = time()
  local request = load_request(ask.id)
  if request and request.phase == "held" then
    request.so_far = ask.amount
    extend(request, now + ask.lease)
    save_request(request)
  end
  return {}
end

function ops.settle()
  local now = time()
  local request, warned = load_request(ask.id), {}
  if request and (request.phase == "held" or request.phase == "lost") then
    local added = finish(request, "settled", ask.amount, now)
    true_cost_changed(request, added)
    warned = warnings(request)
    save_request(request)
  end
  return { warnings = warned }
end

function ops.refund()
  local now = time()
  local request = load_request(ask.id)
  if request and (request.phase == "held" or request.phase == "lost") then
    finish(request, "refunded", NOTHING, now)
    save_request(request)
  end
  return {}
end

function ops.sweep()
  local now, lost = time(), {}
  for _, id in ipairs(call("ZRANGEBYSCORE", key_of(LEASES), "-inf", now, "LIMIT", 0, ask.most)) do
    local request = load_request(id)
    if request and request.phase == "held" then
      local added = finish(request, "lost", request.so_far or request.held, now)
      true_cost_changed(request, added)
      save_request(request)
      lost[#lost + 1] = { id, whole(request.settled.requests), whole(request.settled.tokens),
        whole(request.settled.cost) }
    else
      call("ZREM", key_of(LEASES), id)
    end
  end
  return { lost = lost }
end

function ops.usage()
  local now, found, limits = time(true), {}, limits_of(ask.limits)
  local states = look_at_all(limits, now)
  for place, limit in ipairs(limits) do
    found[place] = status(limit, states[place], now)
    if limit.kind == "breaker" then
      found[place][4] = states[place].is
    end
  end
  return { usage = found, known = known(limits, states) }
end

function ops.reset_breaker()
  time()
  local limit = limits_of(ask.limits)[1]
  local key = limit.key
  local resets = number(call("HGET", key, "reset"))
  call("DEL", key)
  call("HSET", key, "reset", resets + 1)
  live(key, limit.life)
  return {}
end
