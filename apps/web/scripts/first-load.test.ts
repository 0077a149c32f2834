import { describe, expect, it } from 'vitest';
import { checkFirstLoad, firstLoad, firstLoadTable, scriptsOf } from './first-load';

const page = [
  '<script src="/_next/static/chunks/a.js?v=1" async=""></script>',
  '<script>inline()</script>',
  '<script src="/_next/static/chunks/old.js" noModule=""></script>',
  '<script src="/_next/static/chunks/b.js" async=""></script>',
  '<script src="/_next/static/chunks/b.js" async=""></script>',
].join('');

describe('the first load', () => {
  it('is what the page names, each once, without what only older browsers load', () => {
    expect(scriptsOf(page)).toEqual(['/_next/static/chunks/a.js', '/_next/static/chunks/b.js']);
  });

  it('counts what is fetched besides, and adds up', () => {
    const sizes: Record<string, number> = {
      '/_next/static/chunks/a.js': 1024,
      '/_next/static/chunks/b.js': 2048,
      '/c.js': 512,
    };
    const load = firstLoad(page, ['/c.js', '/_next/static/chunks/a.js'], (name) => sizes[name] ?? 0);
    expect(load.bytes).toBe(3584);
    expect(load.scripts.map(({ name }) => name)).toEqual([
      '/_next/static/chunks/b.js',
      '/_next/static/chunks/a.js',
      '/c.js',
    ]);
    expect(firstLoadTable(load)).toContain('3.5 KB  of');
  });

  it('fails the build one byte over, not before', () => {
    const load = firstLoad(page, [], () => 50);
    expect(() => checkFirstLoad(load, 100)).not.toThrow();
    expect(() => checkFirstLoad(load, 99)).toThrow(/first load/);
  });
});
