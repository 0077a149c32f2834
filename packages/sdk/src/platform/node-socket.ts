import { NodeWebSocket } from 'socket.io-client';

/** What of the package `ws` is needed to read a refusal. */
type UpgradingSocket = {
  on(
    event: 'unexpected-response',
    listener: (request: unknown, response: { headers: Record<string, string | string[] | undefined> }) => void,
  ): unknown;
  terminate(): void;
};

/**
 * The WebSocket of Node, which can read what a browser can't: how long a gateway that refused the upgrade wants to be left alone.
 * `told` hears it before the connection fails.
 */
export function nodeWebSocket(told: (retryAfterMs: number) => void): typeof NodeWebSocket {
  return class extends NodeWebSocket {
    override createSocket(
      ...args: Parameters<NodeWebSocket['createSocket']>
    ): ReturnType<NodeWebSocket['createSocket']> {
      const socket: unknown = super.createSocket(...args);
      const upgrading = socket as UpgradingSocket;
      upgrading.on('unexpected-response', (_, { headers }) => {
        const seconds = Number(headers['retry-after']);
        if (seconds > 0) told(seconds * 1_000);
        // Whoever listens has to end it.
        upgrading.terminate();
      });
      return socket;
    }
  };
}
