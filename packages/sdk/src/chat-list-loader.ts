import { type ChatListItem, LIMITS, type RestOutput, type SyncCursor } from '@parley/contract';
import { backoffMs } from '@parley/core';
import type { Cache } from './cache.js';
import type { Persistence } from './persistence.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';

type Deps = {
  readonly rest: RestClient;
  readonly cache: Cache;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly random: RandomPort;
};

/** The list with the cursor that was read before it. `missing`: a part of the server was away, its rows are left out. */
export type LoadedChatList = {
  readonly items: readonly ChatListItem[];
  readonly cursor: SyncCursor;
  readonly missing: boolean;
};

type Page = RestOutput<'chatList'>;

const AGAIN_MS = 1_000;
/** More than a screen has. */
const FIRST_PAGE = 50;

/** Reads the whole chat list; one that lacks rows is read again until it has all of them. */
export class ChatListLoader {
  readonly #deps: Deps;
  /** The list that this device began with had not all rows. */
  #partial = false;
  #attempt = 0;
  /** Counts connections: what an older one answers is not waited for. */
  #generation = 0;
  #timer: Cancel = () => undefined;
  #early: { readonly page: Promise<Page | null>; shown: boolean } | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The first rows that were asked for early are shown, and the list that is loaded now goes on from them. */
  get began(): boolean {
    return this.#early?.shown === true;
  }

  /**
   * Of a device that holds nothing: the first rows are there while it still connects. What happens after they were read is pulled from
   * the cursor that they come with.
   */
  askEarly(): void {
    const { cache } = this.#deps;
    const asked = this.#page(null, FIRST_PAGE).then(
      (page) => {
        if (this.#early !== early || cache.chats.size > 0) return page;
        early.shown = true;
        cache.replaceWith(page.items, page.cursor.inboxSeq, page.missing === true);
        return page;
      },
      () => null,
    );
    const early = { page: asked, shown: false };
    this.#early = early;
  }

  /**
   * null when it is not wanted any more. `onPage` is given each page that others follow, as it comes, the first of them a short one; the
   * answer is what is left then.
   */
  async load(isWanted: () => boolean, onPage?: (page: LoadedChatList) => void): Promise<LoadedChatList | null> {
    let items: ChatListItem[] = [];
    let cursor: SyncCursor | null = null;
    let missing = false;
    let after: string | null = null;
    do {
      const begins: boolean = after === null && onPage !== undefined;
      const early: Page | null = begins ? await this.#takeEarly() : null;
      const page: Page = early ?? (await this.#page(after, begins ? FIRST_PAGE : LIMITS.chatListPage));
      if (!isWanted()) return null;
      cursor ??= page.cursor;
      missing ||= page.missing === true;
      items.push(...page.items);
      after = page.next;
      if (after === null || onPage === undefined) continue;
      onPage({ items, cursor, missing });
      items = [];
    } while (after !== null);
    return { items, cursor, missing };
  }

  /** A list was taken over. */
  taken({ missing }: LoadedChatList): void {
    this.#note(missing);
    this.#attempt = 0;
    if (missing) this.#later();
  }

  /** What the storage says of the list that it holds. */
  startFrom(partial: unknown): void {
    this.#partial = partial === true;
  }

  /** What this tab has of it is about to be stored. */
  store(): void {
    this.#deps.persistence.keep({ table: 'meta', put: 'partial', value: this.#partial });
  }

  ready(): void {
    this.down();
    if (this.#partial) this.#later();
  }

  down(): void {
    this.#generation += 1;
    this.#timer();
  }

  clear(): void {
    this.down();
    this.#partial = false;
    this.#early = null;
  }

  #page(after: string | null, limit: number): Promise<Page> {
    return this.#deps.rest.call('chatList', { query: { limit, ...(after === null ? {} : { after }) } });
  }

  /** Once: what is read again is read anew. */
  async #takeEarly(): Promise<Page | null> {
    const early = this.#early;
    this.#early = null;
    return early?.page ?? null;
  }

  #later(): void {
    const { clock, random } = this.#deps;
    const wait = AGAIN_MS + backoffMs(this.#attempt, random.number());
    this.#attempt += 1;
    this.#timer();
    this.#timer = clock.setTimeout(() => void this.#again(), wait);
  }

  async #again(): Promise<void> {
    const generation = this.#generation;
    const isWanted = (): boolean => generation === this.#generation;
    try {
      const list = await this.load(isWanted);
      if (list === null) return;
      if (list.missing) return this.#later();
      this.#note(false);
      this.#deps.cache.complete(list.items, list.cursor.inboxSeq);
    } catch {
      if (isWanted()) this.#later();
    }
  }

  /** Stored, so that a device that is restarted meanwhile goes on asking. */
  #note(partial: boolean): void {
    if (partial === this.#partial) return;
    this.#partial = partial;
    this.store();
  }
}
