-- Places for panels: a sorted set per student, of connections by when each has to be heard again ----------

local function places_of(user)
  return key_of("places:" .. user)
end

local function keep_place(user, connection)
  call("ZADD", places_of(user), ask.now + ask.lease, connection)
  live(places_of(user), HELD_LIFE)
end

function ops.take_place()
  local key = places_of(ask.user)
  call("ZREMRANGEBYSCORE", key, "-inf", ask.now)
  if call("ZCARD", key) >= ask.most then
    return {}
  end
  keep_place(ask.user, ask.connection)
  return { taken = "1" }
end

function ops.leave_place()
  call("ZREM", places_of(ask.user), ask.connection)
  return {}
end

function ops.keep_places()
  for _, place in ipairs(ask.places) do
    keep_place(place[1], place[2])
  end
  return {}
end
