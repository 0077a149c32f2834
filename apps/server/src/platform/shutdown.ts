import type { Logger } from './logger.js';

/** Resolves at the first SIGTERM or SIGINT; a second one ends at once. */
export function onceStopped(logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (signal: NodeJS.Signals): void => {
      if (asked) process.exit(1);
      asked = true;
      logger.info('stopping', { signal });
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { err: error }));
  });
}
