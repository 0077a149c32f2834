import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from './markdown.js';
import { plainText } from './markdown-text.js';
import type { Block, Inline } from './markdown-tree.js';

/** A tree in short: **bold**, _italic_, ~struck~, `code`, <href|text>. */
const inline = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.text;
        case 'code':
          return `{code ${node.text}}`;
        case 'mention':
          return node.text;
        case 'link':
          return `{${node.href}|${inline(node.children)}}`;
        default:
          return `{${node.type} ${inline(node.children)}}`;
      }
    })
    .join('');

const blocks = (found: readonly Block[]): string =>
  found
    .map((block) => {
      switch (block.type) {
        case 'paragraph':
          return inline(block.children);
        case 'code':
          return `[code:${block.language ?? ''} ${block.text}]`;
        case 'quote':
          return `[quote ${blocks(block.children)}]`;
        case 'list':
          return `[list ${block.items.map(({ number, children }) => `${number ?? '•'} ${blocks(children)}`).join(' / ')}]`;
      }
    })
    .join(' ¶ ');

const shape = (text: string): string => blocks(parseMarkdown(text));

describe('emphasis', () => {
  test.each([
    [
      '**bold** and *italic* and _italic_ and ~~gone~~',
      '{strong bold} and {emphasis italic} and {emphasis italic} and {strike gone}',
    ],
    ['***both***', '{emphasis {strong both}}'],
    ['**a *b* c**', '{strong a {emphasis b} c}'],
    ['~~**a**~~', '{strike {strong a}}'],
    // Chinese is written without spaces.
    ['**中文**中文', '{strong 中文}中文'],
    ['这是**“强调”**后文', '这是{strong “强调”}后文'],
    ['**注意：**明天', '{strong 注意：}明天'],
    ['这*很*重要', '这{emphasis 很}重要'],
    ['日本語**「太字」**です', '日本語{strong 「太字」}です'],
    ['한국어**강조**입니다', '한국어{strong 강조}입니다'],
    ['共~~三~~四人', '共{strike 三}四人'],
    ['**加*粗**', '{strong 加*粗}'],
    // What isn't meant as markup.
    ['2*3*4=24', '2*3*4=24'],
    ['a * b * c', 'a * b * c'],
    ['snake_case_name and __init__.py', 'snake_case_name and __init__.py'],
    ['好的~~~', '好的~~~'],
    ['1~2 天', '1~2 天'],
    ['****', '****'],
    ['**', '**'],
    ['** a **', '** a **'],
    ['*a', '*a'],
    ['**open', '**open'],
    ['**a*', '*{emphasis a}'],
    ['*a\nb*', '*a\nb*'],
    ['\\*a\\* \\`b\\`', '*a* `b`'],
    ['\\\\server\\share', '\\\\server\\share'],
    ['>_<', '>_<'],
  ])('%j', (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

describe('code', () => {
  test.each([
    ['`a*b*c`', '{code a*b*c}'],
    ['``a`b``', '{code a`b}'],
    ['`` `a` ``', '{code `a`}'],
    ['a ` b', 'a ` b'],
    ['**`a`**', '{strong {code a}}'],
    ['```ts\nconst a = **1**;\n\n  b\n```\nafter', '[code:ts const a = **1**;\n\n  b] ¶ after'],
    ['```\nnot closed', '[code: not closed]'],
    ['````\n```\n````', '[code: ```]'],
    ['```inline```', '{code inline}'],
    ['``` two words\nx', '``` two words\nx'],
    ['before\n```\n```\nafter', 'before ¶ [code: ] ¶ after'],
    ['`<script>alert(1)</script>`', '{code <script>alert(1)</script>}'],
  ])('%j', (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

describe('blocks', () => {
  test.each([
    ['a\n\n\nb', 'a\n\n\nb'],
    ['> a\n> b\nc', '[quote a\nb] ¶ c'],
    ['> **a**\n> > b', '[quote {strong a} ¶ [quote b]]'],
    ['>quoted is with a space', '>quoted is with a space'],
    ['- a\n- b', '[list • a / • b]'],
    ['买：\n1. 米\n3. 油', '买： ¶ [list 1 米 / 3 油]'],
    ['- a\n  - b\n  - c\n- d', '[list • a ¶ [list • b / • c] / • d]'],
    ['- a\n\n- b\n\nc', '[list • a / • b] ¶ c'],
    ['1. a\n- b', '[list 1 a] ¶ [list • b]'],
    ['- a\n  ```\n  x\n  ```', '[list • a ¶ [code: x]]'],
    ['2026. year', '2026. year'],
    ['-5 degrees', '-5 degrees'],
    ['+1', '+1'],
    ['# no heading', '# no heading'],
    ['![no picture](https://a.example/b.png)', '!{https://a.example/b.png|no picture}'],
    ['<b>no html</b>', '<b>no html</b>'],
    ['', ''],
    ['\n \n', ''],
  ])('%j', (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

describe('links', () => {
  test.each([
    ['see https://a.example/b?c=d#e.', 'see {https://a.example/b?c=d#e|https://a.example/b?c=d#e}.'],
    ['文档在https://a.example/文档，请看', '文档在{https://a.example/文档|https://a.example/文档}，请看'],
    ['(https://a.example/Chat_(app))', '({https://a.example/Chat_(app)|https://a.example/Chat_(app)})'],
    ['**https://a.example/x_y_z**后', '{strong {https://a.example/x_y_z|https://a.example/x_y_z}}后'],
    ['https://a.example/?q[]=1', '{https://a.example/?q[]=1|https://a.example/?q[]=1}'],
    ['[**a** b](https://a.example/(x))', '{https://a.example/(x)|{strong a} b}'],
    ['[mail](mailto:a@b.example)', '{mailto:a@b.example|mail}'],
    ['[https://a.example](https://a.example)', '{https://a.example|https://a.example}'],
    [
      '[a [b](https://a.example) c](https://b.example)',
      '[a {https://a.example|b} c]({https://b.example|https://b.example})',
    ],
    ['[a](b)', '[a](b)'],
    ['[]( https://a.example )', '[]( {https://a.example|https://a.example} )'],
    ['[x]', '[x]'],
    // What a link may not do.
    ['[a](javascript:alert(1))', '[a](javascript:alert(1))'],
    ['[a](data:text/html,x)', '[a](data:text/html,x)'],
    ['[a](java\u0000script:x)', '[a](java\u0000script:x)'],
    ['[a](https://bank.example@evil.example/)', '[a](https://bank.example@evil.example/)'],
    ['[a](https:\\\\evil.example)', '[a](https:\\\\evil.example)'],
    ['https://bank.example@evil.example/', 'https://bank.example@evil.example/'],
    ['https://', 'https://'],
    [
      '[https://bank.example](https://evil.example)',
      '[{https://bank.example|https://bank.example}](https://evil.example)',
    ],
    ['[www.bank.example](https://evil.example)', '[www.bank.example](https://evil.example)'],
  ])('%j', (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

/** Everything that the tree says, in order, without bullets and targets. */
const said = (found: readonly Block[]): string =>
  found
    .map((block) => {
      switch (block.type) {
        case 'paragraph':
          return saidInline(block.children);
        case 'code':
          return `${block.language ?? ''}${block.text}`;
        case 'quote':
          return said(block.children);
        case 'list':
          return block.items.map(({ children }) => said(children)).join('');
      }
    })
    .join('');
const saidInline = (nodes: readonly Inline[]): string =>
  nodes.map((node) => ('children' in node ? saidInline(node.children) : node.text)).join('');

const depthOf = (nodes: readonly (Block | Inline)[]): number =>
  Math.max(
    0,
    ...nodes.map((node) =>
      node.type === 'list'
        ? 1 + Math.max(0, ...node.items.map(({ children }) => depthOf(children)))
        : 'children' in node
          ? 1 + depthOf(node.children)
          : 1,
    ),
  );

const PIECES = [
  '*',
  '**',
  '***',
  '_',
  '~~',
  '~',
  '`',
  '``',
  '```',
  '[',
  ']',
  '](',
  ')',
  '(',
  '> ',
  '>',
  '- ',
  '1. ',
  '  ',
  ' ',
  '\n',
  '\\',
  '“',
  '”',
  '。',
];
const words = fc.constantFrom(
  'a',
  'word',
  '中文',
  '👍',
  'é',
  '<script>',
  '&amp;',
  '"',
  "'",
  'https://a.example/b',
  '@',
);
const written = fc.array(fc.oneof(fc.constantFrom(...PIECES), words), { maxLength: 60 }).map((parts) => parts.join(''));
const anything = fc.oneof(
  written,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);

const isSubsequence = (part: string, whole: string): boolean => {
  let at = 0;
  for (const character of whole) if (part.startsWith(character, at)) at += character.length;
  return at === part.length;
};
const visible = (text: string): string => text.replaceAll(/[^\p{L}\p{N}\p{Emoji_Presentation}<&@"']/gu, '');

describe('whatever is written', () => {
  test('it never throws, and says nothing that was not written', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(isSubsequence(said(parseMarkdown(text)), text.replaceAll(/\r\n?/g, '\n'))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('no letter gets lost, but the numbers of a list and the targets of links', () => {
    fc.assert(
      fc.property(written, (text) => {
        fc.pre(!text.includes('](') && !text.includes('1. '));
        expect(visible(said(parseMarkdown(text)))).toBe(visible(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test('a text without any markup is one text, as it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9中文，。！ \n]{1,80}$/), (text) => {
        fc.pre(text.trim() !== '' && !/h/i.test(text));
        const lines = text.split('\n');
        const first = lines.findIndex((line) => line.trim() !== '');
        const kept = lines.slice(first, lines.findLastIndex((line) => line.trim() !== '') + 1).join('\n');
        expect(parseMarkdown(text)).toEqual([{ type: 'paragraph', children: [{ type: 'text', text: kept }] }]);
      }),
    );
  });

  test('every link leads to the web or to mail', () => {
    const links = (nodes: readonly (Block | Inline)[]): string[] =>
      nodes.flatMap((node) => [
        ...(node.type === 'link' ? [node.href] : []),
        ...(node.type === 'list' ? node.items.flatMap(({ children }) => links(children)) : []),
        ...('children' in node ? links(node.children) : []),
      ]);
    const target = fc.oneof(
      fc.webUrl(),
      fc.string({ maxLength: 40 }),
      fc.constantFrom('javascript:x', ' https://a', 'HTTPS://A', 'mailto:a@b'),
    );
    fc.assert(
      fc.property(target, fc.constantFrom('a', '**a**', 'https://x.example'), (href, text) => {
        for (const found of links(parseMarkdown(`[${text}](${href})`)))
          expect(found).toMatch(/^(https?:\/\/[^@/?#\\]+([/?#]|$)|mailto:)/i);
      }),
      { numRuns: 2_000 },
    );
  });

  test('nothing nests without end', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(depthOf(parseMarkdown(text))).toBeLessThan(30);
      }),
    );
    for (const piece of ['> ', '*a ', '**a', '- ', '[', '> - ', '***a *']) {
      expect(depthOf(parseMarkdown(piece.repeat(8_000)))).toBeLessThan(30);
    }
  });

  test('the longest text of what stalls a careless parser is read at once', () => {
    const attacks = [
      '*',
      '*a',
      '**a*',
      '*a**',
      '_a ',
      '`',
      '`a``',
      '[',
      '[a',
      '](',
      '[a](',
      '[a](b',
      '![](',
      '> ',
      '>\n',
      '- a\n',
      '- ',
      '\n',
      ' ',
      '~~a',
      'https://',
      'https://a.b(',
      'https://a.b)',
      '.',
      '\\',
      '**a\n',
      '```\n',
      '- a\n\n',
    ];
    // Anything but linear work would run into the time-out of this test.
    for (const attack of attacks) expect(plainText(attack.repeat(16_383 / attack.length)).length).toBeLessThan(60_000);
  });
});

test('as plain text', () => {
  expect(plainText('**明天** 10 点\n- [会议](https://a.example)\n- `npm i`\n\n> 好的\n```ts\nx\n```')).toBe(
    '明天 10 点\n• 会议\n• npm i\n好的\nx',
  );
});
