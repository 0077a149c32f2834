import { describe, expect, it } from 'vitest';
import { rowsInView } from './rows-in-view';

describe('the rows in view', () => {
  it.each([
    [
      { top: 0, height: 600 },
      { first: 0, last: 12 },
    ],
    [
      { top: 59, height: 600 },
      { first: 0, last: 13 },
    ],
    [
      { top: 600, height: 600 },
      { first: 8, last: 22 },
    ],
    [
      { top: 0, height: 0 },
      { first: 0, last: 0 },
    ],
    // Pulled past its top, as a phone lets one.
    [
      { top: -200, height: 100 },
      { first: 0, last: 1 },
    ],
  ])('of %j are %j', (view, range) => expect(rowsInView(view, 60, 2)).toEqual(range));
});
