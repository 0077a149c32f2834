import { randomInt } from 'node:crypto';

import type { Request } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { dataDirAt } from '../data-dir.js';
import { ServerCli } from '../server-cli.js';
import { readSettings } from '../settings.js';
import { openInstall, serverEnv } from '../supervisor/install.js';
import { runningState } from '../supervisor/state.js';

type UserRequest = Extract<Request, { command: `user ${string}` }>;

export async function user(request: UserRequest): Promise<number> {
  const cli = runningCli();
  const { login } = request;
  if (request.command === 'user disable') {
    await cli.disable(login);
    process.stdout.write(`${login} is disabled and signed out everywhere.\n`);
    return 0;
  }
  const { password, made } = await choosePassword();
  if (request.command === 'user add') {
    await cli.userAdd({ login, name: request.name, admin: request.admin }, password);
    process.stdout.write(`${login} is added${request.admin ? ' as an administrator' : ''}.\n`);
  } else {
    await cli.resetPassword(login, password);
    process.stdout.write(`${login} has a new password and is signed out everywhere.\n`);
  }
  if (made) process.stdout.write(`Password (shown only now): ${password}\n`);
  return 0;
}

/** The server's operator commands on the running install. */
export function runningCli(): ServerCli {
  const settings = readSettings();
  if (runningState(dataDirAt(settings.dataDir))?.phase !== 'up') {
    throw new Failure('Parley is not running. Start it with: ./parley up');
  }
  return new ServerCli(serverEnv(openInstall(settings)));
}

/** The first line of standard input, when something is piped in; else a new one. */
async function choosePassword(): Promise<{ password: string; made: boolean }> {
  if (!process.stdin.isTTY) {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    const given = Buffer.concat(chunks).toString('utf8').split(/\r?\n/)[0] ?? '';
    if (given !== '') return { password: given, made: false };
  }
  return { password: makePassword(), made: true };
}

/** 20 letters and digits, without those that are taken for each other: over 110 bits. */
function makePassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return Array.from({ length: 20 }, () => letters[randomInt(letters.length)] ?? '').join('');
}
