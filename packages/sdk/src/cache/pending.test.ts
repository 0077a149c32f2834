import { describe, expect, test } from 'vitest';
import { byOrder, parsePending } from './pending.js';

describe('a pending send in the storage', () => {
  const pending = {
    clientMsgId: 'c_12345678',
    conversationId: '9',
    content: { type: 'text' as const, text: 'hi' },
    createdAt: 1,
    order: 1,
    left: false,
    failed: null,
  };

  test('is read back as it was written', () => {
    expect(parsePending({ ...pending })).toEqual(pending);
    const failed = { ...pending, failed: { code: 'FORBIDDEN' as const, details: {} } };
    expect(parsePending({ ...failed })).toEqual(failed);
  });

  test('of a build that did not note whether it left may have left', () => {
    const { left: _, ...older } = pending;
    expect(parsePending(older)?.left).toBe(true);
  });

  test.each([null, 'x', {}, { ...pending, order: 'first' }, { ...pending, content: { type: 'dance' } }])(
    'is dropped when it makes no sense: %j',
    (row) => {
      expect(parsePending(row)).toBeNull();
    },
  );

  test('sorts by the order of sending', () => {
    const rows = [3, 1, 2].map((order) => ({ ...pending, order, clientMsgId: `c_1234567${order}` }));
    expect(rows.sort(byOrder).map(({ order }) => order)).toEqual([1, 2, 3]);
  });
});
