import { createNodePorts, ParleyClient } from '@parley/sdk';
import { inject } from 'vitest';
import { parley } from './stack.js';

export type Person = { readonly login: string; readonly name: string; readonly password: string };

const PASSWORD = 'a long enough password';
const admin: Person = { login: 'ada', name: 'Ada Lovelace', password: PASSWORD };

export const organisation = '示例公司 Example';

/** Who sets the organisation up, by hand in setup.test.ts or here by the API when another file runs alone. */
export async function ensureOrganisation({ url, setupUrl } = inject('stack')): Promise<Person> {
  const { needed } = (await (await fetch(`${url}/api/v1/setup`)).json()) as { needed: boolean };
  if (!needed) return admin;
  const body = {
    secret: decodeURIComponent(new URL(setupUrl).hash.slice(1)),
    orgName: organisation,
    ...admin,
    device: { name: 'tests', platform: 'other' },
    session: 'token',
  };
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`set-up failed: ${await answer.text()}`);
  return admin;
}

let counter = 0;

/** Several at once: making one is mostly the start of processes. */
export async function newPeople<Names extends string[]>(...names: Names): Promise<{ [Each in keyof Names]: Person }> {
  await ensureOrganisation();
  return (await Promise.all(names.map((name) => newPerson(name)))) as { [Each in keyof Names]: Person };
}

/** A colleague of nobody else's test: the login is new in each call. */
export async function newPerson(name: string, stack = inject('stack')): Promise<Person> {
  await ensureOrganisation(stack);
  counter += 1;
  const login = `p${process.pid}-${Date.now() % 100_000}-${counter}`;
  await parley(['user', 'add', login, '--name', name, '--password-stdin'], stack.env, `${PASSWORD}\n`);
  return { login, name, password: PASSWORD };
}

/** A device of this person without a browser. */
export async function clientOf(person: Person): Promise<ParleyClient> {
  const client = new ParleyClient({ ports: createNodePorts({ url: inject('stack').url }) });
  await client.login({ login: person.login, password: person.password, deviceName: 'tests', platform: 'other' });
  await client.start();
  await client.whenOnline(15_000);
  return client;
}
