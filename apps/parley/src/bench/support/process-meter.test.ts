import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { ProcessMeter } from './process-meter.js';

/** A process that does nothing but use a core. */
function spin(): ChildProcess {
  return spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
}

it('adds up what all that bore a name have used, the ones that ended included', async () => {
  let child = spin();
  const meter = new ProcessMeter(() => [{ name: 'server', pid: child.pid ?? 0 }]);
  try {
    const used = (): number => meter.read().cpu.get('server') ?? 0;
    await expect.poll(used, { timeout: 20_000 }).toBeGreaterThan(100_000);
    const before = used();
    child.kill('SIGKILL');
    child = spin();
    // What the first one had used is not taken back, and the second one's comes on top.
    await sleep(50);
    expect(used()).toBeGreaterThanOrEqual(before);
    await expect.poll(used, { timeout: 20_000 }).toBeGreaterThan(before + 100_000);
  } finally {
    meter.stop();
    child.kill('SIGKILL');
  }
});
