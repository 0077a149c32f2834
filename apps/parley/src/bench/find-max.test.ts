import { expect, it } from 'vitest';
import { findMax } from './find-max.js';

async function ratesFor(limit: number, from = 1_000): Promise<{ rates: number[]; best: number }> {
  const steps = await findMax(from, (ratePerSecond) =>
    Promise.resolve({ ratePerSecond, held: ratePerSecond <= limit }),
  );
  const best = Math.max(0, ...steps.flatMap(({ ratePerSecond, held }) => (held ? ratePerSecond : [])));
  return { rates: steps.map(({ ratePerSecond }) => ratePerSecond), best };
}

it('goes up until a rate does not hold, then between the last two', async () => {
  expect(await ratesFor(2_310)).toEqual({
    rates: [1_000, 1_300, 1_700, 2_200, 2_800, 2_800, 2_500, 2_500, 2_400, 2_400, 2_300],
    best: 2_300,
  });
});

it('takes the word of a second try for a rate that did not hold', async () => {
  let tries = 0;
  const steps = await findMax(1_000, (ratePerSecond) => {
    tries += 1;
    return Promise.resolve({ ratePerSecond, held: tries !== 2 && ratePerSecond <= 2_310 });
  });
  expect(steps.map(({ ratePerSecond }) => ratePerSecond).slice(0, 4)).toEqual([1_000, 1_300, 1_300, 1_700]);
  expect(Math.max(...steps.flatMap(({ ratePerSecond, held }) => (held ? ratePerSecond : [])))).toBe(2_300);
});

it('goes down from a beginning that is too much, and ends where nothing holds', async () => {
  expect((await ratesFor(700, 4_000)).best).toBe(700);
  expect((await ratesFor(0)).rates.at(-1)).toBe(100);
});

it.each([100, 450, 999, 1_000, 1_001, 3_333, 12_345])(
  'is never further than a twentieth from %d, and tries no rate a third time, and none that held twice',
  async (limit) => {
    const { rates, best } = await ratesFor(limit);
    expect(best).toBeLessThanOrEqual(limit);
    expect(best).toBeGreaterThan(limit - Math.max(100, limit * 0.05) - 100);
    for (const rate of new Set(rates))
      expect(rates.filter((other) => other === rate)).toHaveLength(rate <= limit ? 1 : 2);
  },
);
