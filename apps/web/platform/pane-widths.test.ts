import { expect, it } from 'vitest';
import { paneWidth } from './pane-widths';

it('a width is what was chosen, if it can be one', () => {
  expect(paneWidth('list', 260)).toBe(260);
  expect(paneWidth('side', 560)).toBe(560);
  for (const wrong of [undefined, null, '260', NaN, 20, 9_999]) expect(paneWidth('list', wrong)).toBe(300);
});
