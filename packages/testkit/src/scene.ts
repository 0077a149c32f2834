import {
  localChannel,
  localLock,
  memoryStorage,
  ParleyClient,
  type Ports,
  sharedTransport,
  type StoragePort,
} from '@parley/sdk';
import { FakeClock } from './fake-clock.js';
import { ModelServer, NO_FAULTS } from './model/server.js';
import { ModelTransport } from './model/transport.js';
import { SeededRandom } from './seeded-random.js';

/** What outlives a tab of a device. */
export type SceneDevice = Pick<Ports, 'storage' | 'lock'> & {
  readonly userId: string;
  readonly deviceId: string;
  readonly channel: Set<(data: unknown) => void>;
  /** Where its tabs share one connection, as in a browser; null: each has its own. */
  readonly lines: Set<(data: unknown) => void> | null;
};
export type SceneTab = {
  readonly client: ParleyClient;
  readonly transport: ModelTransport;
  readonly warnings: string[];
};

/** A model server, a fake clock, and clients that use both: for tests of what the SDK does with a well-behaved world. */
export class Scene {
  readonly clock = new FakeClock();
  readonly random = new SeededRandom(7);
  readonly server = new ModelServer({
    now: this.clock.now,
    step: () => Promise.resolve(),
    faults: NO_FAULTS,
    strictAfter: true,
  });

  user(name: string): string {
    return this.server.store.addUser(name).userId;
  }

  device(userId: string, deviceId: string, storage: StoragePort = memoryStorage()): SceneDevice {
    return { userId, deviceId, storage, lock: localLock(), channel: new Set(), lines: null };
  }

  browser(userId: string, deviceId: string): SceneDevice {
    return { ...this.device(userId, deviceId), lines: new Set() };
  }

  /** Anna and Bo with a device each, and their chat, in which nothing was said yet. */
  direct(): { anna: SceneDevice; bo: SceneDevice; conversationId: string } {
    const anna = this.device(this.user('Anna'), 'device_anna');
    const bo = this.device(this.user('Bo'), 'device_bo__');
    const { conversationId } = this.server.store.openDirect(anna.userId, bo.userId, this.clock.now());
    this.server.fanOutAll();
    return { anna, bo, conversationId };
  }

  /** A client over what the device has stored, not started. */
  tab(device: SceneDevice, session: 'token' | 'cookie' = 'token'): SceneTab {
    const transport = new ModelTransport(this.server);
    const { storage, lock, lines } = device;
    const channel = localChannel(device.channel);
    const own = { transport, lock, clock: this.clock, random: this.random.fork() };
    const shared = lines === null ? transport : sharedTransport({ ...own, channel: localChannel(lines) });
    const client = new ParleyClient({ session, ports: { ...own, storage, channel, transport: shared } });
    const warnings: string[] = [];
    client.onWarning((text) => warnings.push(text));
    return { client, transport, warnings };
  }

  /** A signed-in, started client, with everything done that it does at once. */
  async open(device: SceneDevice): Promise<SceneTab> {
    const tab = this.tab(device);
    if ((await tab.client.resume()) === null) {
      await tab.client.adopt(this.server.session(device.userId, device.deviceId));
    }
    await tab.client.start();
    await this.clock.advance(50);
    return tab;
  }
}
