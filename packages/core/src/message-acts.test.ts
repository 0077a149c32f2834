import { LIMITS, ParleyError, type Reaction } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEdit, checkRecall, react, type ReactionChange, withMyReactions } from './message-acts.js';

const sent = { senderId: '1', sentAt: 1_000, said: true, forwarded: false };
const code = (run: () => void): string => {
  try {
    run();
    return 'allowed';
  } catch (error) {
    return (error as ParleyError).code;
  }
};

describe('editing', () => {
  it('is for who sent it, within the window', () => {
    const at = { now: 61_000, windowMs: 60_000 };
    expect(code(() => checkEdit(sent, { userId: '1', role: 'member' }, at))).toBe('allowed');
    expect(code(() => checkEdit(sent, { userId: '1', role: null }, { ...at, now: 61_001 }))).toBe('EDIT_WINDOW_OVER');
    // Not even the owner of a group says something in another's name.
    expect(code(() => checkEdit(sent, { userId: '2', role: 'owner' }, at))).toBe('NOT_YOUR_MESSAGE');
    expect(code(() => checkEdit({ ...sent, said: false }, { userId: '1', role: null }, at))).toBe('NOT_EDITABLE');
    expect(code(() => checkEdit({ ...sent, forwarded: true }, { userId: '1', role: null }, at))).toBe('NOT_EDITABLE');
  });
});

describe('recalling', () => {
  const late = { now: 1e12, windowMs: 120_000 };
  const early = { now: 100_000, windowMs: 120_000 };
  it.each([
    ['my own, early', { userId: '1', role: null }, 'member', early, 'allowed'],
    ['my own, late', { userId: '1', role: 'member' }, 'member', late, 'RECALL_WINDOW_OVER'],
    ['my own as an admin, late', { userId: '1', role: 'admin' }, 'admin', late, 'allowed'],
    ["a member's as an admin", { userId: '2', role: 'admin' }, 'member', late, 'allowed'],
    ["a former member's as an admin", { userId: '2', role: 'admin' }, null, late, 'allowed'],
    ["an admin's as an admin", { userId: '2', role: 'admin' }, 'admin', early, 'NOT_YOUR_MESSAGE'],
    ["the owner's as an admin", { userId: '2', role: 'admin' }, 'owner', early, 'NOT_YOUR_MESSAGE'],
    ["an admin's as the owner", { userId: '2', role: 'owner' }, 'admin', late, 'allowed'],
    ["another's as a member", { userId: '2', role: 'member' }, 'member', early, 'NOT_YOUR_MESSAGE'],
    ["the other's of two", { userId: '2', role: null }, null, early, 'NOT_YOUR_MESSAGE'],
  ] as const)('%s', (_, actor, senderRole, at, expected) => {
    expect(code(() => checkRecall({ ...sent, senderRole }, actor, at))).toBe(expected);
  });

  it('is nothing that can be done twice', () => {
    expect(
      code(() => checkRecall({ ...sent, said: false, senderRole: null }, { userId: '1', role: null }, early)),
    ).toBe('NOT_EDITABLE');
  });
});

const EMOJI = ['👍', '❤️', '😂'];
const changes = fc.array(
  fc.record({
    emoji: fc.constantFrom(...EMOJI),
    userId: fc.integer({ min: 1, max: 40 }).map(String),
    on: fc.boolean(),
  }),
  { maxLength: 200 },
);

/** What the rows of the table make of it: a change that changes nothing is none. */
function fold(all: readonly ReactionChange[]): { reactions: Reaction[]; rows: Map<string, Set<string>> } {
  const rows = new Map<string, Set<string>>();
  let reactions: Reaction[] = [];
  for (const change of all) {
    const users = rows.get(change.emoji) ?? new Set();
    rows.set(change.emoji, users);
    if (users.has(change.userId) === change.on) continue;
    if (change.on) users.add(change.userId);
    else users.delete(change.userId);
    reactions = react(reactions, change);
  }
  return { reactions, rows };
}

describe('reactions', () => {
  it('count exactly, name only who is there, nobody twice, at most so many, and drop what nobody says any more', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const { reactions, rows } = fold(all);
        for (const { emoji, count, userIds } of reactions) {
          expect(count).toBe(rows.get(emoji)?.size);
          expect(count).toBeGreaterThan(0);
          expect(userIds.length).toBeLessThanOrEqual(LIMITS.reactorsListed);
          expect(new Set(userIds).size).toBe(userIds.length);
          for (const userId of userIds) expect(rows.get(emoji)?.has(userId)).toBe(true);
        }
        const said = [...rows].filter(([, users]) => users.size > 0).map(([emoji]) => emoji);
        expect(reactions.map(({ emoji }) => emoji).toSorted()).toEqual(said.toSorted());
      }),
    );
  });

  it('name who reacted last first, so that who is told of a change finds its maker', () => {
    fc.assert(
      fc.property(changes, fc.constantFrom(...EMOJI), (all, emoji) => {
        const after = react(fold(all).reactions, { emoji, userId: 'new', on: true });
        expect(after.find((reaction) => reaction.emoji === emoji)?.userIds[0]).toBe('new');
      }),
    );
  });

  it('are of so many kinds and no more; a kind that is there takes any number', () => {
    const full = Array.from({ length: LIMITS.reactionKinds }, (_, at) => ({
      emoji: `e${at}`,
      count: 1,
      userIds: ['1'],
    }));
    expect(code(() => react(full, { emoji: 'another', userId: '2', on: true }))).toBe('REACTIONS_FULL');
    expect(react(full, { emoji: 'e7', userId: '2', on: true })[7]).toEqual({
      emoji: 'e7',
      count: 2,
      userIds: ['2', '1'],
    });
  });

  it('stay mine while others react, however many are named', () => {
    fc.assert(
      fc.property(changes, changes, (first, later) => {
        const mine = { emoji: '👍', userId: 'me', on: true };
        const others = later.filter(({ userId }) => userId !== 'me');
        let told = react(fold(first).reactions, mine);
        let seen = told;
        const rows = fold([...first, mine]).rows;
        for (const change of others) {
          const users = rows.get(change.emoji) ?? new Set<string>();
          rows.set(change.emoji, users);
          if (users.has(change.userId) === change.on) continue;
          if (change.on) users.add(change.userId);
          else users.delete(change.userId);
          told = react(told, change);
          seen = withMyReactions(told, seen, { myId: 'me', actorId: change.userId });
        }
        expect(seen.find(({ emoji }) => emoji === '👍')?.userIds).toContain('me');
        for (const { emoji, userIds } of seen) if (emoji !== '👍') expect(userIds).not.toContain('me');
      }),
    );
  });
});
