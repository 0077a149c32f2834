import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What happens to what passes a line. */
type Mode =
  | { kind: 'pass' | 'cut' | 'swallow' | 'mute' | 'stall' | 'deaf' }
  | { kind: 'slow'; latencyMs: number; jitterMs: number };

interface Pair {
  client: Socket;
  upstream: Socket;
  /** Nothing of it arrives, for good. */
  dead: boolean;
  /** No answer of it arrives, for good. */
  mute: boolean;
}

/** A line to one port of this machine. */
export async function openLine(target: number, random: () => number = Math.random): Promise<Line> {
  const line = new Line(target, random);
  await line.listen();
  return line;
}

/** A TCP line that can be cut, silenced and slowed down. */
export class Line {
  private readonly target: number;
  private readonly random: () => number;
  private readonly server: Server;
  private readonly pairs = new Set<Pair>();
  private mode: Mode = { kind: 'pass' };

  constructor(target: number, random: () => number) {
    this.target = target;
    this.random = random;
    // Half-open: on a line that went dead even the goodbye of one end is not answered.
    this.server = createServer({ allowHalfOpen: true }, (client) => this.accept(client));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends what is open and refuses what comes. */
  cut(): void {
    this.change({ kind: 'cut' });
    this.drop((socket) => socket.destroy());
  }

  /** Swallows what is sent, on what is open and what comes: nobody is told. */
  swallow(): void {
    this.change({ kind: 'swallow' });
  }

  /** Swallows the answers alone: what is asked is done, and nobody hears of it. */
  mute(): void {
    this.change({ kind: 'mute' });
  }

  /** Nothing moves; when it is healed, all of it does. */
  stall(): void {
    this.change({ kind: 'stall' });
  }

  /** The answers are not read: who sends them has to keep them. */
  deaf(): void {
    this.change({ kind: 'deaf' });
  }

  /** Each piece comes so much later, and up to the jitter more; never one before another. */
  slow(latencyMs: number, jitterMs: number): void {
    this.change({ kind: 'slow', latencyMs, jitterMs });
  }

  /** Ends what is open as a router does that was restarted; what comes passes. */
  reset(): void {
    this.drop((socket) => socket.resetAndDestroy());
  }

  /** New connections pass again; those that were swallowed stay dead without a word, as behind a firewall that forgot them. */
  heal(): void {
    this.change({ kind: 'pass' });
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.mode.kind === 'cut') return void client.destroy();
    const upstream = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    upstream.on('error', () => undefined);
    const pair: Pair = { client, upstream, dead: this.mode.kind === 'swallow', mute: this.mode.kind === 'mute' };
    this.pairs.add(pair);
    this.relay(pair, client, upstream);
    this.relay(pair, upstream, client);
    this.hold(pair);
  }

  private relay(pair: Pair, from: Socket, to: Socket): void {
    const lane = new Lane();
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      if (pair.dead || (pair.mute && from === pair.upstream)) return;
      lane.run(() => to.write(chunk), this.waitMs());
    });
    from.on('end', () => {
      if (!pair.dead) lane.run(() => to.end(), this.waitMs());
    });
    from.on('close', () => {
      if (pair.dead) return;
      lane.run(() => {
        this.pairs.delete(pair);
        to.destroy();
      }, this.waitMs());
    });
  }

  private waitMs(): number {
    return this.mode.kind === 'slow' ? this.mode.latencyMs + this.random() * this.mode.jitterMs : 0;
  }

  private change(mode: Mode): void {
    this.mode = mode;
    for (const pair of this.pairs) {
      pair.dead ||= mode.kind === 'swallow';
      pair.mute ||= mode.kind === 'mute';
      pair.client.resume();
      pair.upstream.resume();
      this.hold(pair);
    }
  }

  private hold({ client, upstream }: Pair): void {
    const { kind } = this.mode;
    if (kind === 'stall') client.pause();
    if (kind === 'stall' || kind === 'deaf') upstream.pause();
  }

  private drop(end: (socket: Socket) => void): void {
    for (const { client, upstream } of this.pairs) [client, upstream].forEach(end);
    this.pairs.clear();
  }
}

/** One direction of a connection: what comes later never overtakes, however long each has to wait. */
class Lane {
  private readonly queue: { due: number; run: () => void }[] = [];
  private timer: NodeJS.Timeout | null = null;

  run(run: () => void, waitMs: number): void {
    if (this.queue.length === 0 && waitMs === 0) return run();
    const due = Math.max(performance.now() + waitMs, this.queue.at(-1)?.due ?? 0);
    this.queue.push({ due, run });
    this.timer ??= this.wake(due);
  }

  private wake(due: number): NodeJS.Timeout {
    return setTimeout(() => this.pass(), Math.max(0, due - performance.now()));
  }

  private pass(): void {
    for (let next = this.queue[0]; next !== undefined && next.due <= performance.now(); next = this.queue[0]) {
      this.queue.shift();
      next.run();
    }
    const [first] = this.queue;
    this.timer = first === undefined ? null : this.wake(first.due);
  }
}
