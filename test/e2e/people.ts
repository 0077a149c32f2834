import { createNodePorts, ParleyClient } from '@parley/sdk';
import { inject } from 'vitest';
import { PATIENCE_MS } from '../support/wait.js';
import { ensureOrganisation, PASSWORD, type Person } from './organisation.js';
import { parley } from './stack.js';

export type { Person };

let counter = 0;

/** Several at once. */
export async function newPeople<Names extends string[]>(...names: Names): Promise<{ [Each in keyof Names]: Person }> {
  return (await Promise.all(names.map((name) => newPerson(name)))) as { [Each in keyof Names]: Person };
}

/** A colleague of nobody else's test: the login is new in each call. */
export async function newPerson(name: string, stack = inject('stack')): Promise<Person> {
  await ensureOrganisation(stack);
  counter += 1;
  const login = `p${process.pid}-${Date.now() % 100_000}-${counter}`;
  const person = { login, name, password: PASSWORD };
  if (stack.peopleUrl === '') {
    await parley(['user', 'add', login, '--name', name, '--password-stdin'], stack.env, `${PASSWORD}\n`);
    return person;
  }
  const answer = await fetch(stack.peopleUrl, { method: 'POST', body: JSON.stringify(person) });
  if (!answer.ok) throw new Error(`${login} is not added: ${await answer.text()}`);
  return person;
}

/** A device of this person without a browser. */
export async function clientOf(person: Person): Promise<ParleyClient> {
  const client = new ParleyClient({ ports: createNodePorts({ url: inject('stack').url }) });
  await client.login({ login: person.login, password: person.password, deviceName: 'tests', platform: 'other' });
  await client.start();
  await client.whenOnline(PATIENCE_MS);
  return client;
}
