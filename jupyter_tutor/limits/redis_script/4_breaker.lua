-- breaker: a hash {from, settled, held, opened, probes, reset} and per bucket {s<n>, h<n>} -----------------
-- `settled` and `held` are the sums of the buckets `from` and later; `opened` is "" when it is not;
-- `reset` counts the resets.

kinds.breaker = {}

local BREAKER = { "from", "settled", "held", "opened", "probes", "reset" }

-- The sums from another bucket on, counted anew from all that is kept.
local function recount(key, from, kept)
  write_out(key)
  hashes[key] = nil
  local fields, settled, held = call("HGETALL", key), 0, 0
  for place = 1, #fields, 2 do
    local sort, bucket = string.match(fields[place], "^([sh])(%-?%d+)$")
    if sort and tonumber(bucket) < from - kept then
      call("HDEL", key, fields[place])
    elseif sort and tonumber(bucket) >= from then
      settled = settled + (sort == "s" and tonumber(fields[place + 1]) or 0)
      held = held + (sort == "h" and tonumber(fields[place + 1]) or 0)
    end
  end
  local is = read(key, BREAKER)
  write(key, "from", from)
  write(key, "settled", settled)
  write(key, "held", held)
  return is
end

function kinds.breaker.look(limit, now)
  local key = limit.key
  local is = read(key, BREAKER)
  local from = math.floor(now / limit.bucket) - limit.buckets + 1
  if is.from and tonumber(is.from) ~= from then
    is = recount(key, from, math.ceil(ask.kept / limit.bucket))
  end
  local settled, held = number(is.settled), number(is.held)
  local state = { settled = settled, held = held, total = settled + held, opened = tonumber(is.opened or ""),
    probes = number(is.probes), reset = number(is.reset), from = from, is = "closed" }
  if state.opened then
    state.is = now < state.opened + limit.cooldown and "open" or "half_open"
  end
  return state
end

-- True costs that reach the limit open it.
local function open_if_reached(limit, state, now)
  if not state.opened and state.settled >= limit.limit then
    state.opened = now
    state.is = now < now + limit.cooldown and "open" or "half_open"
    write(limit.key, "opened", now, limit.life)
  end
end

function kinds.breaker.room(limit, state, hold, now)
  if not hold.costs then
    return hold.max
  end
  open_if_reached(limit, state, now)
  local full = state.is == "closed" and state.total >= limit.limit
  local busy = state.is == "half_open" and state.probes > 0
  return not (full or busy or state.is == "open") and hold.max or nil
end

function kinds.breaker.status(limit, state)
  local full = state.is == "closed" and state.total >= limit.limit
  local busy = state.is == "half_open" and state.probes > 0
  return state.total, state.is == "open" and state.opened + limit.cooldown,
    state.is == "open" or busy or full
end

function kinds.breaker.enter(limit, state, request)
  local probe = request.paid and state.opened and true or false
  if probe then
    add(limit.key, "probes", 1, limit.life)
  end
  if not read(limit.key, BREAKER).from then
    write(limit.key, "from", state.from, limit.life)
  end
  return { bucket = math.floor(request.at / limit.bucket), reset = state.reset, probe = probe }
end

function kinds.breaker.change(limit, slot, settled, held, request)
  local key, bucket, life = limit.key, whole(slot.bucket), limit.life
  local is = read(key, BREAKER)
  if not is.from or number(is.reset) ~= slot.reset then
    return
  end
  if settled.cost ~= 0 then
    call("HINCRBY", key, "s" .. bucket, settled.cost)
  end
  if held.cost ~= 0 then
    call("HINCRBY", key, "h" .. bucket, held.cost)
    hashes[key].life = life
  end
  if slot.bucket >= number(is.from) then
    add(key, "settled", settled.cost, life)
    add(key, "held", held.cost, life)
  end
  if slot.probe and request.phase ~= "held" then
    slot.probe = false
    slot.probed = request.phase == "settled"
    add(key, "probes", -1, life)
  end
end

-- A cost was added, or a probe came back.
function kinds.breaker.spent(limit, slot, request, added)
  if added <= 0 and not slot.probed then
    return
  end
  local state = kinds.breaker.look(limit, request.now)
  if state.reset ~= slot.reset then
    return
  end
  if slot.probed then
    slot.probed = false
    state.opened = nil
    write(limit.key, "opened", "")
  end
  open_if_reached(limit, state, request.now)
end

function kinds.breaker.known(state)
  return { whole(state.settled), whole(state.held), state.opened and exact(state.opened) or "" }
end
