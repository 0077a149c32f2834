import type { Request } from '../args.js';
import { createReporter } from '../bootstrap/progress.js';
import { printed } from '../chaos/chaos-report.js';
import { runChaos } from '../chaos/chaos.js';

/** Exit 1 when a seed broke a promise. */
export async function chaos({ seeds, seconds, json }: Extract<Request, { command: 'chaos' }>): Promise<number> {
  // With --json, standard output is for the report alone.
  const reporter = createReporter(json ? process.stderr : process.stdout);
  const report = await runChaos({ seeds, seconds, reporter });
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `\n${printed(report)}`);
  return report.ok ? 0 : 1;
}
