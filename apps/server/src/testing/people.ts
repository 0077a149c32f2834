import { Operator } from '../cli/operator.js';
import { AddUser } from '../org/add-user.js';
import type { UserToAdd } from '../org/add-user.js';
import { loadOperatorConfig } from '../platform/config.js';

export type PeopleMaker = { add: (user: UserToAdd) => Promise<void>; close: () => Promise<void> };

/** Adds people to a running install as the operator's command does, without the start of a process for each of them. */
export async function openPeopleMaker(env: Record<string, string>): Promise<PeopleMaker> {
  const operator = new Operator(loadOperatorConfig(env));
  const add = new AddUser(await operator.shards(), operator.passwords(), await operator.ids(), operator.clock);
  return {
    add: async (user) => void (await add.execute(user, { actorId: null })),
    close: () => operator.close(),
  };
}
