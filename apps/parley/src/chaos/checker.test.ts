import { describe, expect, it } from 'vitest';

import { judge } from './checker.js';
import { cleanRun, direct, messageAt, note, of, type Run } from './clean-run.js';
import type { Note } from './journal.js';
import type { Pulled } from './pulled.js';
import { BROKEN, type Broken } from './verdict.js';

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

  it('does not expect a fresh device to see what was told while it looked', () => {
    const run = cleanRun();
    const later: Note[] = [
      { note: 'reads', device: "cleo's", conversation: 'group', seq: 7 },
      { note: 'read', device: "cleo's", conversation: 'group', seq: 7 },
    ];
    run.notes.push(...later);
    expect(judge(run.notes, run.pulled).ok).toBe(true);
    run.notes.push({ note: 'looks' });
    expect(judge(run.notes, run.pulled).broken.unread).toBeGreaterThan(0);
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
    // Who comes and goes: checker-visits.test.ts.
    expect(new Set([...PLANTED.map(([broken]) => broken), 'membership'])).toEqual(new Set(BROKEN));
  });
});
