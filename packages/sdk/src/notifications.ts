import type {
  NotificationSettings,
  NotificationSettingsInput,
  ParleyError,
  PushRecordPage,
  PushSubscriptionInput,
} from '@parley/contract';
import { toParleyError } from './errors.js';
import type { Cancel } from './ports.js';
import type { RestClient } from './rest.js';
import { LazyStore, type Store } from './store.js';

export type NotificationsSnapshot = {
  readonly status: 'loading' | 'ready' | 'error';
  /** null: not known yet. */
  readonly settings: NotificationSettings | null;
  readonly error: ParleyError | null;
};

type RecordQuery = { conversationId?: string; seq?: number; after?: string; limit?: number };

/**
 * When I want to be notified, on whichever device it was set: loaded once somebody looks and with every connection, kept by
 * entries in between. The highest version counts. Whether this very device is pushed to, its platform knows.
 */
export class Notifications implements Store<NotificationsSnapshot> {
  readonly #rest: RestClient;
  readonly #store: LazyStore<NotificationsSnapshot>;
  #settings: NotificationSettings | null = null;
  #error: ParleyError | null = null;
  #asked = 0;

  constructor(rest: RestClient) {
    this.#rest = rest;
    this.#store = new LazyStore(() => ({
      status: this.#settings !== null ? 'ready' : this.#error !== null ? 'error' : 'loading',
      settings: this.#settings,
      error: this.#error,
    }));
  }

  readonly subscribe = (listener: () => void): Cancel => {
    if (!this.#store.watched) void this.#load();
    return this.#store.subscribe(listener);
  };

  readonly getSnapshot = (): NotificationsSnapshot => this.#store.getSnapshot();

  /** A new connection: what was told meanwhile may have been missed. */
  ready(): void {
    if (this.#store.watched) void this.#load();
  }

  apply(settings: NotificationSettings): void {
    if (this.#settings !== null && this.#settings.version > settings.version) return;
    this.#settings = settings;
    this.#error = null;
    this.#store.changed();
  }

  /** The inbox began anew: whatever comes next counts, as after a restore. */
  replaced(): void {
    this.#asked += 1;
    if (this.#settings !== null) this.#settings = { ...this.#settings, version: 0 };
    if (this.#store.watched) void this.#load();
  }

  clear(): void {
    this.#asked += 1;
    this.#settings = null;
    this.#error = null;
    this.#store.changed();
  }

  /** All of it at once. */
  async set(settings: NotificationSettingsInput): Promise<void> {
    this.apply(await this.#rest.call('setNotifications', { body: settings }));
  }

  /** Why I was notified, or was not; newest first. */
  records(query: RecordQuery = {}): Promise<PushRecordPage> {
    return this.#rest.call('pushRecords', { query });
  }

  /** What a browser subscribes with, in base64url. */
  async key(): Promise<string> {
    return (await this.#rest.call('pushKey', {})).publicKey;
  }

  /** Push to this device from now on. */
  async turnOn(subscription: PushSubscriptionInput): Promise<void> {
    await this.#rest.call('subscribePush', { body: subscription });
  }

  async turnOff(): Promise<void> {
    await this.#rest.call('unsubscribePush', {});
  }

  async #load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const settings = await this.#rest.call('notifications', {});
      if (asked === this.#asked) this.apply(settings);
    } catch (failure) {
      if (asked !== this.#asked) return;
      this.#error = toParleyError(failure);
      this.#store.changed();
    }
  }
}
