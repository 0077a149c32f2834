import { describe, expect, it } from 'vitest';
import { namedFrom } from './named-from';

const texts = new Map([
  ['chunks/a.js', 'load("static/chunks/b.js")'],
  ['chunks/b.js', 'load("static/chunks/a.js")'],
  ['chunks/c.js', ''],
]);

describe('what pages name', () => {
  it('is followed through the scripts, also in a ring', () => {
    expect([...namedFrom(['<script src="/_next/static/chunks/a.js">'], texts)].sort()).toEqual([
      'chunks/a.js',
      'chunks/b.js',
    ]);
  });

  it('leaves out what none of them names', () => {
    expect([...namedFrom(['<script src="/_next/static/chunks/c.js">', ''], texts)]).toEqual(['chunks/c.js']);
  });
});
