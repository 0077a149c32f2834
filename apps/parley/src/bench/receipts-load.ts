import type { ReaderPage, RestOutput } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { inLanes } from './support/in-lanes.js';
import { Latency, type LatencySummary } from './support/latency.js';
import type { Address } from './support/load-result.js';
import { Rest } from './support/rest.js';

/** Reports at a time. */
const LANES = 32;

export interface ReceiptsResult {
  /** From the request to the parsed answer, over loopback, while everybody reads. */
  reports: LatencySummary;
  pages: LatencySummary;
  counts: LatencySummary;
  reportsPerSecond: number;
  /** Answers in which the read and the unread together were not everybody. */
  torn: number;
  /** Of the last message, when all have read it. */
  readInTheEnd: number;
}

/** One large group: the owner says something, everybody reads it, and meanwhile the members look who has, one after the other; so many times. */
export async function load(
  address: Address,
  sessions: readonly MintedSession[],
  rounds: number,
): Promise<ReceiptsResult> {
  const rest = new Rest(address);
  const [owner, ...others] = sessions;
  if (owner === undefined) throw new Error('a group has an owner');
  const id = await rest.group(owner, others);
  const [reports, pages, counts] = [new Latency(), new Latency(), new Latency()];
  const seqs: number[] = [];
  let torn = 0;
  const timed = async <T>(latency: Latency, work: () => Promise<T>): Promise<T> => {
    const at = performance.now();
    const found = await work();
    latency.record(performance.now() - at);
    return found;
  };
  const check = ({ read, unread }: { read: number; unread: number }): void => {
    if (read + unread !== others.length) torn += 1;
  };
  // By turns: one device alone would soon be told to wait.
  let turn = 0;
  const asker = (): MintedSession => sessions[turn++ % sessions.length] ?? owner;
  const page = async (seq: number, state: string): Promise<ReaderPage> => {
    const path = `/conversations/${id}/messages/${seq}/readers?state=${state}`;
    const found = await timed(pages, () => rest.call<ReaderPage>(asker(), { path }));
    check(found.counts);
    return found;
  };
  let seconds = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { seq } = await rest.say(owner, id, `${round}`);
    seqs.push(seq);
    const report = { method: 'POST', path: `/conversations/${id}/read`, body: { seq } };
    const began = performance.now();
    let reading = true;
    const readers = inLanes(others, LANES, async (who) => {
      await timed(reports, () => rest.call(who, report));
    }).finally(() => (reading = false));
    while (reading) {
      for (const state of ['read', 'unread']) await page(seq, state);
      const body = { seqs: seqs.slice(-100) };
      const path = `/conversations/${id}/readers/counts`;
      const found = await timed(counts, () =>
        rest.call<RestOutput<'readerCounts'>>(asker(), { method: 'POST', path, body }),
      );
      found.counts.forEach(check);
    }
    await readers;
    seconds += (performance.now() - began) / 1_000;
  }
  const { counts: end } = await page(seqs.at(-1) ?? 0, 'read');
  return {
    reports: reports.summary(),
    pages: pages.summary(),
    counts: counts.summary(),
    reportsPerSecond: (others.length * rounds) / seconds,
    torn,
    readInTheEnd: end.read,
  };
}
