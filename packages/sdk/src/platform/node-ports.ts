import type { Ports } from '../ports.js';
import { localChannel, localLock } from './local-tabs.js';
import { memoryStorage } from './memory-storage.js';
import { nodeWebSocket } from './node-socket.js';
import { systemClock, systemRandom } from './system.js';
import { createTransport, type TransportOptions } from './transport.js';

/** Every port for a process of its own; give some to replace them. */
export function createNodePorts(options: TransportOptions & Partial<Ports>): Ports {
  const { url, ...given } = options;
  return {
    storage: memoryStorage(),
    transport: createTransport({ url }, (told) => [nodeWebSocket(told)]),
    clock: systemClock(),
    random: systemRandom(),
    lock: localLock(),
    channel: localChannel(),
    ...given,
  };
}
