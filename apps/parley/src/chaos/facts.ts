import type { Note, SeenMessage } from './journal.js';
import type { Pulled } from './pulled.js';
import type { Findings } from './verdict.js';

type Of<K extends Note['note']> = Extract<Note, { note: K }>;

/** The journal, sorted by what is asked of it. */
export class Facts {
  readonly devices = new Map<string, Of<'device'>>();
  readonly began = new Map<string, number>();
  readonly sends = new Map<string, Of<'sent'>>();
  readonly acks = new Map<string, Of<'acked'>[]>();
  readonly refusals = new Map<string, Of<'refused'>>();
  readonly saw = new Map<string, SeenMessage[]>();
  /** By user and conversation: how far they said to have read, and how far the server said that they have. */
  readonly asked = new Map<string, number>();
  readonly read = new Map<string, number>();
  /** What was told since somebody looked last. */
  private readonly readSince: [place: string, seq: number][] = [];
  readonly cursors = new Map<string, number>();
  /** By conversation: who comes and goes. By user and conversation: whether they were in last. */
  readonly guests = new Map<string, ReadonlySet<string>>();
  readonly inside = new Map<string, boolean>();
  moved = 0;

  constructor(notes: readonly Note[]) {
    for (const note of notes) this.take(note);
  }

  membersOf(conversation: string): string[] {
    const members = [...this.devices.values()].filter(({ conversations }) => conversations.includes(conversation));
    return [...new Set(members.map(({ user }) => user))];
  }

  isGuest(user: string, conversation: string): boolean {
    return this.guests.get(conversation)?.has(user) === true;
  }

  userOf(device: string): string {
    return this.devices.get(device)?.user ?? device;
  }

  /** Nothing was said before: what stands there is none of this run's. */
  isOld({ conversation, seq }: { conversation: string; seq: number }): boolean {
    return seq <= (this.began.get(conversation) ?? 0);
  }

  private take(note: Note): void {
    switch (note.note) {
      case 'device':
        this.devices.set(note.device, note);
        return;
      case 'door':
        this.guests.set(note.conversation, new Set(note.guests));
        return;
      case 'moved':
        this.moved += 1;
        this.inside.set(placeOf(note.user, note.conversation), note.isIn);
        return;
      case 'began':
        this.began.set(note.conversation, note.seq);
        return;
      case 'sent':
        this.sends.set(note.key, note);
        return;
      case 'acked':
        push(this.acks, note.key, note);
        return;
      case 'refused':
        this.refusals.set(note.key, note);
        return;
      case 'saw':
        push(this.saw, note.device, note.message);
        return;
      case 'reads':
        raise(this.asked, placeOf(this.userOf(note.device), note.conversation), note.seq);
        return;
      case 'read':
        this.readSince.push([placeOf(this.userOf(note.device), note.conversation), note.seq]);
        return;
      case 'looks':
        for (const [place, seq] of this.readSince.splice(0)) raise(this.read, place, seq);
        return;
      case 'cursor':
        this.cursors.set(note.device, note.inboxSeq);
        return;
      default:
        missingCase(note);
    }
  }
}

/** One conversation as it is stored, put together from what its members were given. */
export type Timeline = Map<number, SeenMessage>;
export type Case = {
  facts: Facts;
  pulled: readonly Pulled[];
  timelines: ReadonlyMap<string, Timeline>;
  findings: Findings;
};

/**
 * What one who comes and goes has to be given: from the message that says that they came to before the one that says that they
 * went. That one they may be given, too.
 */
export function visitsOf(user: string, timeline: Timeline | undefined): { given: SeenMessage[]; may: Set<number> } {
  const given: SeenMessage[] = [];
  const may = new Set<number>();
  let isIn = false;
  for (const message of [...(timeline?.values() ?? [])].toSorted((a, b) => a.seq - b.seq)) {
    const isAbout = message.moved?.users.includes(user) === true;
    if (isIn || isAbout) may.add(message.seq);
    if (isAbout) isIn = message.moved?.isIn === true;
    if (isIn) given.push(message);
  }
  return { given, may };
}

export function isSame(one: SeenMessage, other: SeenMessage): boolean {
  return (
    one.messageId === other.messageId && one.sender === other.sender && one.text === other.text && one.key === other.key
  );
}

export function placeOf(one: string, other: string | number): string {
  return `${one}/${other}`;
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

export function raise(counts: Map<string, number>, key: string, value: number): void {
  counts.set(key, Math.max(counts.get(key) ?? 0, value));
}

function missingCase(note: never): never {
  throw new Error(`no such note: ${JSON.stringify(note)}`);
}
