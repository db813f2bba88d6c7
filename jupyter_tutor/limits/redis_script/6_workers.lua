-- Workers: who is alive, whether the past is back, and what each brings back after an outage ---------------
-- An epoch is as long as the data are not lost. One worker brings the past into it, everybody their journals.

local WORKERS, EPOCH, PAST, RESTORING = "workers", "epoch", "past", "restoring"

local function server_time()
  local now = call("TIME")
  return tonumber(now[1]) + tonumber(now[2]) / 1000000
end

-- {epoch, server time, whether the past is back}, {name, last heard, ...}. A worker is heard when it has
-- said what it has to say in this epoch (`mine`).
function ops.contact()
  local now, key = server_time(), key_of(EPOCH)
  call("SET", key, ask.new_epoch, "NX")
  live(key, ask.forget)
  local epoch = call("GET", key)
  local is_back = call("GET", key_of(PAST)) == epoch
  if is_back then
    live(key_of(PAST), ask.forget)
  end
  key = key_of(WORKERS)
  if ask.mine == epoch then
    call("ZADD", key, now, ask.worker)
  end
  call("ZREMRANGEBYSCORE", key, "-inf", now - ask.silence)
  live(key, ask.forget)
  return { contact = { epoch, exact(now), is_back and "1" or "" },
    workers = call("ZRANGE", key, "0", "-1", "WITHSCORES") }
end

function ops.leave()
  call("ZREM", key_of(WORKERS), ask.worker)
  return {}
end

-- Who was alive when Redis was last heard: each is waited for so long.
function ops.expect()
  for _, name in ipairs(ask.names) do
    call("ZADD", key_of(WORKERS), "GT", server_time() - ask.silence + ask.patience, name)
  end
  live(key_of(WORKERS), ask.forget)
  return {}
end

-- May this worker bring the past? It may for so many seconds from each time it asks.
function ops.restoring()
  local key = key_of(RESTORING)
  local by = call("GET", key)
  if by and by ~= ask.worker then
    return {}
  end
  call("SET", key, ask.worker, "PX", math.ceil(ask.seconds * 1000))
  return { mine = "1" }
end

function ops.past_is_back()
  call("SET", key_of(PAST), ask.epoch)
  live(key_of(PAST), ask.forget)
  call("DEL", key_of(RESTORING))
  return {}
end

-- What became of a request that Redis may not know, absolutely: saying it again changes nothing. What is of
-- the past opens breakers and sets markers when it was (`ended`), not now.
local function replay(said, now)
  local request = load_request(said.id)
  if request and request.phase ~= "held" and not (request.phase == "lost" and said.phase ~= "held") then
    return
  end
  now = said.ended or now
  if not request then
    request = { id = said.id, at = said.at, now = now, model_call = said.model_call, replayed = true,
      answer = said.answer, limits = said.phase == "refunded" and {} or said.limits }
    local limits = limits_of(request.limits)
    admit(request, said.held, limits, look_at_all(limits, said.at), said.lease)
  end
  request.now = now
  if request.phase == "held" then
    charge(request, NOTHING, said.held)
    request.answer = said.answer
  end
  if said.phase == "held" then
    request.so_far = said.so_far or nil
    extend(request, math.max(request.lease, said.lease))
  elseif said.phase == "refunded" then
    finish(request, "refunded", NOTHING, now)
  else
    true_cost_changed(request, finish(request, said.phase, said.used, now))
  end
  if said.warned then
    warnings(request)
  end
  save_request(request)
end

function ops.replay()
  local now = time()
  for _, said in ipairs(ask.requests) do
    replay(said, now)
  end
  return {}
end
