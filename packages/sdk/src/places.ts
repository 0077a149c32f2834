import type { Draft } from '@parley/contract';
import type { Cache } from './cache.js';
import { chatOnRead } from './cache/chat.js';
import type { Connection } from './connection.js';
import type { RestClient } from './rest.js';
import { threadAt } from './thread-at.js';
import type { ThreadStates } from './thread-states.js';

export type DraftPlace = {
  draft(): Draft;
  show(draft: Draft): void;
  tell(draft: Draft): Promise<Draft>;
  /** The server's answer to a draft of this device. */
  kept(told: Draft, kept: Draft): void;
};

export type ReadPlace = {
  /** Whether it moves anything. */
  show(upTo: number): boolean;
  tell(upTo: number): Promise<void>;
};

type Deps = {
  readonly cache: Cache;
  readonly states: ThreadStates;
  readonly rest: RestClient;
  readonly connection: Pick<Connection, 'request'>;
};

/** What is typed and read in a conversation or a thread: where it is held, and how the server is told. */
export class Places {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  drafts(place: string): DraftPlace {
    const { cache, states, rest } = this.#deps;
    const at = threadAt(place);
    if (at === null) {
      return {
        draft: () => cache.chat(place).draft,
        show: (draft) => cache.applyDraft(place, draft),
        tell: (body) => rest.call('draft', { params: { conversationId: place }, body }),
        kept: (told, kept) => cache.applyDraftKept(place, told, kept),
      };
    }
    return {
      draft: () => states.of(at).draft ?? { text: '', updatedAt: 0 },
      show: (draft) => states.draft(at, draft),
      tell: (body) => rest.call('threadDraft', { params: { ...at }, body }),
      kept: (told, kept) => states.draftKept(at, { told, kept }),
    };
  }

  reads(place: string): ReadPlace {
    const { states, rest } = this.#deps;
    const at = threadAt(place);
    if (at === null) return { show: (seq) => this.#showRead(place, seq), tell: (seq) => this.#tellRead(place, seq) };
    return {
      show: (readOrd) => states.read(at, readOrd),
      tell: async (readOrd) => states.apply(await rest.call('changeThread', { params: { ...at }, body: { readOrd } })),
    };
  }

  #showRead(conversationId: string, seq: number): boolean {
    const { cache } = this.#deps;
    const chat = cache.chat(conversationId);
    const upTo = Math.min(seq, chat.head.seq);
    if (upTo <= chat.readSeq) return false;
    const ord = upTo === chat.head.seq ? chat.head.ord : cache.timelines.get(conversationId)?.messages.get(upTo)?.ord;
    cache.setChat(chatOnRead(chat, { readSeq: upTo, readOrd: ord ?? chat.readOrd }));
    return true;
  }

  async #tellRead(conversationId: string, seq: number): Promise<void> {
    const { cache, connection } = this.#deps;
    cache.applyRead(conversationId, await connection.request('receipt.read', { conversationId, seq }));
  }
}
