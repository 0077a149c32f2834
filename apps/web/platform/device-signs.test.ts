import { expect, it } from 'vitest';
import { networkOf } from './device-signs';

it.each([
  [{}, 'wifi'],
  [{ type: 'ethernet', effectiveType: '4g' }, 'wifi'],
  [{ type: 'cellular', effectiveType: '4g' }, 'mobile'],
  [{ type: 'cellular', effectiveType: '3g' }, 'weak'],
  [{ type: 'wifi', effectiveType: 'slow-2g' }, 'weak'],
] as const)('%o is %s', (told, network) => {
  expect(networkOf(told)).toBe(network);
});
