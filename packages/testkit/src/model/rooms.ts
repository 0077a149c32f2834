import type { Heads, Message } from '@parley/contract';
import type { ModelConnection } from './connection.js';
import { headOf } from './conversation.js';
import type { ModelServer } from './server.js';
import type { ModelStore } from './store.js';

type Change = { readonly rev: number; readonly by: string };
type Changed = { revs: number[]; by: string; message: Message };
type Gathered = { readonly messages: Message[]; readonly changed: Map<number, Changed> };

/**
 * Read-mode conversations: what is said gathers and goes, in one frame, to the connections that watch; the head goes to those of
 * the other members that learned of it. All of it is a hint.
 */
export class ModelRooms {
  readonly #server: ModelServer;
  readonly #gathered = new Map<string, Gathered>();

  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** This person's devices are told the head with each sync and heartbeat, and from now on as it moves. */
  join(conversationId: string, userId: string): void {
    const { store, connections, options } = this.#server;
    store.conversations.get(conversationId)?.byHead.add(userId);
    for (const connection of connections.values()) {
      if (connection.userId === userId && !options.faults.losesPush()) connection.heads.add(conversationId);
    }
  }

  /** The heads that a person's sync or heartbeat is answered with, and these beside them; the connection learns by it. */
  headsFor(connection: ModelConnection, watched: Iterable<string> = []): Heads[] {
    const { store } = this.#server;
    const ids = new Set([...watched, ...store.byHead(connection.userId)]);
    connection.heads = new Set(ids);
    return headsOf(store, ids);
  }

  /** A message was sent, or changed. */
  say(message: Message, change: Change | null): void {
    const { conversationId, seq } = message;
    const known = this.#gathered.get(conversationId);
    const gathered = known ?? { messages: [], changed: new Map<number, Changed>() };
    if (change === null) gathered.messages.push(message);
    else {
      const before = gathered.changed.get(seq);
      const newest = before !== undefined && before.message.rev > message.rev ? before : { by: change.by, message };
      gathered.changed.set(seq, { ...newest, revs: [...(before?.revs ?? []), change.rev] });
    }
    if (known !== undefined) return;
    this.#gathered.set(conversationId, gathered);
    void this.#flushLater(conversationId, gathered);
  }

  /** The process died with what it had gathered. */
  forget(): void {
    this.#gathered.clear();
  }

  async #flushLater(conversationId: string, gathered: Gathered): Promise<void> {
    await this.#server.options.step();
    if (this.#gathered.get(conversationId) !== gathered) return;
    this.#gathered.delete(conversationId);
    const head = furthest(conversationId, gathered);
    const frame = { head, messages: gathered.messages, changes: [...gathered.changed.values()] };
    const { store, connections } = this.#server;
    for (const userId of store.conversations.get(conversationId)?.members.keys() ?? []) {
      this.#server.push(userId, ['timeline', frame], ({ watching }) => watching.has(conversationId));
    }
    await this.#server.options.step();
    for (const { userId, id } of [...connections.values()]) {
      const hears = (one: ModelConnection): boolean =>
        one.id === id && one.heads.has(conversationId) && !one.watching.has(conversationId);
      this.#server.push(userId, ['signal', { kind: 'head', head }], hears);
    }
  }
}

export function headsOf({ conversations }: ModelStore, ids: Iterable<string>): Heads[] {
  return [...ids].flatMap((id) => {
    const conversation = conversations.get(id);
    return conversation === undefined ? [] : [headOf(conversation)];
  });
}

/** As far as what is told goes, which may be behind the conversation's head. */
function furthest(conversationId: string, { messages, changed }: Gathered): Heads {
  const changes = [...changed.values()];
  const told = [...messages, ...changes.map(({ message }) => message)];
  return {
    conversationId,
    seq: Math.max(...told.map(({ seq }) => seq)),
    rev: Math.max(...told.map(({ rev }) => rev), ...changes.flatMap(({ revs }) => revs)),
    ord: Math.max(...told.map(({ ord }) => ord)),
    at: Math.max(...told.map(({ sentAt }) => sentAt)),
  };
}
