import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SocketClosed } from '../ports.js';
import { createTransport } from './transport.js';

type Listener = (value: unknown) => void;

/** The network: what of the library is used. */
const made = vi.hoisted(() => {
  class FakeSocket {
    readonly listeners = new Map<string, (value: unknown) => void>();
    readonly sent: string[] = [];
    connected = false;
    on(event: string, listener: Listener): void {
      this.listeners.set(event, listener);
    }
    emit(event: string): void {
      this.sent.push(event);
    }
    onAny(): void {}
    offAny(): void {}
    off(): void {}
    connect(): void {}
    close(): void {}
  }
  return { sockets: [] as FakeSocket[], FakeSocket };
});
vi.mock('socket.io-client', () => ({
  io: () => {
    const socket = new made.FakeSocket();
    made.sockets.push(socket);
    return socket;
  },
}));

const auth = { token: 'token', deviceId: 'device', protocol: [1, 1] as [number, number] };
const silent = { message: () => {}, closed: () => {} };
const oneMade = (): Promise<void> => vi.waitFor(() => expect(made.sockets.length).toBeGreaterThan(0));

beforeEach(() => {
  made.sockets.length = 0;
});

describe('a connection', () => {
  it('that is closed before its library came is never made; the next one is', async () => {
    const transport = createTransport({ url: 'http://parley.test' });
    transport.connect(auth, silent).close();
    transport.connect(auth, silent);
    await oneMade();
    expect(made.sockets).toHaveLength(1);
  });

  it('keeps nothing that is said before it stands', async () => {
    const connection = createTransport({ url: 'http://parley.test' }).connect(auth, silent);
    connection.emit('heartbeat', {}, () => {});
    await oneMade();
    connection.emit('heartbeat', {}, () => {});
    expect(made.sockets[0]?.sent).toEqual([]);
  });

  it('says once why it ended', async () => {
    const whys: SocketClosed[] = [];
    createTransport({ url: 'http://parley.test' }).connect(auth, { ...silent, closed: (why) => whys.push(why) });
    await oneMade();
    made.sockets[0]?.listeners.get('connect_error')?.(new Error('refused'));
    made.sockets[0]?.listeners.get('disconnect')?.('transport close');
    expect(whys).toEqual([{ error: null, retryAfterMs: null, reason: 'refused' }]);
  });
});
