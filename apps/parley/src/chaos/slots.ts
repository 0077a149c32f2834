import { connect, type Socket } from 'node:net';

import { isWelcome, postgresHello } from '../supervisor/probes.js';

/** More than a cluster has. */
const MOST = 400;
const AGAIN_MS = 50;

/**
 * Takes every connection that a Postgres gives and keeps it, halfway through signing in; whatever becomes free meanwhile as well.
 * Ends when it is called.
 */
export function takeSlots(port: number): () => void {
  const held = new Set<Socket>();
  let over = false;
  const take = (): void => {
    if (over || held.size >= MOST) return;
    const socket = connect({ port, host: '127.0.0.1' });
    held.add(socket);
    socket.on('error', () => undefined);
    socket.on('connect', () => socket.write(postgresHello()));
    socket.once('data', (answer: Buffer) => {
      if (isWelcome(answer)) take();
      else socket.destroy();
    });
    socket.once('close', () => {
      held.delete(socket);
      setTimeout(take, AGAIN_MS);
    });
  };
  // Two lines of them: one alone would be as slow as the slowest fork.
  take();
  take();
  return () => {
    over = true;
    for (const socket of held) socket.destroy();
  };
}
