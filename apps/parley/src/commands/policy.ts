import type { Request } from '../args.js';
import { table } from '../table.js';
import { runningCli } from './user.js';

export async function policy({ change }: Extract<Request, { command: 'policy' }>): Promise<number> {
  const found = await runningCli().policy(change ?? []);
  process.stdout.write(
    table(
      ['policy', 'value'],
      Object.entries(found).map(([name, value]) => [name, String(value)]),
    ),
  );
  return 0;
}
