import 'reflect-metadata';
import { ParleyError } from '@parley/contract';
import { ConfigError, loadOperatorConfig } from '../platform/config.js';
import { Operator } from './operator.js';
import { OperatorError, USAGE } from './usage.js';

type Command = (operator: Operator, args: string[]) => Promise<object>;

/** Loaded one at a time: `up` runs several of them at every start. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  migrate: async () => (await import('./migrate.js')).migrateDatabases,
  'setup-link': async () => (await import('./user-commands.js')).setupLink,
  'user-add': async () => (await import('./user-commands.js')).userAdd,
  'user-reset-password': async () => (await import('./user-commands.js')).userResetPassword,
  'user-disable': async () => (await import('./user-commands.js')).userDisable,
  'user-enable': async () => (await import('./user-commands.js')).userEnable,
  policy: async () => (await import('./policy-command.js')).policy,
  'seed-demo': async () => (await import('./seed-demo.js')).seedDemo,
  'doctor-sessions': async () => (await import('./doctor-sessions.js')).doctorSessions,
  'mint-sessions': async () => (await import('./mint-sessions.js')).mintSessions,
  age: async () => (await import('./age-database.js')).ageDatabase,
  status: async () => (await import('./status.js')).status,
};

async function main([name, ...args]: string[]): Promise<void> {
  const load = name === undefined ? undefined : Object.entries(COMMANDS).find(([command]) => command === name)?.[1];
  if (load === undefined) throw new OperatorError(USAGE, 2);
  const operator = new Operator(loadOperatorConfig());
  try {
    const answer = await (await load())(operator, args);
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  } finally {
    await operator.close().catch(() => undefined);
  }
}

/** Says what went wrong in words; a stack only for what nobody foresaw. */
function explain(error: unknown): { text: string; exitCode: number } {
  if (error instanceof OperatorError) return { text: error.message, exitCode: error.exitCode };
  if (error instanceof ConfigError) return { text: error.message, exitCode: 1 };
  if (error instanceof ParleyError) {
    const { code, message, details } = error.toWire();
    const more = Object.keys(details).length === 0 ? '' : ` ${JSON.stringify(details)}`;
    return { text: `${message} (${code}${more})`, exitCode: 1 };
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return { text: `${error.message}\n\n${USAGE}`, exitCode: 2 };
  }
  // A part that does not answer: where it was sought says it all.
  if (error instanceof Error && 'syscall' in error && error.syscall === 'connect')
    return { text: error.message, exitCode: 1 };
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: 1 };
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    const { text, exitCode } = explain(error);
    process.stderr.write(`${text}\n`);
    process.exit(exitCode);
  },
);
