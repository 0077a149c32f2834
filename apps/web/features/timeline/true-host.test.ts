import { parseMessage, type Inline } from '@parley/core';
import { describe, expect, it } from 'vitest';
import { trueHost } from './true-host';

describe('a link that says where it leads', () => {
  it.each([
    ['https://bank.example/a', 'https://bank.example/a'],
    ['https://bank.example/a', 'the minutes'],
    ['https://bank.example/a', '会议记录'],
    ['https://bank.example/a', 'bank.example'],
    ['https://bank.example/a', 'BANK.example/a'],
    ['https://www.bank.example/', 'bank.example'],
    ['https://bank.example./', 'https://bank.example./'],
    ['https://bank.example./', 'bank.example'],
    ['https://bank.example:443/', 'https://bank.example:443/'],
    ['http://bank.example:8080/', 'bank.example:8080'],
    ['https://bank.example/', 'version 2.0, e.g. this one'],
    ['https://bank.example/#x@evil.example', 'https://bank.example/#x@evil.example'],
    ['mailto:a@bank.example', 'a@bank.example'],
    ['mailto:a@bank.example', 'write to me'],
  ])('%s as “%s” needs nothing beside it', (href, text) => {
    expect(trueHost(href, text)).toBeNull();
  });
});

describe('the true host stands beside a link', () => {
  it.each([
    ['with the name of another host', 'https://evil.example/', 'bank.example', 'evil.example'],
    ['with another host among its words', 'https://evil.example/', 'Sign in at bank.example now', 'evil.example'],
    ['with a host and one that is hidden', 'https://evil.example/', 'bank\u200b.exa\u00admple', 'evil.example'],
    ['with full-width dots', 'https://evil.example/', 'bank。example', 'evil.example'],
    ['with a one-dot leader', 'https://evil.example/', 'bank\u2024example', 'evil.example'],
    [
      'that names a part of its host',
      'https://bank.example.evil.example/',
      'bank.example',
      'bank.example.evil.example',
    ],
    ['that leads to another port', 'https://bank.example:8443/', 'bank.example', 'bank.example:8443'],
    ['that leads to another port, dot and all', 'https://bank.example.:8443/', 'bank.example', 'bank.example.:8443'],
    ['with a Cyrillic a', 'https://b\u0430nk.example/', 'https://b\u0430nk.example/', 'xn--bnk-6cd.example'],
    ['with a Cyrillic a, under other words', 'https://b\u0430nk.example/', 'the bank', 'xn--bnk-6cd.example'],
    ['with the name of the true host and a Cyrillic a', 'https://bank.example/', 'b\u0430nk.example', 'bank.example'],
    ['all of one other script', 'https://\u0430\u0440\u0440\u04cf\u0435.example/', 'x', 'xn--80ak6aa92e.example'],
    ['in punycode', 'https://xn--bnk-6cd.example/', 'https://xn--bnk-6cd.example/', 'xn--bnk-6cd.example'],
    ['in Chinese', 'https://例子.example/', 'https://例子.example/', 'xn--fsqu00a.example'],
    ['in full-width letters', 'https://ｂａｎｋ.example/', 'https://ｂａｎｋ.example/', 'bank.example'],
    ['as one number', 'https://2130706433/', 'https://2130706433/', '127.0.0.1'],
    ['with a host in percents', 'https://b%61nk.example/', 'https://b%61nk.example/', 'bank.example'],
    ['to another mailbox', 'mailto:x@evil.example', 'help@bank.example', 'x@evil.example'],
  ])('%s', (_, href, text, host) => {
    expect(trueHost(href, text)).toBe(host);
  });
});

describe('what could be a name before the host', () => {
  const linksIn = (text: string): string[] => {
    const hrefs = (nodes: readonly Inline[]): string[] =>
      nodes.flatMap((node) => [
        ...(node.type === 'link' ? [node.href] : []),
        ...('children' in node ? hrefs(node.children) : []),
      ]);
    return parseMessage(text, []).flatMap((block) => (block.type === 'paragraph' ? hrefs(block.children) : []));
  };

  it.each([
    'https://bank.example@evil.example/',
    'https://bank.example:pass@evil.example/',
    '[bank.example](https://bank.example@evil.example/)',
    'https:\\\\evil.example',
    '[a](javascript:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](//evil.example)',
    'https://bank.example\u202emoc.live',
    'https://bank.example%40evil.example/',
  ])('%s leads nowhere', (text) => {
    expect(linksIn(text).filter((href) => canOpen(href) && new URL(href).hostname !== 'bank.example')).toEqual([]);
  });

  function canOpen(href: string): boolean {
    return URL.canParse(href);
  }
});
