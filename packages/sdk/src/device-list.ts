import type { Device, ParleyError } from '@parley/contract';
import { toParleyError } from './errors.js';
import type { Cancel, ClockPort } from './ports.js';
import type { RestClient } from './rest.js';
import { LazyStore, type Store } from './store.js';

export type DevicesSnapshot = {
  readonly status: 'loading' | 'ready' | 'error';
  /** The last used first. */
  readonly devices: readonly Device[];
  /** Of the last time that they were asked for; the devices are then those of before. */
  readonly error: ParleyError | null;
};

/** A sign-in elsewhere is shown after so long; when somebody was last seen, too. */
const AGAIN_MS = 10_000;

const EMPTY: DevicesSnapshot = { status: 'loading', devices: [], error: null };

/** Where I am signed in: asked for while somebody looks, now and again and with every connection. */
export class DeviceList implements Store<DevicesSnapshot> {
  readonly #rest: RestClient;
  readonly #clock: ClockPort;
  readonly #store = new LazyStore<DevicesSnapshot>(() => this.#state);
  #state = EMPTY;
  #timer: Cancel = () => undefined;
  /** Counts what was asked: an older answer is not waited for. */
  #asked = 0;

  constructor(rest: RestClient, clock: ClockPort) {
    this.#rest = rest;
    this.#clock = clock;
  }

  readonly subscribe = (listener: () => void): Cancel => {
    if (!this.#store.watched) void this.#load();
    const cancel = this.#store.subscribe(listener);
    return () => {
      cancel();
      if (!this.#store.watched) this.#timer();
    };
  };

  readonly getSnapshot = (): DevicesSnapshot => this.#store.getSnapshot();

  readonly rename = async (deviceId: string, name: string): Promise<void> => {
    const renamed = await this.#rest.call('renameDevice', { params: { deviceId }, body: { name } });
    this.#changed(this.#state.devices.map((one) => (one.deviceId === deviceId ? renamed : one)));
  };

  readonly signOut = async (deviceId: string): Promise<void> => {
    await this.#rest.call('revokeDevice', { params: { deviceId } });
    this.#changed(this.#state.devices.filter((one) => one.deviceId !== deviceId));
  };

  /** All but this one; how many were signed in. */
  readonly signOutOthers = async (): Promise<number> => {
    const { signedOut } = await this.#rest.call('revokeOtherDevices', {});
    this.#changed(this.#state.devices.filter(({ current }) => current));
    return signedOut;
  };

  readonly reload = (): Promise<void> => this.#load();

  /** A new connection. */
  ready(): void {
    if (this.#store.watched) void this.#load();
  }

  clear(): void {
    this.#asked += 1;
    this.#timer();
    this.#set(EMPTY);
  }

  /** An answer that is under way may be of before. */
  #changed(devices: readonly Device[]): void {
    this.#set({ status: 'ready', devices, error: null });
    if (this.#store.watched) void this.#load();
  }

  async #load(): Promise<void> {
    this.#timer();
    this.#asked += 1;
    const asked = this.#asked;
    const { status, devices } = this.#state;
    try {
      const answer = await this.#rest.call('devices', {});
      if (asked === this.#asked) this.#set({ status: 'ready', devices: answer.devices, error: null });
    } catch (failure) {
      const error = toParleyError(failure);
      if (asked === this.#asked) this.#set({ status: status === 'ready' ? 'ready' : 'error', devices, error });
    }
    if (asked === this.#asked && this.#store.watched) {
      this.#timer = this.#clock.setTimeout(() => void this.#load(), AGAIN_MS);
    }
  }

  #set(state: DevicesSnapshot): void {
    this.#state = state;
    this.#store.changed();
  }
}
