import { describe, expect, it } from 'vitest';
import { actsOn } from './member-acts';

describe('what is offered about a member', () => {
  it.each([
    ['owner', 'owner', []],
    ['owner', 'admin', ['takeAdmin', 'handOver', 'remove']],
    ['owner', 'member', ['makeAdmin', 'handOver', 'remove']],
    ['admin', 'owner', []],
    ['admin', 'admin', []],
    ['admin', 'member', ['remove']],
    ['member', 'member', []],
    [null, 'member', []],
  ])('to %s about %s', (mine, theirs, acts) => {
    expect(actsOn(mine, { role: theirs })).toEqual(acts);
  });
});
