import { describe, expect, it } from 'vitest';
import { fold } from './long-text';

describe('folding', () => {
  it('leaves a usual message whole', () => {
    expect(fold('hello')).toBeNull();
    expect(fold(Array.from({ length: 28 }, () => 'line').join('\n'))).toBeNull();
  });

  it('keeps the first lines of a long one and counts all', () => {
    const folded = fold(Array.from({ length: 400 }, (_, line) => `line ${line + 1}`).join('\n'));
    expect(folded?.lines).toBe(400);
    expect(folded?.head.split('\n')).toHaveLength(24);
  });

  it('cuts one endless line, never inside a character', () => {
    const folded = fold('a' + '😀'.repeat(4000));
    expect(folded?.head.isWellFormed()).toBe(true);
    expect(folded?.head.length).toBeLessThanOrEqual(2400);
  });
});
