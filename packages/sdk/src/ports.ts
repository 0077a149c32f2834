import type { Handshake, WireError } from '@parley/contract';

/** Undoes a subscription, a timer or a hold; calling it twice does nothing. */
export type Cancel = () => void;

export const STORAGE_TABLES = ['meta', 'chats', 'messages', 'sends', 'requests'] as const;
export type StorageTable = (typeof STORAGE_TABLES)[number];

export type StorageRange = {
  /** Included. */
  readonly from: string;
  /** Excluded. */
  readonly to: string;
  readonly limit?: number;
  /** The last `limit` values instead of the first; still ascending by key. */
  readonly newest?: boolean;
};

export type StorageWrite =
  | { readonly table: StorageTable; readonly put: string; readonly value: unknown }
  | { readonly table: StorageTable; readonly remove: string }
  | { readonly table: StorageTable; readonly removeRange: { readonly from: string; readonly to: string } };

/** Keys are strings ordered by code unit; values are structured-cloneable. */
export type StoragePort = {
  /** The values of these keys in this order; undefined where there is none. */
  get(table: StorageTable, keys: readonly string[]): Promise<unknown[]>;
  range(table: StorageTable, range: StorageRange): Promise<unknown[]>;
  /** All or nothing, in order. */
  write(batch: readonly StorageWrite[]): Promise<void>;
  /** Empties every table. */
  clear(): Promise<void>;
};

export type RestRequest = {
  readonly method: string;
  /** With its query, under the origin: /api/v1/… */
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string;
  readonly timeoutMs: number;
};
export type RestAnswer = {
  readonly status: number;
  /** Parsed JSON; null when there was none. */
  readonly body: unknown;
  readonly retryAfterMs: number | null;
};

/** Why a connection could not be made or ended. */
export type SocketClosed = {
  /** `data` of a connect_error. */
  readonly error: WireError | null;
  readonly retryAfterMs: number | null;
  /** What the transport says, for the log. */
  readonly reason: string;
};
export type SocketHandlers = {
  message(event: string, payload: unknown): void;
  /** Called once, also when the connection was never made; not after close(). */
  closed(why: SocketClosed): void;
};
/** One connection; it is never made again by itself. */
export type SocketConnection = {
  emit(event: string, payload: unknown, ack: (answer: unknown) => void): void;
  close(): void;
};

export type TransportPort = {
  /** Rejects when no answer came; every HTTP status is an answer. */
  request(request: RestRequest): Promise<RestAnswer>;
  connect(auth: Handshake, handlers: SocketHandlers): SocketConnection;
};

export type ClockPort = {
  now(): number;
  setTimeout(run: () => void, ms: number): Cancel;
};

export type RandomPort = {
  /** In [0, 1). */
  number(): number;
  /** 16 or more random letters and digits: never given twice by any device. */
  id(): string;
};

export type LockPort = {
  /** Waits for the lock and calls `onHeld` once when it is held; the answer gives it back, or stops waiting. */
  hold(name: string, onHeld: () => void): Cancel;
};

/** Carries structured-cloneable data to the other tabs of this device; never to the sender itself. */
export type ChannelPort = {
  post(data: unknown): void;
  subscribe(listener: (data: unknown) => void): Cancel;
};

export type Ports = {
  readonly storage: StoragePort;
  readonly transport: TransportPort;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly lock: LockPort;
  readonly channel: ChannelPort;
};
