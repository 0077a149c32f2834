import type { Request } from './args.js';

/** What is behind `./parley`, once bootstrap.ts has made the checkout ready. Each command loads only what it needs. */
export async function main(request: Request): Promise<number> {
  switch (request.command) {
    case 'up':
      return (await import('./commands/up.js')).up(request);
    case 'down':
      return (await import('./commands/down.js')).down();
    case 'status':
      return (await import('./commands/status.js')).status(request);
    case 'top':
      return (await import('./commands/top.js')).top(request);
    case 'logs':
      return (await import('./commands/logs.js')).logs(request);
    case 'doctor':
      return (await import('./commands/doctor.js')).doctor(request);
    case 'test':
      return (await import('./commands/test.js')).test(request);
    case 'bench':
      return (await import('./commands/bench.js')).bench(request);
    case 'chaos':
      return (await import('./commands/chaos.js')).chaos(request);
    case 'user add':
    case 'user reset-password':
    case 'user disable':
    case 'user enable':
      return (await import('./commands/user.js')).user(request);
    case 'policy':
      return (await import('./commands/policy.js')).policy(request);
    case 'stack up':
      return (await import('./commands/stack.js')).stackUp(request);
    case 'stack down':
      return (await import('./commands/stack.js')).stackDown();
    case 'supervise':
      return (await import('./commands/supervise.js')).supervise(request);
    case 'help':
      process.stdout.write((await import('./usage.js')).usage);
      return 0;
    default:
      return missingCase(request);
  }
}

function missingCase(request: never): never {
  throw new Error(`no such command: ${JSON.stringify(request)}`);
}
