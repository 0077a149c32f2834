import { parseArgs } from 'node:util';
import { DisplayName, NewLogin } from '@parley/contract';
import { AddUser } from '../org/add-user.js';
import { DisableUser } from '../org/disable-user.js';
import { EnableUser } from '../org/enable-user.js';
import { MakeSetupLink } from '../org/make-setup-link.js';
import { ResetPassword } from '../org/reset-password.js';
import type {
  SetupLinkAnswer,
  UserAddAnswer,
  UserDisableAnswer,
  UserEnableAnswer,
  UserResetPasswordAnswer,
} from './index.js';
import type { Operator } from './operator.js';
import { takePassword } from './stdin-password.js';
import { OperatorError } from './usage.js';

const BY_OPERATOR = { actorId: null };
const passwordOption = { 'password-stdin': { type: 'boolean', default: false } } as const;

export async function setupLink(operator: Operator): Promise<SetupLinkAnswer> {
  return new MakeSetupLink(await operator.shards(), operator.clock).execute();
}

export async function userAdd(operator: Operator, args: string[]): Promise<UserAddAnswer> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { name: { type: 'string' }, admin: { type: 'boolean', default: false }, ...passwordOption },
  });
  const login = checked(NewLogin, onlyLogin(positionals), 'login');
  const name = checked(DisplayName, values.name ?? login, 'name');
  const shards = await operator.shards();
  if (!(await new MakeSetupLink(shards, operator.clock).isDone())) {
    throw new OperatorError('The organisation is not set up yet. Open the link that ./parley up printed first.');
  }
  const { password, made } = takePassword(values['password-stdin']);
  const add = new AddUser(shards, operator.passwords(), await operator.ids(), operator.clock);
  const role = values.admin ? 'admin' : 'member';
  const { userId } = await add.execute({ login, name, role, password }, BY_OPERATOR);
  return { userId, login, ...(made ? { password } : {}) };
}

export async function userResetPassword(operator: Operator, args: string[]): Promise<UserResetPasswordAnswer> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: passwordOption });
  const login = onlyLogin(positionals);
  const { password, made } = takePassword(values['password-stdin']);
  const revocations = await operator.revocations();
  const reset = new ResetPassword(await operator.shards(), operator.passwords(), revocations, operator.clock);
  const { userId, disabled } = await reset.execute({ login, password }, BY_OPERATOR);
  return { userId, login, disabled, ...(made ? { password } : {}) };
}

export async function userDisable(operator: Operator, args: string[]): Promise<UserDisableAnswer> {
  const login = onlyLogin(parseArgs({ args, allowPositionals: true }).positionals);
  const disable = new DisableUser(await operator.shards(), await operator.revocations(), operator.clock);
  return { ...(await disable.execute(login, BY_OPERATOR)), login };
}

export async function userEnable(operator: Operator, args: string[]): Promise<UserEnableAnswer> {
  const login = onlyLogin(parseArgs({ args, allowPositionals: true }).positionals);
  const enable = new EnableUser(await operator.shards(), await operator.revocations(), operator.clock);
  return { ...(await enable.execute(login, BY_OPERATOR)), login };
}

function onlyLogin(positionals: string[]): string {
  const [login, ...rest] = positionals;
  if (login === undefined || rest.length > 0) throw new OperatorError('Give one login.', 2);
  return login;
}

type Parsed = { success: true; data: string } | { success: false; error: { issues: readonly { message: string }[] } };

function checked(schema: { safeParse: (value: string) => Parsed }, value: string, what: string): string {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new OperatorError(`${what}: ${parsed.error.issues[0]?.message ?? 'not valid'}`, 2);
  return parsed.data;
}
