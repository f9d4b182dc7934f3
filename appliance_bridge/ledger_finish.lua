-- A command ends; the first end stays.
-- KEYS: command, open commands   ARGV: command id, end state, result as JSON, now
-- Returns 1 when this was the end, 0 when it had ended before or is not known.
local state = redis.call('HGET', KEYS[1], 'state')
redis.call('ZREM', KEYS[2], ARGV[1])
if state ~= 'ACCEPTED' and state ~= 'SENT' then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'result', ARGV[3], 'ended_at', ARGV[4])
return 1
