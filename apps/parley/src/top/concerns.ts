import type { Page } from './page.js';

/** What `docs/operations.md` calls red, in the words in which a tired person finds it there. */
export function concernsOf(page: Page): string[] {
  const { processes, parts, outbox, seen } = page;
  return [
    ...processes.filter(({ answers }) => !answers).map(({ name }) => `${name} does not answer: ./parley logs ${name}`),
    ...parts.flatMap(({ part, awayFor }) =>
      awayFor.length === 0 ? [] : [`${part} is away for ${awayFor.join(', ')}: ./parley status, ./parley logs ${part}`],
    ),
    ...over(page.ack, 0.2, 'sends are acked slowly: compare append and loop'),
    ...over(page.append, 0.1, 'the databases store slowly: the disk, or a lock held for long'),
    ...over(page.lag, 0.2, 'messages arrive late: fan-out, Redis, or a gateway that has too much to do'),
    ...processes.flatMap(({ name, loop }) =>
      over(loop, 0.2, `${name} has more to do than one core gives: add processes`),
    ),
    ...outbox.flatMap(({ database, oldest }) =>
      over(oldest, 30, `the outbox of ${database} is not carried out: is a worker running? ./parley doctor`),
    ),
    ...over(page.refused, 0, 'sends are refused: parley_sends_refused_total says why'),
    ...over(seen.missing - seen.healed, 100, 'devices miss entries that no pull has brought yet'),
  ];
}

function over(value: number | null, bound: number, say: string): string[] {
  return value !== null && value > bound ? [say] : [];
}
