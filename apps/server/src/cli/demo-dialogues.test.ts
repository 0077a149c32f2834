import { describe, expect, it } from 'vitest';
import { timesOf } from './demo-chat.js';
import { DEMO_DIALOGUES } from './demo-dialogues.js';
import { DEMO_CHATS, DEMO_PEOPLE } from './demo-people.js';

describe('the demo', () => {
  it('has every dialogue and every person that a chat names, and no pair twice', () => {
    const logins = DEMO_PEOPLE.map(({ login }) => login);
    for (const { people, dialogues } of DEMO_CHATS) {
      for (const name of dialogues) {
        const lines = DEMO_DIALOGUES.get(name) ?? [];
        expect(lines.length, name).toBeGreaterThan(4);
        for (const { by, text } of lines) expect(people[by], `${name}: ${text}`).toBeDefined();
      }
      for (const login of people) expect(logins).toContain(login);
    }
    const groups = DEMO_CHATS.filter(({ name }) => name !== undefined);
    expect(groups.map(({ people }) => people.length)).toEqual([5, 5]);
    // Whoever tries it finds both, whichever of the two logins they take.
    for (const { people } of groups) expect(people).toEqual(expect.arrayContaining(['lin', 'alex']));
    const pairs = DEMO_CHATS.map(({ people }) => people.toSorted().join());
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('is said in the order that it is written, the last line at the given time', () => {
    const lines = [...(DEMO_DIALOGUES.get('flaky') ?? []), ...(DEMO_DIALOGUES.get('排期') ?? [])];
    const times = timesOf(lines, 1_000_000_000_000, 86_400_000);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(1_000_000_000_000);
    expect(times).toHaveLength(lines.length);
  });
});
