import type { Install } from '../supervisor/install.js';
import type { Ports } from '../supervisor/ports.js';
import type { Surroundings } from '../supervisor/server-parts.js';
import { linesOf } from './faults.js';
import { type Line, openLine } from './line.js';

/** The lines of an install, each of which is one TCP line, or two where a process listens at two ports. */
export class Lines {
  private readonly byName = new Map<string, Line[]>();

  /** Opens a line to that port and answers its own. */
  async open(name: string, target: number): Promise<number> {
    const line = await openLine(target);
    this.byName.set(name, [...(this.byName.get(name) ?? []), line]);
    return line.port;
  }

  /** A line of its own for each process and whatever it reaches; answers where each finds the others. */
  async between(
    install: Install,
    processes: readonly string[],
    env: (process: string) => Record<string, string>,
  ): Promise<Map<string, Surroundings>> {
    const around = new Map<string, Surroundings>();
    for (const process of processes) {
      const ports: Ports = { ...install.ports };
      for (const { name, to } of linesOf(processes).filter(({ from }) => from === process)) {
        const reached = to.startsWith('logic-') ? [`${to}.rest`, `${to}.rpc`] : [to];
        for (const port of reached) ports[port] = await this.open(name, install.ports[port] ?? 0);
      }
      around.set(process, { ports, env: env(process) });
    }
    return around;
  }

  /** Those of that name; with an arrow in front, all that lead there. */
  named(name: string): Line[] {
    return [...this.byName].flatMap(([known, lines]) =>
      known === name || (name.startsWith('→ ') && known.endsWith(name)) ? lines : [],
    );
  }

  heal(): void {
    for (const line of [...this.byName.values()].flat()) line.heal();
  }

  async close(): Promise<void> {
    await Promise.all([...this.byName.values()].flat().map((line) => line.close()));
  }
}
