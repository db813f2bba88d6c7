-- counter: a hash per calendar window, with {<resource>, <resource>_held} ---------------------------------

kinds.counter = {}
local COUNTER = { "requests", "requests_held", "tokens", "tokens_held", "cost", "cost_held" }

function kinds.counter.look(limit)
  local is = read(limit.key, COUNTER)
  local settled, held = is[limit.resource], is[limit.held]
  return { known = { settled or "0", held or "0" }, total = number(settled) + number(held) }
end

function kinds.counter.room(limit, state, hold)
  return longest(hold, limit.resource, limit.limit - state.total)
end

function kinds.counter.status(limit, state)
  return state.total, limit["end"], state.total >= limit.limit
end

function kinds.counter.enter()
  return true
end

function kinds.counter.change(limit, _, settled, held)
  read(limit.key, COUNTER)
  add(limit.key, limit.resource, settled[limit.resource], limit.life)
  add(limit.key, limit.held, held[limit.resource], limit.life)
end

function kinds.counter.known(state)
  return state.known
end

-- session: a hash {first, opened, last, settled, held, warned}; `first` is the id of its first request -----

kinds.session = {}

local SESSION = { "first", "opened", "last", "settled", "held", "warned" }

function kinds.session.look(limit, now)
  local is = read(limit.key, SESSION)
  local last = number(is.last)
  if not is.first or now >= last + limit.idle then
    return { known = { "0", "0" }, total = 0 }
  end
  return { first = is.first, opened = number(is.opened), last = last, total = number(is.settled) + number(is.held),
    known = { whole(number(is.settled)), whole(number(is.held)), is.opened, is.last, is.warned } }
end

local function too_long(limit, state, now)
  return state.first and limit.longest > 0 and state.opened + limit.longest <= now
end

function kinds.session.room(limit, state, hold, now)
  if too_long(limit, state, now) then
    return nil
  end
  return longest(hold, "cost", limit.limit - state.total)
end

function kinds.session.status(limit, state, now)
  local reset = state.first and state.last + limit.idle
  return state.total, reset, too_long(limit, state, now) or state.total >= limit.limit
end

function kinds.session.enter(limit, state, request)
  local key = limit.key
  if state.first and request.at + limit.idle <= state.opened then
    return false -- replayed late: its own session is over
  end
  if not state.first then
    state.first = request.id
    write(key, "first", request.id)
    write(key, "opened", request.at)
    write(key, "settled", "0")
    write(key, "held", "0")
    write(key, "warned", "0")
  end
  -- What is replayed was asked earlier; otherwise an earlier time means that the clock was set.
  local last = request.replayed and math.max(request.at, state.last or request.at) or request.at
  write(key, "last", last, limit.life)
  return state.first
end

function kinds.session.change(limit, first, settled, held)
  if read(limit.key, SESSION).first == first then
    add(limit.key, "settled", settled.cost, limit.life)
    add(limit.key, "held", held.cost, limit.life)
  end
end

function kinds.session.known(state)
  return state.known
end

-- {name, spent, limit} of each session of a request that is open, nearly used up and has not said so.
local function warnings(request)
  local found = {}
  for place, limit in ipairs(limits_of(request.limits)) do
    if limit.kind == "session" then
      local is = read(limit.key, SESSION)
      local open = is.first == request.slots[place] and request.now < number(is.last) + limit.idle
      if open and is.warned ~= "1" and number(is.settled) >= limit.warn then
        write(limit.key, "warned", "1")
        found[#found + 1] = { limit.name, whole(number(is.settled)), whole(limit.limit) }
      end
    end
  end
  return found
end
