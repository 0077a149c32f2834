import { describe, expect, it } from 'vitest';
import { withLinks } from './links';

const links = (text: string): string[] => withLinks(text).flatMap((part) => (part.href === null ? [] : [part.text]));

describe('links in a text', () => {
  it.each([
    ['see https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
    ['文档在https://example.com/文档，请看', ['https://example.com/文档']],
    ['(https://en.example.org/wiki/Chat_(app))', ['https://en.example.org/wiki/Chat_(app)']],
    ['http://a.example http://b.example', ['http://a.example', 'http://b.example']],
    ['javascript:alert(1) data:text/html,x file:///etc/passwd', []],
    ['https://bank.example@evil.example/', []],
    ['https://', []],
    ['nothing here', []],
  ])('%s', (text, found) => {
    expect(links(text)).toEqual(found);
  });

  it('loses nothing of the text', () => {
    for (const text of ['a https://example.com. b', 'https://example.com', '', 'https://x https://example.com/(y']) {
      expect(
        withLinks(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }
  });
});
