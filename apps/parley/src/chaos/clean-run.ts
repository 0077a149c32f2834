import type { Note, SeenMessage } from './journal.js';
import type { Pulled } from './pulled.js';

/** A run for the tests of the checker. */
export interface Run {
  notes: Note[];
  pulled: Pulled[];
}

const PEOPLE = ['ann', 'ben', 'cleo'];
/** Two in a direct conversation, all three in a group. */
const CONVERSATIONS: Record<string, string[]> = { direct: ['ann', 'ben'], group: ['ann', 'ben', 'cleo'] };
const BEGAN = 1;
const SAID = 6;

export function messageAt(conversation: string, seq: number): SeenMessage {
  const members = CONVERSATIONS[conversation] ?? [];
  const sender = seq <= BEGAN ? 'nobody' : (members[seq % members.length] ?? '');
  const key = `${conversation}-${seq}`;
  return { conversation, seq, messageId: `id-${key}`, sender, key, text: `text of ${key}` };
}

/** Everything went well: what each test breaks. */
export function cleanRun(): Run {
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
  notes.push({ note: 'looks' });
  // Through text: no two of them may share a message that a test changes in one place.
  return JSON.parse(JSON.stringify({ notes, pulled })) as Run;
}

/** What each is given of the direct conversation. */
export function direct(run: Run, user: string): Pulled['timelines'][number] {
  const timeline = of(run, user).timelines.find(({ conversation }) => conversation === 'direct');
  if (timeline === undefined) throw new Error(`${user} is in no direct conversation`);
  return timeline;
}

export function of(run: Run, user: string): Pulled {
  const found = run.pulled.find((one) => one.user === user);
  if (found === undefined) throw new Error(`nobody is called ${user}`);
  return found;
}

export function note<K extends Note['note']>(
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
