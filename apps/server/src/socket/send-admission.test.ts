import { ADMISSION, bucketOf } from '@parley/core';
import { describe, expect, test } from 'vitest';
import { type Over, SendAdmission, type Sender } from './send-admission.js';

const [here, there] = [0, 1];

/** One of many, who was told nothing yet. */
const anybody: Sender = { giveTurn: () => undefined, isLate: () => false, earlyMs: () => 0 };

/** Lets in as many as it may at that moment. */
function fill(admission: SendAdmission, shard: number, now: number): Over[] {
  const under: Over[] = [];
  while (admission.waitMs(shard, anybody, now) === 0) under.push(admission.begin(shard, now));
  return under;
}

describe('which sends are let in', () => {
  test('so many at a time; one that is over makes room for one', () => {
    const admission = new SendAdmission();
    const under = fill(admission, here, 0);
    expect(under).toHaveLength(ADMISSION.first);
    expect(admission.hasRoom(0)).toBe(false);
    expect(admission.waitMs(here, anybody, 1)).toBeGreaterThanOrEqual(ADMISSION.soonestMs);
    under[0]?.('answered', 10);
    expect(admission.hasRoom(ADMISSION.crowdedMs + 1)).toBe(true);
    expect(fill(admission, here, 10)).toHaveLength(1);
  });

  test('one shard that does not answer does not hold up the other', () => {
    const admission = new SendAdmission();
    fill(admission, here, 0);
    for (let now = 0; now < 20_000; now += 100) {
      expect(admission.waitMs(here, anybody, now)).toBeGreaterThan(0);
      expect(admission.waitMs(there, anybody, now)).toBe(0);
      admission.begin(there, now)('answered', now + 20);
    }
    expect(admission.limit).toBe(ADMISSION.least + ADMISSION.first);
  });

  test('fewer when those behind are busy, and the more wait the longer', () => {
    const admission = new SendAdmission();
    for (let now = 0; now <= 5_000; now += 50) {
      const under = fill(admission, here, now);
      // Nine of ten are told to come again.
      for (let more = 0; more < under.length * 9; more += 1) admission.waitMs(here, anybody, now);
      for (const over of under) over('busy', now + 10);
    }
    expect(admission.limit).toBe(ADMISSION.least);
    fill(admission, here, 6_000);
    // After all who were told so before.
    const waits = Array.from({ length: 200 }, () => admission.waitMs(here, anybody, 6_000));
    expect(new Set(waits).size).toBeGreaterThan(3);
    expect(Math.min(...waits)).toBeGreaterThan(3_000);
  });

  test('by the places of the shards', () => {
    const admission = new SendAdmission();
    const conversationId = '7340032178176';
    expect(admission.shardOf(conversationId)).toBe(-1);
    const places: number[] = [];
    places[bucketOf(conversationId)] = 1;
    admission.learn(places);
    expect(admission.shardOf(conversationId)).toBe(1);
  });
});

describe('who was told to come again', () => {
  /** Comes that much before its turn. */
  const early = (ms: number): Sender & { turns: number[] } => {
    const turns: number[] = [];
    return { turns, giveTurn: (at) => turns.push(at), isLate: () => false, earlyMs: () => ms };
  };

  test('is told the turn that they are given', () => {
    const admission = new SendAdmission();
    fill(admission, here, 0);
    const sender = early(0);
    const waitMs = admission.waitMs(here, sender, 10);
    expect(sender.turns).toEqual([10 + waitMs]);
  });

  test('keeps the turn when they come before it, though there is room: it goes to those who waited', () => {
    const admission = new SendAdmission();
    const under = fill(admission, here, 0);
    under[0]?.('answered', 10);
    const sender = early(330);
    expect(admission.waitMs(here, sender, 10)).toBe(350);
    expect(sender.turns).toEqual([]);
    expect(admission.waitMs(here, anybody, 10)).toBe(0);
  });

  test('comes in early once nobody else is refused', () => {
    const admission = new SendAdmission();
    for (const over of fill(admission, here, 0)) over('answered', 10);
    expect(admission.waitMs(here, early(4_000), ADMISSION.crowdedMs - 1)).toBe(4_000);
    expect(admission.waitMs(here, early(4_000), ADMISSION.crowdedMs)).toBe(0);
  });

  test('waits once more when what they sent has waited unread, whoever else is refused', () => {
    const late: Sender = { ...anybody, isLate: () => true };
    expect(new SendAdmission().waitMs(here, late, 0)).toBe(ADMISSION.soonestMs);
  });
});
