import 'reflect-metadata';
import { ConfigError, loadConfig } from './platform/config.js';
import { HealthServer } from './platform/health.js';
import { Logger } from './platform/logger.js';
import { measureProcess } from './platform/metrics.js';
import { spans, startSpans } from './platform/spans.js';
import { onceStopped } from './platform/shutdown.js';

/** What was not sent by then is lost: a collector that is away must not hold the process up. */
const SPANS_MS = 2_000;

/**
 * Starts the roles that PARLEY_ROLES names, all in this process. Each is imported only when it runs here, so a gateway
 * never loads the database packages.
 */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = new Logger(config.log.level);
  const health = new HealthServer();
  const runs = (role: 'gateway' | 'logic' | 'worker'): boolean => config.roles.includes(role);
  const stops: (() => Promise<void>)[] = [];
  if (config.health.port !== null) {
    measureProcess(config.roles);
    await health.listen(config.health.port);
  }

  await startSpans(config, logger);
  const backend =
    runs('logic') || runs('worker')
      ? await (
          await import('./roles/backend.js')
        ).start({ config, logger, health }, { logic: runs('logic'), worker: runs('worker') })
      : null;
  if (backend !== null) stops.unshift(backend.stop);
  if (runs('gateway')) {
    const { start } = await import('./roles/gateway.js');
    const { gateway, stop } = await start({ config, logger, health }, backend?.local ?? null);
    backend?.attach(gateway);
    stops.unshift(stop);
  }
  health.started();
  logger.info('ready', { roles: config.roles });
  await onceStopped(logger);
  health.stop();
  // Gateways first: what they still carry is answered by a logic that is there.
  for (const stop of stops) await stop();
  await Promise.race([spans.stop(), new Promise((resolve) => setTimeout(resolve, SPANS_MS))]);
  await health.close();
  logger.info('stopped', { roles: config.roles });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else new Logger().fatal('could not start', { err: error });
    process.exit(1);
  },
);
