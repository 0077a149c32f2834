import { parseArgs } from 'node:util';
import { OrgPolicy } from '@parley/contract';
import { ChangePolicy } from '../org/change-policy.js';
import { OrgRules } from '../org/org-rules.js';
import type { PolicyAnswer } from './index.js';
import type { Operator } from './operator.js';
import { OperatorError } from './usage.js';

/** Without a name: as it is. */
export async function policy(operator: Operator, args: string[]): Promise<PolicyAnswer> {
  const [name, value, ...rest] = parseArgs({ args, allowPositionals: true }).positionals;
  const shards = await operator.shards();
  if (name === undefined) return new OrgRules(shards).policy();
  if (value === undefined || rest.length > 0) throw new OperatorError('Give a name and a value.', 2);
  return new ChangePolicy(shards, operator.clock).execute(changeOf(name, value), { actorId: null });
}

function changeOf(name: string, value: string): Partial<Record<keyof OrgPolicy, unknown>> {
  const schema = Object.entries(OrgPolicy.shape).find(([known]) => known === name)?.[1];
  if (schema === undefined) {
    throw new OperatorError(`There is no policy ${name}; these are: ${Object.keys(OrgPolicy.shape).join(', ')}.`, 2);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new OperatorError(`${name}: ${parsed.error.issues[0]?.message ?? 'not valid'}`, 2);
  return { [name]: parsed.data };
}
