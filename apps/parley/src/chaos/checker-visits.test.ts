import { describe, expect, it } from 'vitest';

import { judge } from './checker.js';
import { cleanRun, messageAt, of, type Run } from './clean-run.js';
import type { Note, SeenMessage } from './journal.js';
import type { Broken } from './verdict.js';

/** Dan comes into the group at 3 and goes at 5. */
function visited(): Run {
  const run = cleanRun();
  const moves: Record<number, boolean> = { 3: true, 5: false };
  const said = (message: SeenMessage): SeenMessage => {
    const isIn = message.conversation === 'group' ? moves[message.seq] : undefined;
    return isIn === undefined ? message : { ...message, moved: { isIn, users: ['dan'] } };
  };
  for (const { timelines } of run.pulled) for (const one of timelines) one.messages = one.messages.map(said);
  for (const one of run.notes) if (one.note === 'saw') one.message = said(one.message);
  const given = [3, 4, 5].map((seq) => said(messageAt('group', seq)));
  run.notes.push(
    { note: 'door', conversation: 'group', guests: ['dan'] },
    { note: 'device', device: "dan's", user: 'dan', conversations: [] },
    ...given.map((message): Note => ({ note: 'saw', device: "dan's", message })),
    { note: 'moved', conversation: 'group', user: 'dan', isIn: true },
    { note: 'moved', conversation: 'group', user: 'dan', isIn: false },
    { note: 'cursor', device: "dan's", inboxSeq: 3 },
  );
  const entries = given.map(({ conversation, seq }, at) => ({ inboxSeq: at + 1, message: { conversation, seq } }));
  const timelines = [{ conversation: 'group', head: 5, messages: given }];
  run.pulled.push({ user: 'dan', timelines, inbox: { head: 3, entries }, chats: [], foreign: [] });
  return run;
}

const PLANTED: [broken: Broken, what: string, plant: (run: Run) => void][] = [
  [
    'visible',
    'what was said before they came',
    (run) => void of(run, 'dan').timelines[0]?.messages.unshift(messageAt('group', 2)),
  ],
  [
    'visible',
    'what was said after they went, in the inbox',
    (run) => {
      const { inbox } = of(run, 'dan');
      inbox.head = 4;
      inbox.entries.push({ inboxSeq: 4, message: { conversation: 'group', seq: 6 } });
    },
  ],
  [
    'visible',
    'what was said after they went, on a device',
    (run) => void run.notes.push({ note: 'saw', device: "dan's", message: messageAt('group', 6) }),
  ],
  [
    'undelivered',
    'what was said while they were in',
    (run) => {
      Object.assign(of(run, 'dan').inbox.entries[1] ?? {}, { message: { conversation: 'group', seq: 3 } });
    },
  ],
  [
    'membership',
    'who went is still in',
    (run) => void of(run, 'dan').chats.push({ conversation: 'group', readSeq: 5, unread: 0 }),
  ],
];

describe('the checker of ./parley chaos, of who comes and goes', () => {
  it('finds nothing in a group that somebody came into and went out of', () => {
    const { notes, pulled } = visited();
    expect(judge(notes, pulled)).toMatchObject({ examples: [], sent: 12, acked: 12, found: 12, moved: 2 });
  });

  it.each(PLANTED)('%s: %s', (broken, _what, plant) => {
    const run = visited();
    plant(run);
    expect(judge(run.notes, run.pulled).broken[broken]).toBeGreaterThan(0);
  });
});
