import { randomInt } from 'node:crypto';

/** Without those that are taken for each other. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 20;

/** The first line of standard input, or a new password, which the answer then shows. */
export async function takePassword(
  input: NodeJS.ReadStream = process.stdin,
): Promise<{ password: string; made: boolean }> {
  if (!input.isTTY) {
    const chunks: Buffer[] = [];
    for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
    const [given = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/);
    if (given !== '') return { password: given, made: false };
  }
  return { password: makePassword(), made: true };
}

/** Over 110 bits. */
function makePassword(): string {
  return Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}
