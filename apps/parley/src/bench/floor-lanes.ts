import {
  appendBatch,
  ENTRY_KIND,
  fanoutBatch,
  MESSAGE_KIND,
  type AppendRow,
  type FanoutPart,
  type Shard,
} from '@parley/db';

import type { Floor } from './floor-database.js';
import { nextSend, type Profile } from './floor-profile.js';

export type Load = { ratePerSecond: number; seconds: number; batch: number };
export type Bench = {
  floor: Floor;
  profile: Profile;
  members: ReadonlyMap<string, readonly string[]>;
  random: () => number;
};
export type Batches = ReadonlyMap<Shard, AppendRow[][]>;
export type Stored = {
  shard: Shard;
  outboxId: string;
  messages: { conversationId: string; seq: number; rev: number }[];
};

const FIRST_ID = BigInt(Date.now()) << 22n;
let minted = 0n;
const mint = () => String(FIRST_ID + (minted += 1n));

/** Paces a serial lane: `each` runs every `everyMs` by the clock, never two at a time; a late lane catches up. */
async function lane(runs: number, everyMs: number, each: (run: number) => Promise<void>): Promise<void> {
  const start = performance.now();
  for (let run = 0; run < runs; run++) {
    const wait = start + run * everyMs - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    await each(run);
  }
}

/** Sends by shard, drawn before the clock starts, so that the client's share is the lane's work and no dice. */
export function drawBatches({ floor, profile, random }: Bench, load: Load): Batches {
  const perShard = Math.round((load.ratePerSecond * load.seconds) / floor.router.shards.length / load.batch);
  const batches = new Map<Shard, AppendRow[][]>(floor.router.shards.map((shard) => [shard, [[]]]));
  const full = (list: AppendRow[][]) => list.length > perShard;
  while (![...batches.values()].every(full)) {
    const send = nextSend(profile, random);
    const list = batches.get(floor.router.forConversation(send.conversation.id)) ?? [];
    const last = list.at(-1);
    if (last === undefined || full(list)) continue;
    last.push({
      conversationId: send.conversation.id,
      senderId: send.senderId,
      clientMsgId: `c_${mint()}_${Math.floor(random() * 1e6)}`.slice(0, 26),
      messageId: mint(),
      stream: last.length,
      accessVersion: 1,
      kind: MESSAGE_KIND.text,
      countsAsUnread: true,
      authorDepartmentId: null,
      text: send.text,
      structure: null,
    });
    if (last.length === load.batch) list.push([]);
  }
  for (const list of batches.values()) list.pop();
  return batches;
}

/** Appends on every shard at once; `stored` hears of each batch after its commit. */
export async function appendAll(batches: Batches, load: Load, stored: (result: Stored) => void): Promise<void> {
  const everyMs = (load.batch * batches.size * 1000) / load.ratePerSecond;
  await Promise.all(
    [...batches].map(([shard, list]) =>
      lane(list.length, everyMs, async (run) => {
        const rows = list[run] ?? [];
        const outboxId = mint();
        const results = await appendBatch(shard, { rows, now: Date.now(), outboxId });
        const refused = results.find((result) => result.status !== 'stored');
        if (refused !== undefined) throw new Error(`a send of the floor was answered ${refused.status}`);
        const messages = rows.map((row, index) => ({
          conversationId: row.conversationId,
          seq: results[index]?.seq ?? 0,
          rev: results[index]?.rev ?? 0,
        }));
        stored({ shard, outboxId, messages });
      }),
    ),
  );
}

/** One append batch, cut by the shards of the members' inboxes. */
export function cutParts({ floor, members }: Bench, stored: Stored): Map<Shard, FanoutPart> {
  const parts = new Map<Shard, FanoutPart & { entries: FanoutPart['entries'][number][] }>();
  for (const { conversationId, seq, rev } of stored.messages) {
    for (const userId of members.get(conversationId) ?? []) {
      const shard = floor.router.forUser(userId);
      const fresh = { sourceShard: stored.shard.id, outboxId: stored.outboxId, part: shard.id, entries: [] };
      const part = parts.get(shard) ?? fresh;
      part.entries.push({ userId, conversationId, kind: ENTRY_KIND.message, rev, seq, payload: null });
      parts.set(shard, part);
    }
  }
  return parts;
}

/** Fans out on every shard at once, `load.batch` sends' worth of entries a call, at the rate of the sends. */
export async function fanoutAll(parts: ReadonlyMap<Shard, FanoutPart[][]>, load: Load): Promise<void> {
  const everyMs = (load.batch * parts.size * 1000) / load.ratePerSecond;
  await Promise.all(
    [...parts].map(([shard, list]) =>
      lane(list.length, everyMs, async (run) => void (await fanoutBatch(shard, list[run] ?? []))),
    ),
  );
}

/**
 * A fan-out lane as the server has it: one call in flight, what arrives meanwhile makes the next. Returns a function that
 * takes a part and one that resolves when nothing is left.
 */
export function fanoutLane(
  shard: Shard,
  finish: (part: FanoutPart) => void,
): { take(part: FanoutPart): void; idle(): Promise<void> } {
  let queue: FanoutPart[] = [];
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const parts = queue;
      queue = [];
      await fanoutBatch(shard, parts);
      parts.forEach(finish);
    }
    running = undefined;
  };
  return {
    take(part) {
      queue.push(part);
      running ??= run();
    },
    idle: async () => {
      while (running !== undefined) await running;
    },
  };
}
