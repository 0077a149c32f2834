import { expect, test } from 'vitest';
import { type Asked, PINGS, Silence } from './silence.js';

const TURNS_PER_SECOND = 5;

/** One connection, by seconds: what it hears of pings and when it was closed. */
function watched(): {
  silence: Silence<Asked>;
  hear: () => void;
  run: (seconds: number) => void;
  pings: number[];
  closed: number[];
} {
  const [pings, closed]: number[][] = [[], []];
  let turn = 0;
  const at = (): number => turn / TURNS_PER_SECOND;
  const socket: Asked = {
    readyState: 'open',
    close: () => {
      closed?.push(at());
      socket.readyState = 'closed';
    },
  };
  const silence = new Silence<Asked>(() => pings?.push(at()));
  const one = silence.listen(socket);
  const run = (seconds: number): void => {
    for (const end = turn + seconds * TURNS_PER_SECOND; turn < end;) {
      turn += 1;
      silence.next();
    }
  };
  return { silence, hear: () => silence.heard(one), run, pings: pings ?? [], closed: closed ?? [] };
}

test('who says nothing is pinged, and closed when nothing comes', () => {
  const { run, pings, closed } = watched();
  run(49);
  expect([pings, closed]).toEqual([[35], []]);
  run(60);
  expect([pings, closed]).toEqual([[35], [50]]);
});

test('who only answers pings stays', () => {
  const { run, hear, pings, closed } = watched();
  for (let round = 0; round < 20; round += 1) {
    run(35);
    hear();
  }
  expect(closed).toEqual([]);
  expect(pings).toEqual(Array.from({ length: 20 }, (_, round) => 35 * (round + 1)));
});

test('who beats is pinged once in the interval that its client was told', () => {
  const { run, hear, pings, closed } = watched();
  for (let second = 1; second <= 600; second += 1) {
    run(1);
    // And answers each ping.
    if (second % 30 === 0 || pings.at(-1) === second) hear();
  }
  expect(closed).toEqual([]);
  const every = PINGS.pingInterval / 1_000;
  expect(pings).toEqual(Array.from({ length: Math.floor(600 / every) }, (_, round) => every * (round + 1)));
});

test('whatever was heard before, who falls silent is closed after 50 s, and no client waits too long for a ping', () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 200; round += 1) {
    const { run, hear, pings, closed } = watched();
    let now = 0;
    for (let heard = 0; heard < 10; heard += 1) {
      const seconds = Math.ceil(random() * 49);
      run(seconds);
      now += seconds;
      hear();
    }
    expect(closed).toEqual([]);
    const waits = [0, ...pings].map((at, index) => (pings[index] ?? now) - at);
    // Ten seconds before a client would give up.
    expect(Math.max(...waits)).toBeLessThanOrEqual((PINGS.pingInterval + PINGS.pingTimeout) / 1_000 - 10);
    run(100);
    expect(closed).toEqual([now + 50]);
  }
});

test('one that closed is forgotten', () => {
  const { silence, pings, run } = watched();
  let reads = 0;
  const socket = { close: () => undefined };
  silence.listen(
    Object.defineProperty(socket, 'readyState', {
      get: () => {
        reads += 1;
        return 'closed';
      },
    }) as unknown as Asked,
  );
  run(300);
  expect(reads).toBe(1);
  expect(pings).toHaveLength(1);
});

test('of one that left nothing is kept until its turn comes, and it is neither pinged nor closed then', () => {
  const { silence, run } = watched();
  const done: string[] = [];
  const socket: Asked = { readyState: 'open', close: () => done.push('closed') };
  const one = silence.listen(socket);
  silence.left(one);
  expect(one.socket).toBe(null);
  run(300);
  expect(done).toEqual([]);
});
