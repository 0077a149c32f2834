import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type TcpProxy = {
  port: number;
  /** Ends what is open and refuses what comes. */
  cut: () => void;
  /** Swallows what is sent, on what is open and what comes: nobody is told. */
  swallow: () => void;
  /** Swallows the answers alone: what is asked is done, and nobody hears of it. */
  mute: () => void;
  /** New connections pass again; those that were swallowed stay dead without a word, as behind a firewall that forgot them. */
  heal: () => void;
  close: () => Promise<void>;
};

type Mode = 'pass' | 'cut' | 'swallow' | 'mute';

/** A line to one port that a test can cut or silence. */
export async function openProxy(target: number): Promise<TcpProxy> {
  let mode: Mode = 'pass';
  const pairs = new Set<{ client: Socket; upstream: Socket; dead: boolean; mute: boolean }>();
  // Half-open: on a line that went dead even the goodbye of one end is not answered.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.on('error', () => undefined);
    if (mode === 'cut') return void client.destroy();
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    upstream.on('error', () => undefined);
    const pair = { client, upstream, dead: mode === 'swallow', mute: mode === 'mute' };
    pairs.add(pair);
    const relay = (from: Socket, to: Socket): void => {
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        if (!pair.dead && !(pair.mute && from === upstream)) to.write(chunk);
      });
      from.on('end', () => {
        if (!pair.dead) to.end();
      });
      from.on('close', () => {
        if (pair.dead) return;
        pairs.delete(pair);
        to.destroy();
      });
    };
    relay(client, upstream);
    relay(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = (): void => {
    for (const { client, upstream } of pairs) {
      client.destroy();
      upstream.destroy();
    }
    pairs.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      mode = 'cut';
      drop();
    },
    swallow: () => {
      mode = 'swallow';
      for (const pair of pairs) pair.dead = true;
    },
    mute: () => {
      mode = 'mute';
      for (const pair of pairs) pair.mute = true;
    },
    heal: () => {
      mode = 'pass';
    },
    close: async () => {
      mode = 'cut';
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
