import type { Redis } from 'ioredis';
import { LEASE_PREFIX } from './gateway-leases.js';

/** What one gateway says of one person. `number`: of the directory, for the bitmap; null: not known at the moment. */
export type Claim = { userId: string; number: number | null; state: ClaimState; at: number };
/** `''`: nobody of them is here any more. */
export type ClaimState = 'online' | 'away' | '';
/** What is claimed of a person, by whom; the dead claim too, until somebody drops what they said. */
export type Claimed = { claims: { bootId: string; state: ClaimState }[]; lastSeenAt: number | null };

/** Slices of what is known of people: `online:status:{userId % 1000}`. */
const SLICES = 1_000n;
const sliceKey = (userId: string): string => `online:status:${BigInt(userId) % SLICES}`;
/** Of everybody whom a gateway claims, so that what it said can be dropped when it dies. */
const peopleKey = (bootId: string): string => `parley:presence:${bootId}`;
const GATEWAYS = 'parley:presence-gateways';
/** A bit for each person by their number: whether they are online. */
const BITMAP = 'parley:online';

/** Redis answers nobody else meanwhile: 200 claims are two milliseconds. */
const CLAIMS_AT_ONCE = 200;
const USERS_PER_LOOKUP = 1_000;

/**
 * Replaces what one gateway says of people, and drops what the dead said. A field of a slice holds `number|lastSeenAt|claims`, the
 * claims as `bootId:o` (online) or `bootId:a` (away). Returns those for whom the strongest claim is another one now.
 */
const CLAIM = `
local boot = ARGV[1]
local alive = { [boot] = true }
local function lives(id)
  if alive[id] == nil then alive[id] = redis.call('EXISTS', ARGV[2] .. id) == 1 end
  return alive[id]
end
local function stronger(one, other)
  if one == 'o' or other == 'o' then return 'o' end
  if one == 'a' or other == 'a' then return 'a' end
  return ''
end
redis.call('SADD', KEYS[2], boot)
local changed = {}
for i = 4, #KEYS do
  local at = 3 + (i - 4) * 4
  local user, number, state, seen = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local old = redis.call('HGET', KEYS[i], user) or '||'
  local oldNumber, oldSeen, list = string.match(old, '^(%d*)|(%d*)|(.*)$')
  if number == '' then number = oldNumber or '' end
  if state ~= '' then seen = oldSeen
  elseif oldSeen ~= '' and tonumber(oldSeen) > tonumber(seen) then seen = oldSeen end
  local before, after, kept = '', state, {}
  for id, said in string.gmatch(list or '', '([^:,]+):(%a)') do
    before = stronger(before, said)
    if id ~= boot and lives(id) then
      kept[#kept + 1] = id .. ':' .. said
      after = stronger(after, said)
    end
  end
  if state ~= '' then
    kept[#kept + 1] = boot .. ':' .. state
    redis.call('SADD', KEYS[1], user)
  else
    redis.call('SREM', KEYS[1], user)
  end
  redis.call('HSET', KEYS[i], user, number .. '|' .. (seen or '') .. '|' .. table.concat(kept, ','))
  if number ~= '' then redis.call('SETBIT', KEYS[3], number, after == '' and 0 or 1) end
  if before ~= after then changed[#changed + 1] = user end
end
return changed`;

const READ = `
local found = {}
for i, key in ipairs(KEYS) do found[i] = redis.call('HGET', key, ARGV[i]) or '' end
return found`;

const LETTERS = { online: 'o', away: 'a', '': '' } as const;

/**
 * Who is there, as gateways say it. Only a memory: what is lost is said again, when people were last seen reads as unknown until
 * then. docs/adr/0015-presence.md
 */
export class PresenceClaims {
  constructor(private readonly redis: Redis) {}

  /** Those of whom something else holds now, in the order of the claims. */
  async say(bootId: string, claims: readonly Claim[]): Promise<string[]> {
    const changed: string[] = [];
    for (let from = 0; from < claims.length; from += CLAIMS_AT_ONCE) {
      const some = claims.slice(from, from + CLAIMS_AT_ONCE);
      const keys = [peopleKey(bootId), GATEWAYS, BITMAP, ...some.map(({ userId }) => sliceKey(userId))];
      const said = some.flatMap(({ userId, number, state, at }) => [userId, number ?? '', LETTERS[state], at]);
      changed.push(
        ...((await this.redis.eval(CLAIM, keys.length, ...keys, bootId, LEASE_PREFIX, ...said)) as string[]),
      );
    }
    return changed;
  }

  /** Lining up with the people. */
  async of(userIds: readonly string[]): Promise<Claimed[]> {
    const found: Claimed[] = [];
    for (let from = 0; from < userIds.length; from += USERS_PER_LOOKUP) {
      const some = userIds.slice(from, from + USERS_PER_LOOKUP);
      const rows = (await this.redis.eval(READ, some.length, ...some.map(sliceKey), ...some)) as string[];
      found.push(...rows.map(claimedOf));
    }
    return found;
  }

  /** Gateways that claimed somebody, the dead ones too. */
  gateways(): Promise<string[]> {
    return this.redis.smembers(GATEWAYS);
  }

  /** Some of those whom a dead gateway claims, taken off its list; none: it is off the list of gateways. */
  async takeFrom(bootId: string, count: number): Promise<string[]> {
    const userIds = await this.redis.spop(peopleKey(bootId), count);
    if (userIds.length === 0) await this.redis.srem(GATEWAYS, bootId);
    return userIds;
  }

  /** Everybody whom a gateway claims, a page at a time. */
  async *peopleOf(bootId: string): AsyncGenerator<string[]> {
    let cursor = '0';
    do {
      const [next, page] = await this.redis.sscan(peopleKey(bootId), cursor, 'COUNT', USERS_PER_LOOKUP);
      yield page;
      cursor = next;
    } while (cursor !== '0');
  }

  /** How many are online. */
  count(): Promise<number> {
    return this.redis.bitcount(BITMAP);
  }
}

function claimedOf(row: string): Claimed {
  const [, seen = '', list = ''] = row.split('|');
  const claims = list === '' ? [] : list.split(',').map(claimOf);
  return { claims, lastSeenAt: seen === '' ? null : Number(seen) };
}

function claimOf(text: string): Claimed['claims'][number] {
  const [bootId = '', letter] = text.split(':');
  return { bootId, state: letter === 'a' ? 'away' : 'online' };
}
