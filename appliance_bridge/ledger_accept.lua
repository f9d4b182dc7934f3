-- All commands of one message are accepted, once. Those that leave at once pass the gate to the wire with it.
-- KEYS: message, open messages, open commands, sequence, latest, then one key for each command
-- ARGV: message id, token of this call, now, kept seconds, ids as JSON,
--       then for each command: id, its JSON, appliance, capability, deadline (0: none), 1 when safe, 1 when leaving
-- Returns {1, state of each command}, or {0, command ids as JSON} when it was accepted before.
local commands, token = unpack(redis.call('HMGET', KEYS[1], 'commands', 'token'))
local states = {}
if commands then
  if token ~= ARGV[2] then return {0, commands} end
  -- the same token: the network lost our answer and the client library asked again
  for index = 6, #KEYS do states[index - 5] = redis.call('HGET', KEYS[index], 'state') end
  return {1, states}
end
for index = 6, #KEYS do
  if redis.call('EXISTS', KEYS[index]) == 1 then return {0, ARGV[5]} end
end
redis.call('HSET', KEYS[1], 'commands', ARGV[5], 'token', ARGV[2])
redis.call('HSETNX', KEYS[1], 'at', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('ZADD', KEYS[2], 'NX', ARGV[3], ARGV[1])
local sequence = redis.call('INCR', KEYS[4])
for index = 6, #KEYS do
  local at = 6 + (index - 6) * 7
  local id, body, appliance, capability, deadline, safe, leaving = unpack(ARGV, at, at + 6)
  redis.call('HSET', KEYS[index], 'state', 'ACCEPTED', 'command', body, 'message', ARGV[1], 'sequence', sequence,
    'appliance', appliance, 'capability', capability, 'deadline', deadline, 'accepted_at', ARGV[3])
  redis.call('EXPIRE', KEYS[index], ARGV[4])
  redis.call('ZADD', KEYS[3], sequence, id)
  -- a newer command replaces older ones of the same kind that have not left; a safe one replaces all
  redis.call('HSET', KEYS[5], appliance .. ' ' .. capability, sequence)
  if safe == '1' then redis.call('HSET', KEYS[5], appliance .. ' *', sequence) end
  -- it is the newest of its kind; only its deadline can hold it at the gate
  if leaving == '1' and (tonumber(deadline) == 0 or tonumber(ARGV[3]) < tonumber(deadline)) then
    redis.call('HSET', KEYS[index], 'state', 'SENT', 'token', ARGV[2], 'sent_at', ARGV[3])
  end
  states[index - 5] = redis.call('HGET', KEYS[index], 'state')
end
return {1, states}
