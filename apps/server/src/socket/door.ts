import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@parley/contract';
import { networkOf } from '../auth/login-limiter.js';
import { FixedWindow } from '../http/fixed-window.js';
import { addressReader, proxyTest } from './client-address.js';
import { Strangers, STRANGERS_WAIT_MS } from './strangers.js';

export type DoorOptions = { trustProxy: readonly string[]; strangersPerAddress: number };

/** Of those who fail to sign in, as many of one address are borne within ten seconds. */
const FAILURES_SHARE = 0.25;

/** Upgrades of one address within a second: more are a house that comes back, or somebody who means harm. */
const SELDOM = { points: 20, windowMs: 1_000 };

/** What a client does that has not kept up, and no other; the same again is told the same. */
const INNOCENT: ReadonlySet<ErrorCode> = new Set([
  'TOKEN_EXPIRED',
  'DEVICE_REVOKED',
  'USER_DISABLED',
  'PROTOCOL_UNSUPPORTED',
  'INTERNAL',
]);

/** Who may stand at the public port without having signed in, by address. */
export class Door {
  private readonly strangers: Strangers<Socket>;
  private readonly isProxy: (address: string) => boolean;
  private readonly clientAddress: (req: IncomingMessage) => string;
  private readonly upgrades = new FixedWindow(SELDOM);
  /** Upgrades that nobody has signed in on yet. */
  private readonly upgraded = new WeakMap<Socket, { address: string; judged: boolean }>();

  constructor({ trustProxy, strangersPerAddress }: DoorOptions) {
    this.isProxy = proxyTest(trustProxy);
    this.clientAddress = addressReader(trustProxy);
    this.strangers = new Strangers({
      open: strangersPerAddress,
      failures: Math.ceil(strangersPerAddress * FAILURES_SHARE),
    });
  }

  /** Every connection counts, whatever it says or does not say. */
  watch(http: HttpServer): void {
    http.on('connection', (tcp: Socket) => {
      const address = tcp.remoteAddress ?? '';
      // Of a proxy's it is not known yet whose it is.
      if (!this.isProxy(address) && !this.strangers.enter(tcp, address)) return void tcp.destroy();
      tcp.once('close', () => this.gone(tcp));
    });
  }

  /** Of an upgrade: milliseconds after which to come back; 0 = come in. */
  waitMs(request: IncomingMessage): number {
    const address = this.clientAddress(request);
    const waitMs = this.strangers.waitMs(address, performance.now());
    if (waitMs > 0) return waitMs;
    return this.strangers.enter(request.socket, address) ? 0 : STRANGERS_WAIT_MS;
  }

  /** Counts an upgrade; whether few have come from its address lately. */
  comesSeldom(request: IncomingMessage): boolean {
    return this.upgrades.take(networkOf(this.clientAddress(request)), performance.now()) === 0;
  }

  /** From now on it is a failure if it goes without having signed in. */
  letIn(request: IncomingMessage): void {
    this.upgraded.set(request.socket, { address: this.clientAddress(request), judged: false });
  }

  /** It may try again on the same connection, and each time counts. */
  refused({ socket }: IncomingMessage, code: ErrorCode): void {
    const stranger = this.upgraded.get(socket);
    if (stranger === undefined) return;
    stranger.judged = true;
    if (!INNOCENT.has(code)) this.strangers.failed(stranger.address, performance.now());
  }

  /** The address of who has. */
  signedIn(request: IncomingMessage): string {
    this.upgraded.delete(request.socket);
    this.strangers.leave(request.socket);
    return this.clientAddress(request);
  }

  private gone(tcp: Socket): void {
    this.strangers.leave(tcp);
    const stranger = this.upgraded.get(tcp);
    if (stranger?.judged === false) this.strangers.failed(stranger.address, performance.now());
  }
}
