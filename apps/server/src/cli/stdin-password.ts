import { randomInt } from 'node:crypto';
import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import { LIMITS } from '@parley/contract';
import { OperatorError } from './usage.js';

/** Without those that are taken for each other. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 20;
const STDIN = 0;

/** The first line of standard input where that is asked for; else a new password, which the answer then shows. */
export function takePassword(fromInput: boolean, input = STDIN): { password: string; made: boolean } {
  if (!fromInput) return { password: makePassword(), made: true };
  if (isatty(input))
    throw new OperatorError('--password-stdin: a terminal would show the password; give it by a pipe.');
  const password = readLine(input);
  if (password === '') throw new OperatorError('--password-stdin: there is no password on standard input.');
  // As the sign-in form counts: with a longer one its owner could never sign in.
  if (password.length > LIMITS.passwordMax)
    throw new OperatorError(`--password-stdin: a password has at most ${LIMITS.passwordMax} characters.`);
  return { password, made: false };
}

/** Byte by byte, as a shell does it: what follows the line stays for whoever reads next. */
function readLine(input: number): string {
  const bytes: number[] = [];
  const one = Buffer.alloc(1);
  while (readSync(input, one) === 1 && one[0] !== 0x0a) bytes.push(...one);
  return Buffer.from(bytes).toString('utf8').replace(/\r$/, '');
}

/** Over 110 bits. */
function makePassword(): string {
  return Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}
