import { type Message, SyncCursor } from '@parley/contract';
import { type ChatState, emptyChat } from './cache/chat.js';
import { byOrder, parsePending, type PendingSend } from './cache/pending.js';
import type { Cancel, ClockPort, StoragePort, StorageTable, StorageWrite } from './ports.js';
import { keysTouched, messageKey, messageWrites, newerMessage } from './stored-messages.js';
import { parseTabRequest, type TabRequest } from './tab-requests.js';
import type { Warn } from './warn.js';

const ALL = { from: '', to: '\uffff' } as const;
const RETRY_MS = 1_000;
/** What can be had again waits so long for more of its kind: a transaction costs a page more than what is in it. */
const GATHER_MS = 100;
/** How a browser says that there is no room. */
const FULL = 'QuotaExceededError';

type Batch = {
  /** It is written as soon as nothing else is; otherwise it waits for more. */
  hurried: boolean;
  /** Cached chats and messages are removed before anything of this batch is put. */
  clearsCache: boolean;
  messages: Map<string, Message | null>;
  chats: Map<string, ChatState>;
  writes: StorageWrite[];
  cursor: SyncCursor | null;
};

const emptyBatch = (): Batch => ({
  hurried: false,
  clearsCache: false,
  messages: new Map(),
  chats: new Map(),
  writes: [],
  cursor: null,
});

/**
 * Writes the cache behind the memory. What is said in one go lands in one transaction, and batches land in order: so a
 * stored cursor never claims an entry whose effect is not stored. What nobody else knows is stored at once, with what
 * was said before it; what the server has as well is gathered for a moment. Only the tab that holds the lock writes.
 */
export class Persistence {
  readonly #storage: StoragePort;
  readonly #clock: ClockPort;
  readonly #warn: Warn;
  #enabled = false;
  /** What is stored is to be cleared, and is not yet: nobody reads it any more. */
  #obsolete = false;
  #next: Batch | null = null;
  #underWay: Batch | null = null;
  #writing: Promise<void> | null = null;
  /** The last write failed: what waits is tried again by a timer. */
  #failing = false;
  #retry: Cancel = () => undefined;
  #gathered: Cancel = () => undefined;
  /** Conversations whose messages had to go since something could be written last. */
  readonly #dropped = new Set<string>();
  #cursor: SyncCursor | null = null;

  constructor(deps: { storage: StoragePort; clock: ClockPort; warn: Warn }) {
    this.#storage = deps.storage;
    this.#clock = deps.clock;
    this.#warn = deps.warn;
  }

  /** The cursor that is safely stored: the only one that may be told to the server. */
  get storedCursor(): SyncCursor | null {
    return this.#cursor;
  }

  /** This tab is the one that writes. */
  get writes(): boolean {
    return this.#enabled;
  }

