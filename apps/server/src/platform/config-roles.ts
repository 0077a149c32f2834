import type { RoleName } from './config-values.js';

export type Env = Readonly<Record<string, string | undefined>>;

const DATABASE_URLS = ['PARLEY_DIRECTORY_URL', 'PARLEY_SHARD_URLS'];
const RPC_SECRET_HINT = 'give the secret that gateways and logic share (openssl rand -hex 32)';

/** What is needed, and what is refused, follows from the roles; whether a given value is sound is another question. */
export function roleFaults(roles: readonly RoleName[], env: Env): string[] {
  const faults: string[] = [];
  const isSet = (name: string) => Object.keys(given(env, [name])).length > 0;
  const need = (name: string, why: string) => {
    if (!isSet(name)) faults.push(`${name}: is not set; ${why}`);
  };
  const has = (role: RoleName) => roles.includes(role);

  need('PARLEY_REDIS_URL', 'give the Redis server, redis://host:6379');
  if (has('logic') || has('worker')) {
    need('PARLEY_DIRECTORY_URL', 'logic and worker need the directory database, postgresql://…');
    need('PARLEY_SHARD_URLS', 'logic and worker need the shards, name=postgresql://… separated by commas');
  } else if (has('gateway')) {
    const refused = 'is set, but a gateway holds no database credentials; unset it for this process';
    faults.push(...DATABASE_URLS.filter(isSet).map((name) => `${name}: ${refused}`));
  }
  if (has('logic') && !has('gateway')) {
    need('PARLEY_LOGIC_PORT', 'logic without a gateway needs a port for the REST API');
    need('PARLEY_RPC_PORT', 'logic without a gateway needs a port for the calls of gateways');
    need('PARLEY_RPC_SECRET', RPC_SECRET_HINT);
  }
  if (has('gateway') && !has('logic')) {
    need('PARLEY_LOGIC_URLS', 'a gateway without logic needs the URLs of the REST API');
    need('PARLEY_RPC_URLS', 'a gateway without logic needs the URLs of logic');
    need('PARLEY_RPC_SECRET', RPC_SECRET_HINT);
  }
  return faults;
}

/** An empty value is an unset one: charts and compose files write them. */
export function given(env: Env, names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}
