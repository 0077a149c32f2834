import { readProcesses, type ProcessReading, type Watched } from './processes.js';

/** Every process of the machine is looked at for it. */
const EVERY_MS = 1_000;

/** CPU by name of processes that are replaced meanwhile: of all that bore a name, up to the last look before each ended. */
export class ProcessMeter {
  private readonly used = new Map<string, number>();
  private readonly seen = new Map<string, { pid: number; cpu: number }>();
  private readonly watched: () => Watched[];
  private readonly timer: NodeJS.Timeout;

  constructor(watched: () => Watched[]) {
    this.watched = watched;
    this.look(true);
    this.timer = setInterval(() => this.look(false), EVERY_MS);
  }

  /** What they have used since the meter was made. */
  read(): ProcessReading {
    return { ...this.look(false), cpu: new Map(this.used) };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(first: boolean): ProcessReading {
    const watched = this.watched();
    const reading = readProcesses(watched);
    for (const { name, pid } of watched) {
      const cpu = reading.cpu.get(name) ?? 0;
      const before = this.seen.get(name);
      // One that was not there before has used all of it since.
      const since = before?.pid === pid ? before.cpu : first ? cpu : 0;
      this.used.set(name, (this.used.get(name) ?? 0) + Math.max(0, cpu - since));
      this.seen.set(name, { pid, cpu });
    }
    return reading;
  }
}
