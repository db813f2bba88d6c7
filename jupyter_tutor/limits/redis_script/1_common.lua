-- What `cost/limits.py` says about limits, done by Redis in one step per question.
--
-- One JSON object comes in, and each limit asked about as another; JSON text goes out, its numbers as
-- strings. Amounts and sums are integers: Lua's numbers are doubles, exact up to 2^53, and the caller
-- sends none beyond. Redis writes a number in a command with 17 digits, so that it keeps its value; Lua
-- alone would write 14, so that texts are made by `whole` and `exact`. Times are seconds since the epoch
-- and stay the caller's doubles to the last bit. Keys are put together here and not declared: one server,
-- not a cluster. Every key has the prefix and a life, which is counted on the server's clock and only ever
-- too long.

local ask, call -- what is asked now; redis.call
local HELD_LIFE = 86400
local MOST_LIMITS = 20000

local function key_of(name)
  return ask.prefix .. name
end

local function whole(amount)
  return string.format("%.0f", amount)
end

local function exact(time)
  return string.format("%.17g", time)
end

local function number(value)
  return value and tonumber(value) or 0
end

local function live(key, seconds)
  call("PEXPIRE", key, math.ceil(seconds * 1000))
end

-- Hashes are read once and written once in a question: a command costs more than what it does.
local hashes

-- What is in some fields of a hash; `fields` is one table for each kind of hash.
local function read(key, fields)
  local hash = hashes[key]
  if not hash then
    hash = { is = {}, new = {} }
    hashes[key] = hash
    local values = call("HMGET", key, unpack(fields))
    for place = 1, #fields do
      hash.is[fields[place]] = values[place]
    end
  end
  return hash.is
end

-- `life`: seconds from now on, when given.
local function write(key, field, value, life)
  local hash = hashes[key]
  hash.is[field], hash.new[field] = value, true
  hash.life = life or hash.life
end

-- Add to a field that was read; the hash lives so long from when the field was nothing.
local function add(key, field, amount, life)
  if amount ~= 0 then
    local before = number(hashes[key].is[field])
    write(key, field, before + amount, before == 0 and life or nil)
  end
end

local function write_out(key)
  local hash, words = hashes[key], {}
  for field in pairs(hash.new) do
    words[#words + 1] = field
    words[#words + 1] = hash.is[field]
  end
  if #words > 0 then
    call("HSET", key, unpack(words))
  end
  if hash.life then
    live(key, hash.life)
  end
end

local function write_all_out()
  for key in pairs(hashes) do
    write_out(key)
  end
end

-- The time it is: never a little earlier than it was, unless the clock was set.
local function time(looking)
  local now, key = ask.now, key_of("clock")
  local latest = tonumber(call("GET", key) or "-inf")
  if latest - ask.slack <= now and now < latest then
    return latest
  end
  if not looking then
    call("SET", key, now, "PX", HELD_LIFE * 1000)
  end
  return now
end

local NOTHING = { requests = 0, tokens = 0, cost = 0 }

local function minus(one, other)
  return { requests = one.requests - other.requests, tokens = one.tokens - other.tokens,
    cost = one.cost - other.cost }
end

local function hold_amount(hold, output)
  return { requests = 1, tokens = hold.input_tokens + output, cost = hold.input_cost + output * hold.output_price }
end

-- The longest answer of which so much of a resource is enough, nil when not even the shortest.
local function longest(hold, resource, left)
  local least = hold_amount(hold, hold.least)[resource]
  if least ~= 0 and least > left then
    return nil
  end
  local base = hold_amount(hold, 0)[resource]
  local each = hold_amount(hold, 1)[resource] - base
  if each == 0 then
    return hold.max
  end
  local fits = math.floor((left - base) / each)
  if base + fits * each > left then
    fits = fits - 1
  end
  return math.max(hold.least, math.min(hold.max, fits))
end

-- Limits come as JSON texts, which are the same for many requests: each is read once.
local limits_read, reads, lists = {}, 0, nil

local function limits_of(texts)
  local limits = lists[texts]
  if limits then
    return limits
  end
  limits = {}
  lists[texts] = limits
  for place, json in ipairs(texts) do
    local limit = limits_read[json]
    if not limit then
      if reads == MOST_LIMITS then
        limits_read, reads = {}, 0
      end
      limit = cjson.decode(json)
      limits_read[json], reads = limit, reads + 1
    end
    limits[place] = limit
  end
  return limits
end

local function load_request(id)
  local packed = call("GET", key_of("request:" .. id))
  return packed and cmsgpack.unpack(packed)
end

local function save_request(request)
  local final = request.phase == "settled" or request.phase == "refunded"
  local life = request.phase == "held" and HELD_LIFE or ask.kept * 2
  if final then
    request = { id = request.id, phase = request.phase, answer = request.answer }
  end
  call("SET", key_of("request:" .. request.id), cmsgpack.pack(request), "PX", life * 1000)
end

-- Per kind: look(limit, now) reads; room(limit, state, hold, now) is the longest answer or nil;
-- status(limit, state, now) is current usage, time of reset, whether it is used up;
-- enter(limit, state, request) writes a request into it and says where (a slot), false for nowhere;
-- change(limit, slot, settled, held, request) adds differences; known(state) is what a worker should
-- remember: texts, settled and held first.
local kinds = {}
