import { describe, expect, it } from 'vitest';

import { judge } from './checker.js';
import type { Note, SeenMessage } from './journal.js';
import type { Pulled } from './pulled.js';
import { BROKEN, type Broken } from './verdict.js';

interface Run {
  notes: Note[];
  pulled: Pulled[];
}

const PEOPLE = ['ann', 'ben', 'cleo'];
/** Two in a direct conversation, all three in a group. */
const CONVERSATIONS: Record<string, string[]> = { direct: ['ann', 'ben'], group: ['ann', 'ben', 'cleo'] };
const BEGAN = 1;
const SAID = 6;

function messageAt(conversation: string, seq: number): SeenMessage {
  const members = CONVERSATIONS[conversation] ?? [];
  const sender = seq <= BEGAN ? 'nobody' : (members[seq % members.length] ?? '');
  const key = `${conversation}-${seq}`;
  return { conversation, seq, messageId: `id-${key}`, sender, key, text: `text of ${key}` };
}

/** Everything went well: what each test breaks. */
function cleanRun(): Run {
  const notes: Note[] = [];
  const stored = Object.keys(CONVERSATIONS).flatMap((conversation) =>
    Array.from({ length: BEGAN + SAID }, (_, at) => messageAt(conversation, at + 1)),
  );
  for (const conversation of Object.keys(CONVERSATIONS)) notes.push({ note: 'began', conversation, seq: BEGAN });
  const pulled = PEOPLE.map((user): Pulled => {
    const conversations = Object.keys(CONVERSATIONS).filter((name) => CONVERSATIONS[name]?.includes(user));
    notes.push({ note: 'device', device: `${user}'s`, user, conversations });
    const mine = stored.filter(({ conversation }) => conversations.includes(conversation));
    const entries = mine.map(({ conversation, seq }, at) => ({ inboxSeq: at + 2, message: { conversation, seq } }));
    return {
      user,
      timelines: conversations.map((conversation) => ({
        conversation,
        head: BEGAN + SAID,
        messages: mine.filter((message) => message.conversation === conversation),
      })),
      // The first place says that there is a conversation.
      inbox: { head: entries.length + 1, entries: [{ inboxSeq: 1 }, ...entries] },
      chats: conversations.map((conversation) => ({ conversation, readSeq: 6, unread: 1 })),
      foreign: [{ conversation: 'of others', messages: 0 }],
    };
  });
  const numbers = new Map<string, number>();
  for (const message of stored) {
    const { conversation, sender, key, seq, messageId, text } = message;
    for (const user of CONVERSATIONS[conversation] ?? []) notes.push({ note: 'saw', device: `${user}'s`, message });
    if (seq <= BEGAN) continue;
    const number = (numbers.get(`${sender} ${conversation}`) ?? 0) + 1;
    numbers.set(`${sender} ${conversation}`, number);
    const device = `${sender}'s`;
    notes.push(
      { note: 'sent', device, conversation, key, number, text },
      { note: 'acked', device, key, seq, messageId },
    );
  }
  for (const { user, chats, inbox } of pulled) {
    const device = `${user}'s`;
    for (const { conversation } of chats) {
      notes.push({ note: 'reads', device, conversation, seq: 6 }, { note: 'read', device, conversation, seq: 6 });
    }
    notes.push({ note: 'cursor', device, inboxSeq: inbox.head });
  }
  // Through text: no two of them may share a message that a test changes in one place.
  return JSON.parse(JSON.stringify({ notes, pulled })) as Run;
}

/** What each is given of the direct conversation. */
function direct(run: Run, user: string): Pulled['timelines'][number] {
  const timeline = of(run, user).timelines.find(({ conversation }) => conversation === 'direct');
  if (timeline === undefined) throw new Error(`${user} is in no direct conversation`);
  return timeline;
}

function of(run: Run, user: string): Pulled {
  const found = run.pulled.find((one) => one.user === user);
  if (found === undefined) throw new Error(`nobody is called ${user}`);
  return found;
}

