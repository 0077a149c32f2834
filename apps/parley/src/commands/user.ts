import type { Request } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { dataDirAt } from '../data-dir.js';
import { ServerCli } from '../server-cli.js';
import { readSettings } from '../settings.js';
import { openInstall, serverEnv } from '../supervisor/install.js';
import { notRunning, runningState } from '../supervisor/state.js';

type UserRequest = Extract<Request, { command: `user ${string}` }>;

export async function user(request: UserRequest): Promise<number> {
  const cli = runningCli();
  const { login } = request;
  if (request.command === 'user disable') {
    await cli.disable(login);
    process.stdout.write(`${login} is disabled and signed out everywhere.\n`);
    return 0;
  }
  if (request.command === 'user enable') {
    const { enabled } = await cli.enable(login);
    const done = enabled ? 'is enabled and can sign in again' : 'was not disabled';
    process.stdout.write(`${login} ${done}.\n`);
    return 0;
  }
  const [done, password] = request.command === 'user add' ? await add(cli, request) : await reset(cli, request);
  process.stdout.write(`${login} ${done}.\n`);
  if (password !== undefined) process.stdout.write(`Password (shown only now): ${password}\n`);
  return 0;
}

type Done = [done: string, password: string | undefined];

async function add(cli: ServerCli, request: Extract<Request, { command: 'user add' }>): Promise<Done> {
  const { login, name, admin } = request;
  const { password } = await cli.userAdd({ login, name, admin }, request.password);
  return [`is added${admin ? ' as an administrator' : ''}`, password];
}

async function reset(cli: ServerCli, request: Extract<Request, { command: 'user reset-password' }>): Promise<Done> {
  const { disabled, password } = await cli.resetPassword(request.login, request.password);
  const still = `, but is disabled and can not sign in: ./parley user enable ${request.login}`;
  return [`has a new password and is signed out everywhere${disabled ? still : ''}`, password];
}

/** The server's operator commands on the running install. */
export function runningCli(): ServerCli {
  const settings = readSettings();
  const dir = dataDirAt(settings.dataDir);
  if (runningState(dir)?.phase !== 'up') throw new Failure(notRunning(dir));
  return new ServerCli(serverEnv(openInstall(settings)));
}
