import { randomBytes } from 'node:crypto';
import { startRestApp, type RestApp } from '@parley/server/testing';
import { serverCli } from '../../support/cli.js';
import { bareDatabases, dropAll } from '../data/databases.js';
import { ownRedis } from '../support/databases.js';

export type Answer = {
  status: number;
  code: string | null;
  body: Record<string, unknown>;
  headers: Record<string, unknown>;
};
export type Call = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  raw?: string;
  headers?: Record<string, string>;
};
export type TokenSession = {
  accessToken: string;
  refreshToken: string;
  me: { userId: string; deviceId: string; role: string; orgName: string };
};

export const PASSWORD = 'correct horse battery';
export const DEVICE = { name: 'Test browser', platform: 'web' };
/** The default public URL's. */
export const ORIGIN = { origin: 'http://127.0.0.1:8080' };

export type AuditRow = { actor_id: string | null; target: string | null; data: Record<string, unknown> };

/** An install of one test file's own, with accounts over REST. */
export type Accounts = RestApp & {
  env: Record<string, string>;
  call: (path: string, call?: Call) => Promise<Answer>;
  /** Adds a person and answers the login; the organisation is there. */
  addPerson: (login?: string) => Promise<string>;
  signIn: (login: string, from?: { address?: string; deviceId?: string }) => Promise<TokenSession>;
  me: (session: Pick<TokenSession, 'accessToken'>) => Promise<Answer>;
  audit: (action: string) => Promise<AuditRow[]>;
  cli: <T>(...args: string[]) => Promise<T>;
  stop: () => Promise<void>;
};

export async function openAccounts(settings: Record<string, string> = {}): Promise<Accounts> {
  const urls = await bareDatabases();
  const env = {
    PARLEY_ROLES: 'logic',
    PARLEY_LOGIC_PORT: '0',
    PARLEY_RPC_PORT: '0',
    PARLEY_RPC_SECRET: 'x'.repeat(32),
    PARLEY_DIRECTORY_URL: urls.directoryUrl,
    PARLEY_SHARD_URLS: urls.shards.map(({ name, url }) => `${name}=${url}`).join(','),
    PARLEY_REDIS_URL: await ownRedis(),
    ...settings,
  };
  const cli = <T>(...args: string[]): Promise<T> => serverCli<T>(env, args);
  const app = await startRestApp(env);
  const call = caller(app);
  return {
    ...app,
    env,
    call,
    cli,
    addPerson: async (login = `p${randomBytes(5).toString('hex')}`) => {
      await app.addUser({ login, name: login, role: 'member', password: PASSWORD });
      return login;
    },
    signIn: async (login, { address, deviceId } = {}) => {
      const answer = await call('/auth/login', {
        body: {
          login,
          password: PASSWORD,
          device: { ...DEVICE, ...(deviceId === undefined ? {} : { deviceId }) },
          session: 'token',
        },
        ...(address === undefined ? {} : { headers: { 'x-forwarded-for': address } }),
      });
      if (answer.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(answer.body)}`);
      return answer.body as TokenSession;
    },
    me: ({ accessToken }) => call('/me', { method: 'GET', headers: bearer(accessToken) }),
    audit: async (action) => {
      const { rows } = await app.router.directory.pool.query<AuditRow>(
        'select actor_id, target, data from audit_entry where action = $1 order by seq',
        [action],
      );
      return rows;
    },
    stop: async () => {
      await app.close();
      await dropAll(urls);
    },
  };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function caller(app: RestApp): Accounts['call'] {
  return async (path, { method = 'POST', body, raw, headers = {} } = {}) => {
    const json = raw === undefined ? {} : { 'content-type': 'application/json' };
    const payload = raw ?? body;
    const answer = await app.request({
      method,
      url: `/api/v1${path}`,
      headers: { ...json, ...headers },
      ...(payload === undefined ? {} : { payload: payload as object }),
    });
    const parsed = answer.json<Record<string, unknown>>();
    const code = typeof parsed['code'] === 'string' ? parsed['code'] : null;
    return { status: answer.statusCode, code, body: parsed, headers: answer.headers };
  };
}

/** Creates the organisation through its link, as the first administrator does. */
export async function setUp(accounts: Accounts): Promise<TokenSession> {
  const { path } = await accounts.cli<{ path: string }>('setup-link');
  const answer = await accounts.call('/setup', { body: setupBody(path) });
  if (answer.status !== 200) throw new Error(`set-up failed: ${JSON.stringify(answer.body)}`);
  return answer.body as TokenSession;
}

export function setupBody(path: string): Record<string, unknown> {
  const [, secret] = path.split('#');
  return {
    secret,
    orgName: '示例公司',
    login: 'owner',
    name: '小林 Owner',
    password: PASSWORD,
    device: DEVICE,
    session: 'token',
  };
}
