-- The one gate to the wire.
-- KEYS: command, open commands, latest   ARGV: command id, token of this call, now
-- Returns 'sent', or why it must not go: 'unknown', 'ended', 'too_late', 'replaced'.
local state, token, deadline, sequence, appliance, capability =
  unpack(redis.call('HMGET', KEYS[1], 'state', 'token', 'deadline', 'sequence', 'appliance', 'capability'))
if not state then return 'unknown' end
if state == 'SENT' and token == ARGV[2] then return 'sent' end
if state ~= 'ACCEPTED' then return 'ended' end
local refused = nil
if tonumber(deadline) > 0 and tonumber(ARGV[3]) >= tonumber(deadline) then refused = 'too_late' end
for _, kind in ipairs({capability, '*'}) do
  local newest = redis.call('HGET', KEYS[3], appliance .. ' ' .. kind)
  if newest and tonumber(newest) > tonumber(sequence) then refused = 'replaced' end
end
if refused then
  return refused
end
redis.call('HSET', KEYS[1], 'state', 'SENT', 'token', ARGV[2], 'sent_at', ARGV[3])
return 'sent'