function note<K extends Note['note']>(
  run: Run,
  kind: K,
  which: (note: Extract<Note, { note: K }>) => boolean,
): Extract<Note, { note: K }> {
  const found = run.notes.find(
    (one): one is Extract<Note, { note: K }> => one.note === kind && which(one as Extract<Note, { note: K }>),
  );
  if (found === undefined) throw new Error(`no such note: ${kind}`);
  return found;
}

const ack = (run: Run, key: string): Extract<Note, { note: 'acked' }> => note(run, 'acked', (one) => one.key === key);

function forget(run: Run, which: (note: Note) => boolean): void {
  run.notes = run.notes.filter((one) => !which(one));
}

/** In everybody's timeline. */
function storedEverywhere(run: Run, change: (timeline: Pulled['timelines'][number]) => void): void {
  for (const user of ['ann', 'ben']) change(direct(run, user));
}

const PLANTED: [broken: Broken, what: string, plant: (run: Run) => void][] = [
  [
    'lost',
    'an acked message that is stored nowhere',
    (run) => {
      storedEverywhere(run, (timeline) => {
        timeline.messages.pop();
        timeline.head -= 1;
      });
    },
  ],
  [
    'lost',
    'an ack that names the place of another message',
    (run) => {
      ack(run, 'direct-3').seq = 4;
    },
  ],
  [
    'undelivered',
    'a message that is missing in one inbox',
    (run) => {
      const { entries } = of(run, 'cleo').inbox;
      entries[3] = { inboxSeq: entries[3]?.inboxSeq ?? 0 };
    },
  ],
  [
    'undelivered',
    'a message that one device never showed',
    (run) => {
      forget(run, (one) => one.note === 'saw' && one.device === "cleo's" && one.message.seq === 5);
      note(run, 'cursor', (one) => one.device === "cleo's").inboxSeq = 1;
    },
  ],
  [
    'skipped',
    'a cursor behind which something was never shown',
    (run) => {
      forget(run, (one) => one.note === 'saw' && one.device === "cleo's" && one.message.seq === 5);
    },
  ],
  [
    'duplicated',
    'a message that is stored at two places',
    (run) => {
      storedEverywhere(run, (timeline) => {
        timeline.messages.push({ ...messageAt('direct', 3), seq: 8, messageId: 'another' });
        timeline.head = 8;
      });
    },
  ],
  [
    'duplicated',
    'a place that one is given twice',
    (run) => {
      direct(run, 'ann').messages.push(messageAt('direct', 3));
    },
  ],
  [
    'duplicated',
    'a message that stands in an inbox twice',
    (run) => {
      const { inbox } = of(run, 'ben');
      inbox.head += 1;
      inbox.entries.push({ inboxSeq: inbox.head, message: { conversation: 'direct', seq: 3 } });
    },
  ],
  [
    'reordered',
    'two messages of one sender the wrong way round',
    (run) => {
      // Whoever said 3 said 5 and 7 as well.
      note(run, 'sent', ({ key }) => key === 'direct-3').number = 2;
      note(run, 'sent', ({ key }) => key === 'direct-5').number = 1;
    },
  ],
  [
    'reordered',
    'a device that shows another message at that place',
    (run) => {
      note(run, 'saw', ({ device, message }) => device === "ben's" && message.key === 'direct-4').message.messageId =
        'id-direct-5';
    },
  ],
  [
    'gaps',
    'a hole in a conversation',
    (run) => {
      storedEverywhere(run, (timeline) => timeline.messages.splice(3, 1));
    },
  ],
  [
    'gaps',
    'a conversation that ends sooner for one than for the other',
    (run) => {
      const timeline = direct(run, 'ann');
      timeline.messages.pop();
      timeline.head -= 1;
    },
  ],
  [
    'gaps',
    'a hole in an inbox',
    (run) => {
      of(run, 'ann').inbox.entries.shift();
    },
  ],
  [
    'altered',
    'a text that was stored otherwise',
    (run) => {
      storedEverywhere(run, (timeline) => Object.assign(timeline.messages[2] ?? {}, { text: 'changed' }));
    },
  ],
  [
    'altered',
    'a text that one member is given otherwise',
    (run) => {
      Object.assign(direct(run, 'ben').messages[2] ?? {}, { text: 'changed' });
    },
  ],
  [
    'altered',
    'a text that a device showed otherwise',
    (run) => {
      note(run, 'saw', ({ device, message }) => device === "ben's" && message.seq === 4).message.text = 'changed';
    },
  ],
  [
    'altered',
    'an ack with another id than the stored one',
    (run) => {
      ack(run, 'direct-3').messageId = 'another';
    },
  ],
  [
    'invented',
    'a stored message that nobody sent',
    (run) => {
      forget(run, (one) => (one.note === 'sent' || one.note === 'acked') && one.key === 'direct-3');
    },
  ],
  [
    'invented',
    'a device that shows what is not stored',
    (run) => {
      run.notes.push({ note: 'saw', device: "ann's", message: { ...messageAt('direct', 3), seq: 9 } });
    },
  ],
  [
    'contradicted',
    'one message with two answers',
    (run) => {
      run.notes.push({ ...ack(run, 'direct-3'), seq: 8 });
    },
  ],
  [
    'visible',
    'a timeline of a conversation that one has no part in',
    (run) => {
      of(run, 'cleo').timelines.push(direct(run, 'ann'));
    },
  ],
  [
    'visible',
    'an inbox entry of a conversation that one has no part in',
    (run) => {
      const { inbox } = of(run, 'cleo');
      inbox.head += 1;
      inbox.entries.push({ inboxSeq: inbox.head, message: { conversation: 'direct', seq: 3 } });
    },
  ],
  [
    'visible',
    'an answer to who asked for what is not theirs',
    (run) => {
      of(run, 'cleo').foreign.push({ conversation: 'direct', messages: 2 });
    },
  ],
  [
    'visible',
    'a device that shows what is not for its owner',
    (run) => {
      run.notes.push({ note: 'saw', device: "cleo's", message: messageAt('direct', 3) });
    },
  ],
  [
    'unread',
    'a count that is not what stands behind the mark',
    (run) => {
      Object.assign(of(run, 'cleo').chats[0] ?? {}, { unread: 3 });
    },
  ],
  [
    'unread',
    'a mark that went back behind what was told',
    (run) => {
      Object.assign(of(run, 'cleo').chats[0] ?? {}, { readSeq: 5, unread: 2 });
    },
  ],
  [
    'unread',
    'a mark where nobody has read',
    (run) => {
      forget(run, (one) => (one.note === 'reads' || one.note === 'read') && one.device === "cleo's");
    },
  ],
  [
    'refused',
    'a send that was refused for good',
    (run) => {
      run.notes.push({ note: 'refused', device: "ann's", key: 'direct-3', code: 'FORBIDDEN' });
    },
  ],
  [
    'unanswered',
    'a send that nobody answered',
    (run) => {
      forget(run, (one) => one.note === 'acked' && one.key === 'direct-3');
    },
  ],
];

