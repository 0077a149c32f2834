import { createHash } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/**
 * What one device did, was told and showed; the only thing that the checker knows of a run. A text is kept as its digest: sixteen
 * kilobytes a line would be all that a journal holds.
 */
export type Note =
  /** Whose device it is, and the conversations that its owner is in. */
  | { note: 'device'; device: string; user: string; conversations: readonly string[] }
  /** A group that these people are brought into and taken out of, and each time that it is done. */
  | { note: 'door'; conversation: string; guests: readonly string[] }
  | { note: 'moved'; conversation: string; user: string; isIn: boolean }
  /** Where a conversation stood before anybody of this run said a word. */
  | { note: 'began'; conversation: string; seq: number }
  /** `number` counts what this device says in this conversation, from 1. */
  | { note: 'sent'; device: string; conversation: string; key: string; number: number; text: string }
  | { note: 'acked'; device: string; key: string; seq: number; messageId: string }
  /** Refused for good: it is not tried again. */
  | { note: 'refused'; device: string; key: string; code: string }
  | { note: 'saw'; device: string; message: SeenMessage }
  /** The owner has read so far, and the device tells the server. */
  | { note: 'reads'; device: string; conversation: string; seq: number }
  | { note: 'read'; device: string; conversation: string; seq: number }
  /** From here on fresh devices look: what is told after this they may not see yet. */
  | { note: 'looks' }
  /** What the device says of itself in the end: its cursor. */
  | { note: 'cursor'; device: string; inboxSeq: number };

export interface SeenMessage {
  conversation: string;
  seq: number;
  messageId: string;
  sender: string;
  key: string;
  text: string;
  /** Of a message that says so: who came in, or went. */
  moved?: { isIn: boolean; users: readonly string[] };
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** The notes of a run in memory, and line by line in a file for whoever has to look into a run that failed. */
export class Journal {
  readonly notes: Note[] = [];
  private readonly file: WriteStream;

  constructor(path: string) {
    this.file = createWriteStream(path, { mode: 0o600 });
  }

  write(note: Note): void {
    this.notes.push(note);
    this.file.write(`${JSON.stringify({ at: Date.now(), ...note })}\n`);
  }

  async close(): Promise<void> {
    this.file.end();
    await finished(this.file);
  }
}
