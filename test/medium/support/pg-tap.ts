import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to one database that notes the name (or the first words) of every statement on its way. */
export type Tap = {
  url: string;
  take: () => string[];
  /** How much the database has answered so far. */
  answeredBytes: () => number;
  close: () => Promise<void>;
};

/**
 * The frontend half of the Postgres protocol: a message is a type byte, a length that counts itself, and its body; only
 * the start-up message has no type. A named statement is noted when it is bound, text when it is sent.
 */
class Reader {
  private rest = Buffer.alloc(0);
  private started = false;

  constructor(private readonly note: (statement: string) => void) {}

  push(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (;;) {
      const head = this.started ? 1 : 0;
      if (this.rest.length < head + 4) return;
      const end = head + this.rest.readUInt32BE(head);
      if (this.rest.length < end) return;
      const body = this.rest.subarray(head + 4, end);
      if (this.started) this.read(String.fromCharCode(this.rest[0] ?? 0), body);
      this.started = true;
      this.rest = this.rest.subarray(end);
    }
  }

  private read(type: string, body: Buffer): void {
    if (type === 'Q') this.note(words(body.toString('utf8', 0, body.length - 1)));
    else if (type === 'B') {
      const portalEnd = body.indexOf(0);
      const name = body.toString('utf8', portalEnd + 1, body.indexOf(0, portalEnd + 1));
      this.note(name === '' ? 'unnamed' : name);
    }
  }
}

function words(text: string): string {
  return text.trim().split(/\s+/).slice(0, 4).join(' ').toLowerCase();
}

export async function openTap(target: string): Promise<Tap> {
  const to = new URL(target);
  let noted: string[] = [];
  let answered = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(to.port), to.hostname);
    const reader = new Reader((statement) => noted.push(statement));
    client.on('data', (chunk) => reader.push(chunk));
    upstream.on('data', (chunk) => (answered += chunk.length));
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(target);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    take: () => {
      const taken = noted;
      noted = [];
      return taken;
    },
    answeredBytes: () => answered,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