describe('the checker of ./parley chaos', () => {
  it('finds nothing in a run in which everything went well, and counts it', () => {
    const { notes, pulled } = cleanRun();
    const verdict = judge(notes, pulled);
    expect(verdict).toMatchObject({ ok: true, sent: 12, acked: 12, found: 12, examples: [] });
    expect(Object.values(verdict.broken).every((count) => count === 0)).toBe(true);
  });

  it('finds nothing wrong with a retry that is answered as before', () => {
    const run = cleanRun();
    run.notes.push({ ...ack(run, 'direct-3') });
    expect(judge(run.notes, run.pulled).ok).toBe(true);
  });

  it('leaves what was said before the run alone', () => {
    const run = cleanRun();
    storedEverywhere(run, (timeline) => Object.assign(timeline.messages[0] ?? {}, { text: 'edited meanwhile' }));
    expect(judge(run.notes, run.pulled).ok).toBe(true);
  });

  it.each(PLANTED)('%s: %s', (broken, _what, plant) => {
    const run = cleanRun();
    plant(run);
    const verdict = judge(run.notes, run.pulled);
    expect(verdict.ok).toBe(false);
    expect(verdict.broken[broken]).toBeGreaterThan(0);
    expect(verdict.examples.some((example) => example.startsWith(`${broken}: `))).toBe(true);
  });

  it('is tried with something planted of every kind', () => {
    expect(new Set(PLANTED.map(([broken]) => broken))).toEqual(new Set(BROKEN));
  });
});
