import { setTimeout as sleep } from 'node:timers/promises';

import type { MintedSession } from '@parley/server/cli';

import { seededRandom } from '../bench/floor-profile.js';
import { inLanes } from '../bench/support/in-lanes.js';
import { MixedTexts } from '../bench/support/texts.js';
import { ChaosDevice } from './device.js';
import type { Door } from './door.js';
import type { Journal } from './journal.js';

export interface CrowdOptions {
  sessions: readonly MintedSession[];
  /** Where the n-th of them connects. */
  urlOf: (number: number) => string;
  journal: Journal;
  seed: number;
  /** The group that some of them come into and go out of. */
  door: Door;
}

/** Of ten devices one says everything twice. */
const TWICE_EVERY = 10;
/** As in `bench mixed`. */
const GROUP_SHARE = 0.1;
/** Of what those say who stay in the group that others come into. */
const DOOR_SHARE = 0.3;
/** So many reads come with a hundred sends. */
const READ_SHARE = 0.1;
const AT_ONCE = 16;

/** People who talk as in `bench mixed`, at a rate that leaves the machine room for what is done to it. */
export class Crowd {
  readonly devices: readonly ChaosDevice[];
  private readonly random: () => number;
  private readonly texts: MixedTexts;
  private readonly door: Door;
  private talking: Promise<void> | null = null;
  private quiet = false;

  constructor({ sessions, urlOf, journal, seed, door }: CrowdOptions) {
    this.door = door;
    this.random = seededRandom(seed);
    this.texts = new MixedTexts(seed);
    this.devices = sessions.map(
      (session, at) =>
        new ChaosDevice({
          session,
          url: urlOf(at),
          journal,
          saysTwice: at % TWICE_EVERY === 0,
          alsoIn: door.isOf(session) ? [door.conversation] : [],
        }),
    );
  }

  async gather(): Promise<void> {
    await inLanes(this.devices, AT_ONCE, (device) => device.start());
  }

  talk(perSecond: number): void {
    this.talking = this.talkOn(perSecond);
    this.door.turn(this.random);
  }

  private async talkOn(perSecond: number): Promise<void> {
    const began = performance.now();
    for (let count = 0; !this.quiet; count += 1) {
      this.say();
      const ahead = (count * 1_000) / perSecond - (performance.now() - began);
      if (ahead > 1) await sleep(ahead);
      // Behind: in bursts, but others get a turn.
      else if (count % 20 === 0) await sleep(0);
    }
  }

  private say(): void {
    const device = this.devices[Math.floor(this.random() * this.devices.length)];
    if (device === undefined) return;
    const { conversationId, groupId } = device.session;
    const isAtDoor = this.door.isOf(device.session) && this.random() < DOOR_SHARE;
    const usual = groupId !== null && this.random() < GROUP_SHARE ? groupId : conversationId;
    const conversation = isAtDoor ? this.door.conversation : usual;
    device.send(conversation, this.texts.draw());
    if (this.random() < READ_SHARE) device.read(conversation);
  }

  async hush(): Promise<void> {
    this.quiet = true;
    await Promise.all([this.talking, this.door.close()]);
  }

  /** Asks for what a heartbeat tells, which comes every 30 s by itself. */
  wake(): void {
    for (const { client } of this.devices) client.wake();
  }

  get isQuiet(): boolean {
    return this.devices.every((device) => device.isQuiet);
  }

  async leave(): Promise<void> {
    await this.hush();
    await Promise.all(this.devices.map(({ client }) => client.stop()));
  }
}
