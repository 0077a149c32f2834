import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageParts, parseMessage, type Span } from './message-tree.js';
import { textOfInlines } from './markdown-text.js';
import type { Block, Inline } from './markdown-tree.js';

const mentions = (nodes: readonly (Block | Inline)[]): [number, string][] =>
  nodes.flatMap((node): [number, string][] => {
    if (node.type === 'mention') return [[node.index, node.text]];
    if (node.type === 'list') return node.items.flatMap(({ children }) => mentions(children));
    return 'children' in node ? mentions(node.children) : [];
  });

test.each<[string, Span[], [number, string][]]>([
  ['@王 好', [{ at: 0, length: 2 }], [[0, '@王']]],
  ['**@王伟**你好', [{ at: 2, length: 3 }], [[0, '@王伟']]],
  [
    '- @a_b_c\n> @d*e*',
    [
      { at: 2, length: 6 },
      { at: 11, length: 5 },
    ],
    [
      [0, '@a_b_c'],
      [1, '@d*e*'],
    ],
  ],
  [
    '`@王` @李',
    [
      { at: 1, length: 2 },
      { at: 5, length: 2 },
    ],
    [[1, '@李']],
  ],
  ['```\n@王\n```', [{ at: 4, length: 2 }], []],
  ['https://a.example/@王', [{ at: 18, length: 2 }], [[0, '@王']]],
  ['[a](https://a.example/@王)', [{ at: 22, length: 2 }], [[0, '@王']]],
  ['@王', [{ at: 0, length: 9 }], []],
  [
    '@王',
    [
      { at: 0, length: 2 },
      { at: 0, length: 2 },
    ],
    [[0, '@王']],
  ],
  ['\uFDD00\uFDD1 @王', [{ at: 4, length: 2 }], []],
])('%j', (text, spans, expected) => {
  expect(mentions(parseMessage(text, spans))).toEqual(expected);
});

test('whatever the spans, nothing of the text is lost, and none of the helpers is seen', () => {
  const piece = fc.constantFrom('@王', '**', '`', ' ', '\n', 'a', '[', '](', ')', 'https://a.example/', '> ');
  const span = fc.record({ at: fc.nat(40), length: fc.integer({ min: 0, max: 6 }) });
  const said = (blocks: readonly Block[]): string =>
    blocks
      .map((block) => {
        if (block.type === 'paragraph') return textOfInlines(block.children);
        if (block.type === 'code') return block.text;
        return block.type === 'quote'
          ? said(block.children)
          : block.items.map(({ children }) => said(children)).join('');
      })
      .join('');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.array(span, { maxLength: 5 }), (parts, spans) => {
      const text = parts.join('');
      const shown = said(parseMessage(text, spans));
      expect(shown).not.toMatch(/[\uFDD0\uFDD1]/);
      expect(shown.replaceAll(/[^王a@]/g, '').length).toBeLessThanOrEqual(text.length);
      if (!text.includes('](')) expect(shown.replaceAll(/[^王]/g, '')).toBe(text.replaceAll(/[^王]/g, ''));
    }),
    { numRuns: 2_000 },
  );
});

test('the sources of its parts are the text again, and each part alone is read as it is among the others', () => {
  const piece = fc.constantFrom('- a', '1. b', '> c', '```', '\n', '\n\n', '  d', '@王', '**', ' ', '   ');
  const span = fc.record({ at: fc.nat(40), length: fc.integer({ min: 0, max: 6 }) });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.array(span, { maxLength: 5 }), (pieces, spans) => {
      const text = pieces.join('');
      const parts = messageParts(text, spans);
      expect(parts.map(({ source }) => source).join('\n')).toBe(text);
      for (const part of messageParts(text, [])) expect(messageParts(part.source, [])).toEqual([part]);
    }),
    { numRuns: 2_000 },
  );
});
