import { describe, expect, it } from 'vitest';
import docsLoader from './docs-loader.cjs';

type Loader = (this: { resourcePath: string }, source: string) => string;
const load = docsLoader as unknown as Loader;
const loaded = (source: string, resourcePath = '/contract/dist/message.js'): string =>
  load.call({ resourcePath }, source);

describe('the contract in a page', () => {
  it('has no metadata, whatever stands in it', () => {
    const text = "z.string().meta({ id: 'A', example: { text: 'it\\'s a } {' } }).min(1)";
    expect(loaded(text)).toBe('z.string().min(1)');
    expect(loaded('z.a().meta({\n  description: `The ${LIMITS.a}.`,\n}).b(z.c().meta({ id: "C" }))')).toBe(
      'z.a().b(z.c())',
    );
  });

  it('has no summaries, and no list of errors of a route', () => {
    expect(loaded("{ summary: 'Say it', errors: [...SEEN, 'MUTED'], path: '/a' }")).toBe(
      "{ summary: '', errors: [], path: '/a' }",
    );
  });

  it('has the codes of errors without their sentences, and keeps what else is called a message', () => {
    const specs = "{ BUSY: { status: 429, message: 'Too many. Wait.' } }";
    expect(loaded(specs, '/contract/dist/errors.js')).toBe("{ BUSY: { status: 429, message: '' } }");
    expect(loaded(specs)).toBe(specs);
  });

  it('is not built of what it can not read', () => {
    expect(() => loaded("z.a().meta({ id: 'A'")).toThrow(/does not end/);
    expect(() => loaded("z.a().meta({ id: 'A' }, b)")).toThrow(/more than one/);
  });
});
