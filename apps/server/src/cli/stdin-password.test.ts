import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takePassword } from './stdin-password.js';

describe('the password of an operator command', () => {
  let folder = '';
  let input = 0;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-stdin-'));
  });
  afterEach(() => {
    closeSync(input);
    rmSync(folder, { recursive: true });
  });

  function inputOf(text: string): number {
    writeFileSync(join(folder, 'input'), text);
    input = openSync(join(folder, 'input'), 'r');
    return input;
  }

  it('is made up without a look at the input, which a loop around the command may be reading', () => {
    const list = inputOf('li\nwang\n');
    const { password, made } = takePassword(false, list);
    expect(made).toBe(true);
    expect(password).toMatch(/^[a-zA-Z2-9]{20}$/);
    expect(takePassword(true, list).password).toBe('li');
  });

  it('is the first line where that is asked for, and the lines after it stay for the next reader', () => {
    const list = inputOf(' 长 pass word \r\nanother one\nlast');
    expect(takePassword(true, list)).toEqual({ password: ' 长 pass word ', made: false });
    expect(takePassword(true, list).password).toBe('another one');
    expect(takePassword(true, list).password).toBe('last');
  });

  it('is refused where the sign-in form could not take it', () => {
    expect(takePassword(true, inputOf(`${'a'.repeat(256)}\n`)).password).toHaveLength(256);
    closeSync(input);
    expect(() => takePassword(true, inputOf(`${'a'.repeat(257)}\n`))).toThrow('at most 256 characters');
  });

  it.each(['', '\n', '\r\nsecond'])('is never made up in place of a line that is not there: %j', (text) => {
    expect(() => takePassword(true, inputOf(text))).toThrow('no password on standard input');
  });
});