  /** The keys of the messages that are about to be written: what is stored of them is older than what was said. */
  unstored(): ReadonlySet<string> {
    return new Set(
      [this.#underWay, this.#next].flatMap((batch) => (batch === null ? [] : keysTouched(batch.messages))),
    );
  }

  enable(stored: SyncCursor | null): void {
    this.#enabled = true;
    this.#failing = false;
    this.#obsolete = false;
    this.#cursor = stored;
  }

  /** Nothing is written any more; what waits is dropped. */
  disable(): void {
    this.#enabled = false;
    this.#next = null;
    this.#retry();
    this.#gathered();
  }

  message(message: Message): void {
    const key = messageKey(message.conversationId, message.seq);
    const waiting = this.#batch().messages.get(key);
    if (waiting === null) return;
    this.#batch().messages.set(key, waiting === undefined ? message : newerMessage(waiting, message));
  }

  removeMessage(conversationId: string, seq: number): void {
    this.#batch().messages.set(messageKey(conversationId, seq), null);
  }

  chat(state: ChatState): void {
    this.#batch().chats.set(state.conversationId, state);
  }

  cursor(cursor: SyncCursor): void {
    this.#batch().cursor = cursor;
  }

  /** Nobody else knows it: it is stored at once. */
  write(...writes: StorageWrite[]): void {
    this.keep(...writes);
    this.#hurry();
  }

  /** It can be had again, as what the messages, chats and the cursor say can. */
  keep(...writes: StorageWrite[]): void {
    this.#batch().writes.push(...writes);
  }

  /** The cache can't be continued: chats and messages start anew. */
  clearCache(): void {
    const batch = this.#batch();
    batch.clearsCache = true;
    // Where another tab writes, nobody says when it has begun anew as well: until this one is its successor.
    this.#obsolete = true;
    batch.messages.clear();
    batch.chats.clear();
    batch.cursor = null;
  }

  /** Resolves when everything said so far is stored, or a write failed: a full disk must not keep messages from leaving. */
  async flushed(): Promise<void> {
    while (this.#enabled && !this.#failing && (this.#next !== null || this.#writing !== null)) {
      if (this.#next !== null) this.#next.hurried = true;
      await (this.#writing ?? this.#start());
    }
  }

  /** Resolves when no write is under way; after disable() none follows. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  async loadCursor(): Promise<SyncCursor | null> {
    const [value] = await this.#storage.get('meta', ['cursor']);
    const cursor = SyncCursor.safeParse(value);
    return cursor.success ? cursor.data : null;
  }

  async loadChats(): Promise<ChatState[]> {
    const stored = (await this.#storage.range('chats', ALL)) as ChatState[];
    // Stored by an earlier release, a row may lack what came since.
    return stored.map((state) => ({ ...emptyChat(state.conversationId), ...state }));
  }

  async loadSends(): Promise<PendingSend[]> {
    const rows = (await this.#storage.range('sends', ALL)).map(parsePending);
    return rows.filter((row) => row !== null).sort(byOrder);
  }

  async loadRequests(): Promise<TabRequest[]> {
    return (await this.#storage.range('requests', ALL)).map(parseTabRequest).filter((row) => row !== null);
  }

  async loadMeta(key: string): Promise<unknown> {
    return (await this.#storage.get('meta', [key]))[0];
  }

  /** Stored messages with from <= seq <= to; of more than `limit` the newest. */
  async loadMessages(conversationId: string, range: { from: number; to: number; limit: number }): Promise<Message[]> {
    if (this.#obsolete) return [];
    const from = messageKey(conversationId, range.from);
    const to = messageKey(conversationId, range.to + 1);
    return (await this.#storage.range('messages', { from, to, limit: range.limit, newest: true })) as Message[];
  }

  #batch(): Batch {
    if (!this.#enabled) return emptyBatch();
    if (this.#next === null) {
      this.#next = emptyBatch();
      this.#gathered();
      this.#gathered = this.#clock.setTimeout(() => this.#hurry(), GATHER_MS);
    }
    return this.#next;
  }

  #hurry(): void {
    if (this.#next === null || this.#next.hurried) return;
    this.#next.hurried = true;
    if (this.#writing === null && !this.#failing) void Promise.resolve().then(() => this.#writing ?? this.#start());
  }

  #clears(): boolean {
    return this.#next?.clearsCache === true;
  }

  #start(): Promise<void> {
    this.#writing = this.#drain().finally(() => {
      this.#writing = null;
      // Said after the last of it was stored, and before this: nobody else starts it.
      if (this.#enabled && this.#next?.hurried === true && !this.#failing) void this.#start();
    });
    return this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#next?.hurried === true) {
      const batch = this.#next;
      this.#underWay = batch;
      this.#next = null;
      this.#gathered();
      try {
        await this.#storage.write(await this.#writesOf(batch));
        if (batch.cursor !== null) this.#cursor = batch.cursor;
        if (batch.clearsCache) this.#obsolete = this.#clears();
        this.#dropped.clear();
      } catch (error) {
        // Whoever is signed in next must not find it.
        if (!this.#enabled) return;
        this.#next = joinBatches(batch, this.#next);
        if (await this.#madeRoom(error)) continue;
        this.#warn('the local cache could not be written; it is tried again', error);
        return this.#tryLater();
      } finally {
        this.#underWay = null;
      }
    }
  }

  /**
   * Where there is no room, half of the conversations lose their stored messages, those first in which nothing was said for longest:
   * the server has them. False: room is not what is missing, or nothing is left that may go.
   */
  async #madeRoom(error: unknown): Promise<boolean> {
    if (!(error instanceof Error) || error.name !== FULL) return false;
    try {
      const chats = (await this.loadChats()).filter(({ conversationId }) => !this.#dropped.has(conversationId));
      const going = chats.sort((one, two) => one.lastAt - two.lastAt).slice(0, Math.ceil(chats.length / 2));
      if (going.length === 0) return false;
      await this.#storage.write(going.map(({ conversationId }) => allMessages(conversationId)));
      for (const { conversationId } of going) this.#dropped.add(conversationId);
    } catch {
      return false;
    }
    this.#warn('there was no room: old conversations are no longer in the local cache', error);
    return true;
  }

  #tryLater(): void {
    this.#failing = true;
    this.#retry = this.#clock.setTimeout(() => {
      this.#failing = false;
      if (this.#enabled && this.#next !== null && this.#writing === null) void this.#start();
    }, RETRY_MS);
  }

  async #writesOf(batch: Batch): Promise<StorageWrite[]> {
    const writes: StorageWrite[] = [];
    if (batch.clearsCache) {
      for (const table of ['chats', 'messages'] as const) writes.push({ table, removeRange: ALL });
      writes.push({ table: 'meta', remove: 'cursor' });
    }
    const puts = await this.#messageWrites(batch);
    writes.push(...puts, ...[...batch.chats].map(([key, chat]) => put('chats', key, chat)), ...batch.writes);
    if (batch.cursor !== null) writes.push(put('meta', 'cursor', batch.cursor));
    return writes;
  }

  /** This tab is the only writer, so the read before the write is enough. */
  async #messageWrites(batch: Batch): Promise<StorageWrite[]> {
    if (batch.messages.size === 0) return [];
    const keys = keysTouched(batch.messages);
    const rows = batch.clearsCache ? [] : ((await this.#storage.get('messages', keys)) as Array<Message | undefined>);
    const stored = keys.flatMap((key, index): [string, Message][] => {
      const row = rows[index];
      return row === undefined ? [] : [[key, row]];
    });
    return messageWrites(batch.messages, new Map(stored));
  }
}

function put(table: StorageTable, key: string, value: unknown): StorageWrite {
  return { table, put: key, value };
}

function allMessages(conversationId: string): StorageWrite {
  const removeRange = { from: messageKey(conversationId, 0), to: messageKey(conversationId, Number.MAX_SAFE_INTEGER) };
  return { table: 'messages', removeRange };
}

/** What failed to be written, and what was said meanwhile. */
function joinBatches(first: Batch, second: Batch | null): Batch {
  if (second === null) return first;
  const writes = [...first.writes, ...second.writes];
  if (second.clearsCache) return { ...second, hurried: first.hurried, writes };
  return {
    ...first,
    messages: new Map([...first.messages, ...second.messages]),
    chats: new Map([...first.chats, ...second.chats]),
    writes,
    cursor: second.cursor ?? first.cursor,
  };
}
