import {
  type ChannelPort,
  type ClockPort,
  type LockPort,
  localChannel,
  localLock,
  memoryStorage,
  ParleyClient,
  sharedTransport,
  type StoragePort,
} from '@parley/sdk';
import { TabNetwork } from './network.js';
import { SlowStorage } from './slow-storage.js';
import type { World } from './world.js';

/** What a user did in a tab; kept by the device, whatever becomes of the tab. */
export type Sent = { readonly clientMsgId: string; readonly conversationId: string; readonly text: string };

/** One tab: a client whose ports die with it. */
export class Tab {
  readonly client: ParleyClient;
  readonly network: TabNetwork;
  readonly name: string;
  readonly warnings: string[] = [];
  readonly #storage: SlowStorage;
  readonly #cancels = new Set<() => void>();
  #alive = true;
  #away = (): void => undefined;

  constructor(world: World, device: Device, name: string) {
    this.name = name;
    this.network = new TabNetwork(world, device.deviceId);
    this.#storage = new SlowStorage(world, device.storage);
    const random = world.random.fork();
    const lock = this.#mortalLock(device.lock);
    const clock: ClockPort = {
      now: world.clock.now,
      setTimeout: (run, ms) => world.clock.setTimeout(() => this.#alive && run(), ms),
    };
    const lines = this.#mortalChannel(localChannel(device.lines));
    this.client = new ParleyClient({
      ports: {
        ...{ random, lock, clock },
        storage: this.#storage,
        transport: device.sharesConnection
          ? sharedTransport({ transport: this.network, lock, channel: lines, clock, random })
          : this.network,
        channel: this.#mortalChannel(localChannel(device.channel)),
      },
    });
    this.client.preferences.subscribe(() => undefined);
    this.client.onWarning((text, error) =>
      this.warnings.push(error instanceof Error ? `${text} ${error.message}` : text),
    );
  }

  /** Has a conversation on screen, in place of what was there. */
  look(conversationId: string): void {
    this.lookAway();
    this.client.watch([conversationId]);
    this.#away = this.client.timeline(conversationId).subscribe(() => undefined);
  }

  lookAtThread(conversationId: string, seq: number): void {
    this.lookAway();
    this.#away = this.client.thread(conversationId, seq).subscribe(() => undefined);
  }

  lookAway(): void {
    this.#away();
    this.#away = () => undefined;
    this.client.watch([]);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The process is gone from one moment to the next; the system takes back its lock. */
  kill(): void {
    this.#alive = false;
    this.#storage.die();
    this.network.cut(false);
    this.network.online = false;
    for (const cancel of this.#cancels) cancel();
  }

  #mortalLock(lock: LockPort): LockPort {
    return {
      hold: (name, onHeld) => {
        const release = lock.hold(name, () => this.#alive && onHeld());
        this.#cancels.add(release);
        return release;
      },
    };
  }

  #mortalChannel(channel: ChannelPort): ChannelPort {
    return {
      post: (data) => this.#alive && channel.post(structuredClone(data)),
      subscribe: (listener) => {
        const off = channel.subscribe((data) => this.#alive && listener(data));
        this.#cancels.add(off);
        return off;
      },
    };
  }
}

/** One device of a user: its storage outlives every tab. */
export class Device {
  readonly storage: StoragePort = memoryStorage();
  readonly lock = localLock();
  readonly channel = new Set<(data: unknown) => void>();
  readonly lines = new Set<(data: unknown) => void>();
  /** As the tabs of a browser do; a device without them has a connection for each client. */
  readonly sharesConnection: boolean;
  readonly sent: Sent[] = [];
  readonly retried = new Set<string>();
  readonly discarded = new Set<string>();
  /** Sends that no storage had when their tab was killed: they may be lost with it, as nobody was told that they were kept. */
  readonly unstored = new Set<string>();
  readonly tabs: Tab[] = [];
  readonly #world: World;
  #tabCount = 0;
  online = true;

  constructor(
    world: World,
    readonly userId: string,
    readonly deviceId: string,
  ) {
    this.#world = world;
    this.sharesConnection = world.random.chance(0.5);
  }

  get leader(): Tab | undefined {
    return this.tabs.find(({ client }) => client.isLeader);
  }

  /** Opens a tab over whatever is in the storage. */
  async open(): Promise<Tab> {
    this.#tabCount += 1;
    const tab = new Tab(this.#world, this, `${this.deviceId}/${this.#tabCount}`);
    tab.network.online = this.online;
    this.tabs.push(tab);
    const me = await tab.client.resume();
    if (me === null) await tab.client.adopt(this.#world.server.session(this.userId, this.deviceId));
    await tab.client.start();
    return tab;
  }

  kill(tab: Tab): void {
    tab.kill();
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    void this.#noteUnstored(tab);
  }

  async #noteUnstored(tab: Tab): Promise<void> {
    const all = { from: '', to: '\uffff' };
    const rows = JSON.stringify([await this.storage.range('sends', all), await this.storage.range('requests', all)]);
    for (const { clientMsgId, text } of this.sent) {
      if (text.startsWith(`${tab.name} `) && !rows.includes(clientMsgId)) this.unstored.add(clientMsgId);
    }
  }

  setOnline(online: boolean): void {
    this.online = online;
    for (const { network, client } of this.tabs) {
      network.online = online;
      if (!online) network.cut(this.#world.random.chance(0.5));
      else client.wake();
    }
  }
}
