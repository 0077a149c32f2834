import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Clocks } from './clocks.js';

const PROGRAM = `
  const said = { now: Date.now(), made: new Date().getTime(), given: new Date(5).getTime(), text: Date(), parsed: Date.UTC(2026, 0) };
  console.log(JSON.stringify({ ...said, isDate: new Date() instanceof Date, isClass: require('node:util').types.isDate(new Date()) }));
`;

describe('the clock of a process that ./parley chaos has set', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-clock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  type Said = {
    now: number;
    made: number;
    given: number;
    text: string;
    parsed: number;
    isDate: boolean;
    isClass: boolean;
  };

  function ask(clocks: Clocks): Said {
    // As it is before there is a build.
    const source = fileURLToPath(new URL('clock-preload.ts', import.meta.url));
    const options = (clocks.env('logic-0')['NODE_OPTIONS'] ?? '').replace(
      /file:.*clock-preload\.js/,
      `file://${source}`,
    );
    const env = { NODE_OPTIONS: options };
    return JSON.parse(execFileSync(process.execPath, ['-e', PROGRAM], { env, encoding: 'utf8' })) as Said;
  }

  it('goes as the machine goes, as long as nobody sets it', () => {
    expect(Math.abs(ask(new Clocks(folder)).now - Date.now())).toBeLessThan(5_000);
  });

  it('is off by as much as it was set, and dates are dates', () => {
    const clocks = new Clocks(folder);
    clocks.set('logic-0', -600_000);
    clocks.set('worker-0', 99_000);
    const { now, made, given, text, parsed, isDate, isClass } = ask(clocks);
    for (const time of [now, made, Date.parse(text)]) expect(Math.abs(time - Date.now() + 600_000)).toBeLessThan(5_000);
    expect({ given, parsed, isDate, isClass }).toEqual({
      given: 5,
      parsed: Date.UTC(2026, 0),
      isDate: true,
      isClass: true,
    });
  });
});
