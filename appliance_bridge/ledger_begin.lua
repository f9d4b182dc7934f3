-- A message arrived. Is it the first time?
-- KEYS: message, open messages   ARGV: message id, owner, now, kept seconds
-- Returns {1} for the first, else {0, answer or false, command ids as JSON or false}.
local answer, commands, owner = unpack(redis.call('HMGET', KEYS[1], 'answer', 'commands', 'owner'))
if answer or commands or owner == ARGV[2] then
  return {0, answer, commands}
end
-- Unknown, or begun by a process that died before anything was accepted: nothing happened yet, so begin.
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'at', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3] - ARGV[4])
return {1}
