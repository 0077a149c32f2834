import { ParleyError } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { parseAck, parseEntries, parseFrame } from './wire.js';

const read = { inboxSeq: 4, v: 1, kind: 'read', conversationId: '9', rev: 1, readSeq: 1, readOrd: 1 };

describe('what a server says', () => {
  test('entries of unknown kinds and misshapen ones keep their place', () => {
    const entries = parseEntries([
      read,
      { inboxSeq: 5, kind: 'poll', options: [1] },
      { inboxSeq: 6, kind: 'message', message: 'no' },
      { inboxSeq: 7, kind: 'toString' },
      { kind: 'read' },
      null,
      'x',
    ]);
    expect(entries.map(({ inboxSeq, kind }) => [inboxSeq, kind])).toEqual([
      [4, 'read'],
      [5, 'poll'],
      [6, 'misshapen message'],
      [7, 'toString'],
    ]);
    expect(parseEntries('x')).toEqual([]);
  });

  test('a frame of entries is read as far as it can be', () => {
    expect(parseFrame({ incarnation: 'a', entries: [read, 7], more: 1 })?.entries).toHaveLength(1);
    for (const nonsense of [null, 'x', { entries: [] }, 7]) expect(parseFrame(nonsense)).toBeNull();
  });

  test('fields that are new are no reason to refuse an answer', () => {
    const data = {
      incarnation: 'a',
      entries: [{ ...read, extra: true }],
      hasMore: false,
      latestSeq: 4,
      heads: [],
      next: 1,
    };
    expect(parseAck('sync.pull', { ok: true, data }).entries).toHaveLength(1);
  });

  test('an error is the coded error; an unknown code and nonsense are INTERNAL', () => {
    const codeOf = (answer: unknown): string => {
      try {
        parseAck('message.send', answer);
        return 'none';
      } catch (error) {
        return error instanceof ParleyError ? error.code : 'not coded';
      }
    };
    const wire = (code: string): unknown => ({ ok: false, error: { code, message: '', details: {} } });
    expect(codeOf(wire('BUSY'))).toBe('BUSY');
    expect(codeOf(wire('TOO_PURPLE'))).toBe('INTERNAL');
    for (const nonsense of [undefined, null, 7, {}, { ok: true }, { ok: true, data: { seq: 'x' } }]) {
      expect(codeOf(nonsense)).toBe('INTERNAL');
    }
  });
});
