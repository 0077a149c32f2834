import { identify, type ProcessIdentity, signalProcess } from '../bootstrap/process-identity.js';
import { treeOf } from '../supervisor/memory.js';

/** Processes that stand still. None may be left behind: what is stopped reacts to no signal but the last one. */
export class Held {
  private readonly processes = new Set<ProcessIdentity>();

  /** A process with all that it has started: the backends of a Postgres go on without their postmaster. */
  stop(root: number): () => void {
    const stopped: ProcessIdentity[] = [];
    for (const pid of treeOf(root)) {
      const identity = identify(pid);
      if (identity === undefined || !signalProcess(identity, 'SIGSTOP')) continue;
      stopped.push(identity);
      this.processes.add(identity);
    }
    return () => this.release(stopped);
  }

  release(which: Iterable<ProcessIdentity> = this.processes): void {
    for (const identity of [...which]) {
      signalProcess(identity, 'SIGCONT');
      this.processes.delete(identity);
    }
  }
}
