import type { Message } from '@parley/contract';
import type { Cancel } from './ports.js';
import type { Warn } from './warn.js';

/** Messages may reach a device twice (ack and event, live and sync); so many are remembered to tell of each once. */
const REMEMBERED = 2_000;

/** Who wants to hear of messages and warnings. */
export class Listeners {
  readonly #message = new Set<(message: Message) => void>();
  readonly #warning = new Set<Warn>();
  readonly #told = new Set<string>();

  readonly warn: Warn = (text, error) => {
    for (const listener of this.#warning) listener(text, error);
  };

  onMessage(listener: (message: Message) => void): Cancel {
    this.#message.add(listener);
    return () => this.#message.delete(listener);
  }

  onWarning(listener: Warn): Cancel {
    this.#warning.add(listener);
    return () => this.#warning.delete(listener);
  }

  message(message: Message): void {
    if (this.#told.has(message.messageId)) return;
    this.#told.add(message.messageId);
    const [oldest] = this.#told;
    if (this.#told.size > REMEMBERED && oldest !== undefined) this.#told.delete(oldest);
    for (const listener of this.#message) {
      try {
        listener(message);
      } catch (error) {
        this.warn('a message listener threw', error);
      }
    }
  }
}
