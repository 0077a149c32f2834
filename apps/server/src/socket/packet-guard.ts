import type { Server } from 'socket.io';
import type { EncodedFrame } from './outgoing-frame.js';
import type { Silence } from './silence.js';
import { TokenBucket } from './token-bucket.js';

/** What a healthy client needs of these is a few a minute. */
const PER_SECOND = 10;
const BURST = 50;

export type EngineSocket = {
  readyState: string;
  write(data: string | Buffer, options: Record<string, unknown>): unknown;
  close(discard: boolean): unknown;
  sendPacket(type: 'ping'): unknown;
  /** Packets that wait until the transport is writable again. */
  writeBuffer: { data?: string | Uint8Array }[];
  transport: { writable: boolean; socket?: WebSocketOfEngine };
};

/** `_sender`: as Engine.IO uses it itself for frames that are encoded already. */
type WebSocketOfEngine = {
  bufferedAmount?: number;
  readyState?: number;
  _sender?: { sendFrame(frame: readonly Buffer[]): void };
  pause?(): void;
  resume?(): void;
};

const OPEN = 1;

/**
 * Writes a frame that is encoded to the last byte. Where nothing waits, straight to the socket: what Engine.IO does for each packet
 * is a third of what a delivery costs.
 */
export function writeFrame(engine: EngineSocket, { data, frame }: EncodedFrame): void {
  const { writable, socket } = engine.transport;
  const isFree = writable && engine.writeBuffer.length === 0 && engine.readyState === 'open';
  if (isFree && socket?.readyState === OPEN && socket._sender !== undefined) socket._sender.sendFrame(frame);
  else engine.write(data, { wsPreEncodedFrame: frame, compress: false });
}

/**
 * A message in so many frames, a frame in so many reads: each piece is kept with more around it than it holds. Engine.IO lets only the
 * size of a message be chosen.
 */
const PIECES = { _maxFragments: 1_024, _maxBufferedChunks: 4_096 };

/** Nothing more is read of it for a while: what comes waits in the kernel, and then at the other end. */
export function pauseReading({ transport: { socket } }: EngineSocket, ms: number): NodeJS.Timeout {
  socket?.pause?.();
  return setTimeout(() => socket?.resume?.(), ms).unref();
}

/** Characters that wait in Engine.IO, and bytes that wait in the socket. */
export function queuedBytes({ writeBuffer, transport }: EngineSocket): number {
  let waiting = transport.socket?.bufferedAmount ?? 0;
  for (const packet of writeBuffer) waiting += packet.data?.length ?? 0;
  return waiting;
}

type Receiver = { _mask?: Buffer | undefined; _maxFragments: number; _maxBufferedChunks: number };
type Listener = (argument: never) => void;
type RawSocket = EngineSocket & {
  pingIntervalTimer: NodeJS.Timeout | null;
  on(event: 'packet', listener: (packet: { type: string; data?: unknown }) => void): unknown;
  transport: {
    socket?: { on(event: 'ping', listener: Listener): unknown; _receiver?: Receiver };
  };
};

export type GuardOptions = {
  maxQueuedBytes: number;
  silence: Silence;
  /** Of the default namespace; the dispatcher counts those and answers them. */
  isEvent: (data: unknown) => boolean;
};

/**
 * Everything besides events, from the first byte on: pings, connects to other namespaces, tokens tried one after the other.
 * Each of them is answered, so who floods with them, or asks and never reads, is cut before it costs memory.
 */
export function guardPackets(io: Server, { maxQueuedBytes, silence, isEvent }: GuardOptions): void {
  io.engine.on('connection', (raw: RawSocket) => {
    takePings(raw);
    const heard = silence.listen(raw);
    const bucket = new TokenBucket(PER_SECOND, BURST);
    const count = (): void => {
      if (bucket.take(performance.now()) > 0 || queuedBytes(raw) > maxQueuedBytes) raw.close(true);
    };
    const receiver = raw.transport.socket?._receiver;
    if (receiver !== undefined) Object.assign(receiver, PIECES);
    raw.on('packet', ({ type, data }) => {
      // Four bytes that ws keeps until the next frame, and with them everything that was read from the socket at once.
      if (receiver !== undefined) receiver._mask = undefined;
      silence.heard(heard);
      if (type !== 'message' || !isEvent(data)) count();
    });
    raw.transport.socket?.on('ping', count);
  });
}

/** Engine.IO's own would come as well. A pong would start the timer again. */
function takePings(raw: RawSocket): void {
  if (raw.pingIntervalTimer !== null) clearTimeout(raw.pingIntervalTimer);
  raw.pingIntervalTimer = null;
}
