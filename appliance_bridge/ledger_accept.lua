-- All commands of one message are accepted, once.
-- KEYS: message, open messages, open commands, sequence, latest, then one key for each command
-- ARGV: message id, token of this call, now, kept seconds, ids as JSON,
--       then for each command: id, its JSON, appliance, capability, deadline (0: none), 1 when safe
-- Returns {1}, or {0, command ids as JSON} when it was accepted before.
local commands, token = unpack(redis.call('HMGET', KEYS[1], 'commands', 'token'))
if commands then
  -- the same token: the network lost our answer and the client library asked again
  if token == ARGV[2] then return {1} end
  return {0, commands}
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
  local at = 6 + (index - 6) * 6
  local id, body, appliance, capability, deadline, safe = unpack(ARGV, at, at + 5)
  redis.call('HSET', KEYS[index], 'state', 'ACCEPTED', 'command', body, 'message', ARGV[1], 'sequence', sequence,
    'appliance', appliance, 'capability', capability, 'deadline', deadline, 'accepted_at', ARGV[3])
  redis.call('EXPIRE', KEYS[index], ARGV[4])
  redis.call('ZADD', KEYS[3], sequence, id)
  -- a newer command replaces older ones of the same kind that have not left; a safe one replaces all
  redis.call('HSET', KEYS[5], appliance .. ' ' .. capability, sequence)
  if safe == '1' then redis.call('HSET', KEYS[5], appliance .. ' *', sequence) end
end
return {1}
