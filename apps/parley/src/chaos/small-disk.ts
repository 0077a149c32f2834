import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What an empty cluster with its log needs, and what a minute of talk adds. */
const EMPTY_MB = 320;
const MINUTE_MB = 40;
/** A few of them fill it: each waits for its turn in a process that is busy being sixty devices. */
const PIECE = Buffer.alloc(1 << 26);
/** So that the log stays small beside the data: the disk is to be full when we fill it, not by itself. */
const SMALL_LOG = '\nmax_wal_size = 96MB\nmin_wal_size = 80MB\n';

/** The data of one cluster on a disk of its own, in memory, which can be filled. */
export class SmallDisk {
  private readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Moves a cluster that does not run to a disk of its own. Only root may; throws where it may not. */
  static under(folder: string, minutes: number): SmallDisk {
    if (!existsSync(folder)) throw new Error(`${folder} is not there`);
    const { uid, gid } = statSync(folder);
    const aside = `${folder}.aside`;
    renameSync(folder, aside);
    mkdirSync(folder, { mode: 0o700 });
    const size = Math.round(EMPTY_MB + minutes * MINUTE_MB);
    const disk = new SmallDisk(folder);
    try {
      run('mount', ['-t', 'tmpfs', '-o', `size=${size}m,mode=0700,uid=${uid},gid=${gid}`, 'parley-chaos', folder]);
    } catch (error) {
      rmSync(folder, { recursive: true });
      renameSync(aside, folder);
      throw error;
    }
    try {
      run('cp', ['-a', `${aside}/.`, folder]);
      appendFileSync(join(folder, 'postgresql.conf'), SMALL_LOG);
    } catch (error) {
      disk.remove();
      throw error;
    }
    rmSync(aside, { recursive: true });
    return disk;
  }

  /** Nothing more fits; what is answered makes room again. */
  async fill(): Promise<() => Promise<void>> {
    const path = join(this.folder, 'ballast');
    const file = await open(path, 'w');
    try {
      for (;;) await file.write(PIECE);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      await file.close();
    }
    return () => rm(path, { force: true });
  }

  remove(): void {
    // Lazily: a process that ends a moment later is no reason to keep it.
    run('umount', ['--lazy', this.folder]);
  }
}

function run(program: string, args: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
