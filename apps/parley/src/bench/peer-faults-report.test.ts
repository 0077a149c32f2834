import { expect, it } from 'vitest';

import type { DrainResult } from './drain-plan.js';
import { silence, verdictOf } from './peer-faults-report.js';

it('tells what is gone from what never came, and what is stored twice from what was shown twice', () => {
  const proof = { lost: 5, undelivered: 3, duplicated: 9, shownTwice: 7, outOfOrder: 1, altered: 0, stored: 18 };
  const result = {
    sends: 21,
    acked: 20,
    refused: { busy: 1, lost: 2 },
    unanswered: 4,
    proof,
  } as unknown as DrainResult;
  expect(verdictOf(result)).toEqual({
    sent: 21,
    acked: 20,
    found: 18,
    lost: 2,
    undelivered: 3,
    duplicated: 2,
    shownTwice: 7,
    reordered: 1,
    altered: 0,
    refused: 3,
    unanswered: 4,
  });
});

it('counts whole seconds without an answer, those after the last one too', () => {
  const second = (answered: number) => ({ answered, worstAckMs: 0 });
  expect(silence([second(3), second(0), second(1)], 5.9)).toBe(3);
});
