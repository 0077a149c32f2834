import type { Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';

/**
 * A listening socket yields one connection in each turn of the loop, however many wait. Whoever opens thousands puts everybody else
 * behind them for as many turns; from several sockets as many are taken in a turn. Elsewhere than on Linux none can share a port.
 */
const SOCKETS = process.platform === 'linux' ? 8 : 1;
/** As many as may wait at each. */
const BACKLOG = 4_096;

export type Place = {
  host: string;
  port: number;
  /** Other processes share the port. */
  reusePort: boolean;
};

/** The server listens, on one port and several sockets; what comes back takes no more connections. */
export async function listenWide(http: HttpServer, { host, port, reusePort }: Place): Promise<() => void> {
  // Sockets that share a port would share it with those of another install as well.
  if (!reusePort && port !== 0) await isFree(host, port);
  const on = { host, reusePort: reusePort || SOCKETS > 1, backlog: BACKLOG };
  await listening(http, { ...on, port });
  const more = Array.from({ length: SOCKETS - 1 }, () =>
    // As `http` makes its own.
    createServer({ allowHalfOpen: true, noDelay: true }, (socket) => http.emit('connection', socket)),
  );
  const shared = (http.address() as AddressInfo).port;
  await Promise.all(more.map((one) => listening(one, { ...on, port: shared })));
  return () => [http, ...more].forEach((one) => one.close());
}

async function isFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  await listening(probe, { host, port });
  await new Promise((resolve) => probe.close(resolve));
}

type Where = { host: string; port: number; reusePort?: boolean; backlog?: number };

async function listening(server: Server, where: Where): Promise<void> {
  const { host, port } = where;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `PARLEY_PORT: port ${port} on ${host} is taken; choose another or stop what uses it`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(where, resolve);
  });
}
