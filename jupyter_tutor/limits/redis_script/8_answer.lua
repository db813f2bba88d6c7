-- One question, one answer -------------------------------------------------------------------------------

local function answer(_, arguments)
  ask, call = cjson.decode(table.remove(arguments, 1)), redis.call
  ask.limits, hashes, lists = arguments, {}, {}
  if ask.epoch and call("GET", key_of(EPOCH)) ~= ask.epoch then
    return cjson.encode({ emptied = "1" })
  end
  local said = ops[ask.op]()
  write_all_out()
  return cjson.encode(said)
end
