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
  const { password } =
    request.command === 'user add'
      ? await cli.userAdd({ login, name: request.name, admin: request.admin }, request.password)
      : await cli.resetPassword(login, request.password);
  const role = request.command === 'user add' && request.admin ? ' as an administrator' : '';
  const done = request.command === 'user add' ? `is added${role}` : 'has a new password and is signed out everywhere';
  process.stdout.write(`${login} ${done}.\n`);
  if (password !== undefined) process.stdout.write(`Password (shown only now): ${password}\n`);
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
