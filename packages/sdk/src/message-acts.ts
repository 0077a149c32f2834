import type { Message, MessageVersion } from '@parley/contract';
import { checkContent } from '@parley/core';
import type { MessageAt, SendExtras } from './inputs.js';
import type { RestClient } from './rest.js';

type Deps = {
  readonly rest: RestClient;
  /** Takes the message that an act answers with. */
  readonly acted: (asked: Promise<Message>) => Promise<Message>;
  readonly savedChanged: () => void;
};

/** What one does to messages that were sent. */
export class MessageActs {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  readonly edit = (at: MessageAt, text: string, extras: Pick<SendExtras, 'mentions'> = {}): Promise<Message> => {
    const content = { type: 'text' as const, text, ...extras };
    checkContent(content);
    const { rest, acted } = this.#deps;
    return acted(rest.call('editMessage', { params: { ...at }, body: { content } }));
  };

  readonly recall = (at: MessageAt): Promise<Message> =>
    this.#deps.acted(this.#deps.rest.call('recallMessage', { params: { ...at } }));

  readonly react = (at: MessageAt, emoji: string, on: boolean): Promise<Message> =>
    this.#deps.acted(this.#deps.rest.call(on ? 'addReaction' : 'removeReaction', { params: { ...at, emoji } }));

  readonly pin = (at: MessageAt, on: boolean): Promise<Message> =>
    this.#deps.acted(this.#deps.rest.call(on ? 'pinMessage' : 'unpinMessage', { params: { ...at } }));

  readonly pinned = async (conversationId: string): Promise<Message[]> =>
    (await this.#deps.rest.call('pins', { params: { conversationId } })).messages;

  readonly versions = async (at: MessageAt): Promise<MessageVersion[]> =>
    (await this.#deps.rest.call('messageVersions', { params: { ...at } })).versions;

  readonly hide = async (conversationId: string, seqs: readonly number[]): Promise<void> => {
    await this.#deps.rest.call('hideMessages', { params: { conversationId }, body: { seqs: [...seqs] } });
  };

  readonly save = async (at: MessageAt, on: boolean): Promise<void> => {
    await this.#deps.rest.call(on ? 'saveMessage' : 'unsaveMessage', { params: { ...at } });
    this.#deps.savedChanged();
  };
}
