import { messageParts } from '@parley/core';
import { getSchema } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionsIn, type Called } from '../composer/mention-text';
import { documentOf } from './from-markdown';
import { runsIn, runsOf } from './runs';
import { MESSAGE } from './schema';
import { linesOf, markdownOf } from './to-markdown';

const schema = getSchema(MESSAGE);
const known: Called[] = [
  { type: 'user', userId: '1', name: 'Ada B_yron' },
  { type: 'all', name: '所有人' },
];
const read = (text: string): Node => documentOf(schema, text, mentionsIn(text, known));

/** What Markdown is made of, and what stands beside it. */
const signs = fc.constantFrom(
  ...[
    '*',
    '**',
    '***',
    '_',
    '~~',
    '`',
    '``',
    '```',
    '\\',
    '[',
    '](',
    ')',
    '> ',
    '>',
    '- ',
    '* ',
    '1. ',
    '3) ',
    '\n',
    '\n\n',
  ],
  ...['  ', ' ', '\t', 'a', 'b c', '中文', '，', '“', 'https://a.example/x_y', '@Ada B_yron', '@所有人', '(', '!', '1'],
);
const texts = fc.array(signs, { maxLength: 24 }).map((parts) => parts.join(''));

describe('a text that is edited as it looks', () => {
  it.each([
    '',
    'plain',
    '*a* _a_ **b** ~~c~~ `d` [e](https://f.example)',
    '2 * 3 * 4, \\*not\\* and a_b',
    '- a\n- b\n  - c\n\n- d\n\nafter',
    '1. 米\n3. 油\n\n> 引\n> > 二',
    '```ts\nconst a = 1;\n\n  b\n```\nafter',
    '```\nnot closed\n  - a',
    '  two spaces\n\n\n',
    '@Ada B_yron and **@所有人**',
  ])('is the same text again: %j', (text) => {
    expect(markdownOf(read(text))).toBe(text);
  });

  it('is the same text again, whatever it is', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(markdownOf(read(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const lines = text.replaceAll(/\r\n?/g, '\n');
        expect(markdownOf(read(lines))).toBe(lines);
      }),
    );
  });

  const saysTheSameInOurOwnHand = (text: string): void => {
    const doc = read(text);
    const own: string[] = [];
    doc.forEach((node) => own.push(linesOf(node).join('\n')));
    doc.forEach((node, _, index) => {
      const again = read(own[index] ?? '');
      expect(words(again)).toBe(words(schema.node('doc', null, [node])));
    });
  };

  it.each(['_](_@所有人', '_a_@Ada B_yron'])('says the same in our own hand, when it is touched: %j', (text) => {
    saysTheSameInOurOwnHand(text);
  });

  it('says the same in our own hand, when it is touched, whatever it is', () => {
    fc.assert(fc.property(texts, saysTheSameInOurOwnHand), { numRuns: 1_000 });
  });
});

const marks = fc.subarray(['bold', 'italic', 'strike', 'code'] as const);
const run = fc.record({ text: fc.array(signs, { minLength: 1, maxLength: 3 }), marks });
const lines = fc.array(run, { maxLength: 5 }).map((runs) =>
  schema.node(
    'paragraph',
    null,
    runs.map(({ text, marks: names }) =>
      schema.text(
        text.join('').replaceAll('\n', ' '),
        names.map((name) => schema.mark(name)),
      ),
    ),
  ),
);

describe('a line that was written with the keys of the editor', () => {
  const said = (line: Node): string => linesOf(line).join('\n');
  const bold = schema.mark('bold');
  const italic = schema.mark('italic');

  it.each([
    [[schema.text('a*b* c')], 'a*b* c'],
    [[schema.text('*a*')], '\\*a\\*'],
    [[schema.text('> a')], '\\> a'],
    [[schema.text('a '), schema.text(' b ', [bold]), schema.text('c')], 'a  **b** c'],
    [[schema.text('a', [bold]), schema.text('b', [bold, italic]), schema.text('c', [italic])], '**ab**c'],
    [[schema.text('中文', [bold]), schema.text('后')], '**中文**后'],
    [[schema.text('see', [schema.mark('link', { href: 'https://a.example/(b)' })])], '[see](https://a.example/(b))'],
    [[schema.text('a`b', [schema.mark('code')])], '``a`b``'],
    [[schema.text('x '), schema.node('mention', { name: 'a*b*' })], 'x @a*b*'],
  ])('%#', (children, expected) => {
    expect(said(schema.node('paragraph', null, children))).toBe(expected);
  });

  it('keeps every letter, and its looks wherever there is a way to write them', () => {
    let kept = 0;
    let all = 0;
    fc.assert(
      fc.property(lines, (line) => {
        const parts = messageParts(said(line), []);
        const shown = parts.map((part) => (part.type === 'line' ? runsIn(part.children).map(({ text }) => text) : []));
        // What begins as a list can't be told apart from one.
        fc.pre(parts.every(({ type }) => type === 'line'));
        expect(shown.flat().join('')).toBe(line.textContent);
        all += 1;
        if (parts[0]?.type === 'line' && runsIn(parts[0].children).length >= runsOf(line).length) kept += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(kept / all).toBeGreaterThan(0.5);
  });
});

/** What is read of it, line by line. */
function words(doc: Node): string {
  return doc.textBetween(0, doc.content.size, '\n', ({ attrs }) => `@${String(attrs['name'])}`).trim();
}
