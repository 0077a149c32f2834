import { setTimeout as sleep } from 'node:timers/promises';

import type { CrewDevice, StoredMessage } from './crew-device.js';
import type { Ledger, SendRecord } from './ledger.js';
import { inLanes } from './in-lanes.js';

/** What was sent against what is stored and what arrived. */
export interface Proof {
  /** Acked, but missing in the timeline or at one of the devices that it is for. */
  lost: number;
  /** Of those: in the timeline, and missing at a device. */
  undelivered: number;
  /** In the timeline or an inbox twice. */
  duplicated: number;
  /** Of those: given to a device twice. */
  shownTwice: number;
  /** Sends of one device whose seqs are not in the order of sending. */
  outOfOrder: number;
  /** Seqs missing between the head before the run and the head after it. */
  gaps: number;
  /** Stored text, seq or id that is not what was sent or acked. */
  altered: number;
  /** Events that were pushed after a later one of their conversation; devices sort by seq. */
  overtaken: number;
  /** Came by sync only, not live. */
  bySync: number;
  /** Events that a device had already; it drops them. */
  repeats: number;
  /** In the timelines, of this run. */
  stored: number;
}

const AT_ONCE = 32;
/** Most of them only beat, and a gateway answers heartbeats five times a second. */
const CATCHING_UP_AT_ONCE = 256;
const TRIES = 60;
const TRY_AGAIN_MS = 1_000;

type Place = { device: CrewDevice; conversationId: string };

/** The head of each conversation before the run; asked by one of its devices. */
export async function headsBefore(devices: readonly CrewDevice[]): Promise<Map<string, number>> {
  const heads = new Map<string, number>();
  await inLanes(oneEach(devices), AT_ONCE, async ({ device, conversationId }) => {
    heads.set(conversationId, await patiently(() => device.head(conversationId)));
  });
  return heads;
}

/** Reads everything back, inboxes and timelines, and holds it against what was sent and acked. */
export async function prove(
  devices: readonly CrewDevice[],
  ledger: Ledger,
  before: ReadonlyMap<string, number>,
): Promise<Proof> {
  // What is acked from here on may be stored behind what was read already.
  const acked = ledger.ackedRecords();
  await inLanes(devices, CATCHING_UP_AT_ONCE, (device) => patiently(() => device.catchUp()));
  const checker = new TimelineCheck(ledger, acked);
  await inLanes(oneEach(devices), AT_ONCE, async (place) => {
    await checker.read(place, before.get(place.conversationId) ?? 0);
  });
  return checker.proof();
}

/** A server that has just come back refuses for a while; what is asked for is asked again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES) throw error;
      await sleep(TRY_AGAIN_MS);
    }
  }
}

function oneEach(devices: readonly CrewDevice[]): Place[] {
  const places = new Map<string, Place>();
  for (const device of devices) {
    for (const conversationId of device.conversationIds) places.set(conversationId, { device, conversationId });
  }
  return [...places.values()];
}

class TimelineCheck {
  private readonly ledger: Ledger;
  private readonly acked: readonly SendRecord[];
  /** Seq of each message of this run, by its index. */
  private readonly found = new Map<number, number>();
  /** Stored, though their sender was told that they were not. */
  private refused = 0;
  private duplicated = 0;
  private altered = 0;
  private gaps = 0;

  constructor(ledger: Ledger, acked: readonly SendRecord[]) {
    this.ledger = ledger;
    this.acked = acked;
  }

  async read({ device, conversationId }: Place, from: number): Promise<void> {
    /** The highest index that each sender has in this timeline so far: a sender's messages stand in the order of sending. */
    const last = new Map<number, number>();
    let seq = from;
    for (;;) {
      const page = await patiently(() => device.timeline(conversationId, seq));
      for (const message of page.messages) {
        if (device.hasPlaces) this.gaps += Math.max(0, message.seq - seq - 1);
        // Never lower: the page is asked for by seq.
        seq = Math.max(seq, message.seq);
        this.judge(message, last);
      }
      if (page.hasMore) continue;
      this.gaps += Math.max(0, page.head - seq);
      return;
    }
  }

  proof(): Proof {
    const { ledger } = this;
    const lost = this.acked.filter(
      (record) => record.reached.length < record.receivers || this.found.get(record.index) === undefined,
    );
    for (const { clientMsgId, seq, reached, receivers, conversationId } of lost.slice(0, 5)) {
      process.stderr.write(
        `lost: ${clientMsgId} seq ${seq} in ${conversationId}, reached ${reached.length} of ${receivers}\n`,
      );
    }
    return {
      lost: lost.length,
      undelivered: lost.filter(({ index }) => this.found.has(index)).length,
      duplicated: this.duplicated + ledger.duplicated,
      shownTwice: ledger.duplicated,
      outOfOrder: ledger.outOfOrder,
      gaps: this.gaps,
      altered: this.altered + ledger.altered,
      overtaken: ledger.overtaken,
      bySync: ledger.bySync,
      repeats: ledger.repeats,
      stored: this.found.size + this.refused,
    };
  }

  private judge(message: StoredMessage, last: Map<number, number>): void {
    const record = this.ledger.find(message.clientMsgId);
    if (record === undefined) {
      if (this.ledger.isForgotten(message.clientMsgId)) this.refused += 1;
      return;
    }
    if (this.found.has(record.index)) this.duplicated += 1;
    this.found.set(record.index, message.seq);
    if (record.index <= (last.get(record.sender) ?? -1)) this.ledger.wasOutOfOrder('timeline', record);
    last.set(record.sender, record.index);
    const acked = record.seq > 0;
    if (acked && (record.seq !== message.seq || record.messageId !== message.messageId)) this.altered += 1;
    else if (message.text !== record.text) this.altered += 1;
  }
}
