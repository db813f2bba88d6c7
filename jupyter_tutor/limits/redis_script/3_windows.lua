-- log: a sorted set of request ids by time of admission ---------------------------------------------------

kinds.log = {}

function kinds.log.look(limit, now)
  local key = limit.key
  local rank = whole(-math.max(1, limit.limit))
  local nth = call("ZRANGE", key, rank, rank, "WITHSCORES")
  local free = nth[2] and tonumber(nth[2]) + limit.seconds
  return { total = call("ZCOUNT", key, "(" .. exact(now - limit.seconds), "+inf"), free = free,
    full = limit.limit == 0 or (free and free > now) }
end

function kinds.log.room(limit, state, hold)
  if state.full and (hold.max > 0 or not limit.model_calls) then
    return nil
  end
  return hold.max
end

function kinds.log.status(limit, state)
  return state.total, state.full and state.free, state.full
end

function kinds.log.enter(limit, state, request)
  if request.model_call or not limit.model_calls then
    local key = limit.key
    if state.total % 8 == 0 then
      call("ZREMRANGEBYSCORE", key, "-inf", request.at - limit.seconds - ask.kept)
    end
    call("ZADD", key, request.at, request.id)
    live(key, limit.life)
    return true
  end
  return false
end

function kinds.log.change(limit, _, _, _, request)
  if request.phase == "refunded" then
    call("ZREM", limit.key, request.id)
  end
end

function kinds.log.known(state)
  return { whole(state.total), "0" }
end

-- throttle: a sorted set of "cost:id" by time of reservation, and a marker ---------------------------------

kinds.throttle = {}

local function throttled(key, seconds, now)
  local sum = 0
  for _, member in ipairs(call("ZRANGEBYSCORE", key, "(" .. exact(now - seconds), "+inf")) do
    sum = sum + tonumber(string.match(member, "^%d+"))
  end
  return sum
end

function kinds.throttle.look(limit, now)
  local key = limit.key
  return { total = throttled(key, limit.seconds, now), marker = number(call("GET", key .. ":marker")) }
end

function kinds.throttle.room(limit, state, hold, now)
  return (not hold.costs or state.marker <= now) and hold.max or nil
end

function kinds.throttle.status(_, state, now)
  return state.total, state.marker > now and state.marker, state.marker > now
end

function kinds.throttle.enter()
  return true
end

function kinds.throttle.change(limit, _, settled, _, request)
  if settled.cost == 0 then
    return
  end
  local key, before = limit.key, request.settled.cost
  call("ZREMRANGEBYSCORE", key, "-inf", request.now - limit.seconds - ask.kept)
  call("ZREM", key, whole(before) .. ":" .. request.id)
  if before + settled.cost > 0 then
    call("ZADD", key, request.at, whole(before + settled.cost) .. ":" .. request.id)
    live(key, limit.life)
  end
end

-- A cost was added: does it still count, and set a marker?
function kinds.throttle.spent(limit, _, request, added)
  local key, now = limit.key, request.now
  if added > 0 and request.at + limit.seconds > now and throttled(key, limit.seconds, now) >= limit.limit then
    local before = number(call("GET", key .. ":marker"))
    call("SET", key .. ":marker", math.max(before, now + limit.marker))
    live(key .. ":marker", limit.life)
  end
end

function kinds.throttle.known(state)
  return { whole(state.total), "0", exact(state.marker) }
end
