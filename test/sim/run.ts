import { act, type Scene } from './actions.js';
import { Device } from './device.js';
import { judge, judgeMeanwhile, judgeRows } from './oracle.js';
import { World } from './world.js';

const USERS = 8;
const DEVICES = 20;
const ACTIONS = 250;

export type RunResult = {
  readonly wrong: readonly string[];
  readonly steps: number;
  readonly sent: number;
  readonly trace: readonly string[];
};

/** One simulated afternoon: everything goes wrong for a while, then nothing does, then all devices must agree. */
export async function simulate(seed: number): Promise<RunResult> {
  const world = new World(seed);
  const scene = await begin(world);
  const wrong = await misbehave(scene);
  await heal(scene);
  wrong.push(...judgeRows(world, scene.devices));
  await showAll(scene);
  await world.run(60_000);
  wrong.push(...(await judge(world, scene.devices)));
  const sent = scene.devices.reduce((sum, device) => sum + device.sent.length, 0);
  return { wrong, steps: world.steps, sent, trace: world.trace };
}

/** Users act while things go wrong; some promises hold all the time. */
async function misbehave(scene: Scene): Promise<string[]> {
  const { world, devices } = scene;
  for (let done = 0; done < ACTIONS; done += 1) {
    act(scene);
    const until = world.random.int(60);
    for (let step = 0; step < until; step += 1) await world.step();
    const wrong = done % 10 === 0 ? await judgeMeanwhile(world, devices) : [];
    if (wrong.length > 0) return wrong;
  }
  return [];
}

async function begin(world: World): Promise<Scene> {
  const { store } = world.server;
  const users = Array.from({ length: USERS }, (_, index) => store.addUser(`User ${index}`));
  for (let i = 0; i < USERS; i += 1) {
    const [a, b] = [world.random.pick(users), world.random.pick(users)];
    if (a !== b) store.openDirect(a.userId, b.userId, world.clock.now());
  }
  const some = users.slice(0, 3 + world.random.int(3)).map(({ userId }) => userId);
  const group = store.openGroup(some, 'Group', world.clock.now());
  if (world.random.chance(0.5)) store.changeMode(group.conversationId, null, world.clock.now());
  world.server.fanOutAll();
  const devices = Array.from({ length: DEVICES }, (_, index) => {
    const user = users[index % USERS] ?? world.random.pick(users);
    return new Device(world, user.userId, `device_${String(index).padStart(2, '0')}`);
  });
  for (const device of devices) void device.open();
  await world.run(2_000);
  return { world, devices };
}

/** Faults end, everybody is online, and enough time passes for every timer of the protocol. */
async function heal(scene: Scene): Promise<void> {
  const { world, devices } = scene;
  world.note('heal');
  world.calm();
  world.server.down = false;
  for (const device of devices) {
    device.setOnline(true);
    if (device.tabs.length === 0) void device.open();
  }
  await world.run(60_000);
  world.server.fanOutAll();
  await world.run(240_000);
}

/** Every tab opens every timeline and goes to its newest message and up to its beginning; then the threads that it lists. */
async function showAll({ world, devices }: Scene): Promise<void> {
  const timelines = devices.flatMap(({ tabs }) =>
    tabs.flatMap(({ client }) =>
      client.chatList.getSnapshot().items.map(({ conversationId }) => client.timeline(conversationId)),
    ),
  );
  for (const timeline of timelines) timeline.subscribe(() => undefined);
  await world.run(2_000);
  const paged = (): boolean =>
    timelines.some((timeline) => {
      const { hasOlder, hasNewer } = timeline.getSnapshot();
      return hasOlder || hasNewer;
    });
  for (let page = 0; page < 50 && paged(); page += 1) {
    for (const timeline of timelines) {
      void timeline.loadOlder();
      void timeline.loadNewer();
    }
    await world.run(1_000);
  }
  for (const { client } of devices.flatMap(({ tabs }) => tabs)) {
    for (const { conversationId, seq } of client.threads.getSnapshot().items) {
      client.thread(conversationId, seq).subscribe(() => undefined);
    }
  }
  await world.run(2_000);
}
