import type { Handshake } from '@parley/contract';
import type { ChannelPort, SocketClosed } from '../ports.js';

/** What the tabs of a browser tell each other about the one connection that they share; tabs run the same build, or reload into it. */
export type LineMessage =
  /** To the tab that holds the connection. */
  | { readonly kind: 'open'; readonly line: string; readonly auth: Handshake }
  | {
      readonly kind: 'emit';
      readonly line: string;
      readonly number: number;
      readonly event: string;
      readonly payload: unknown;
    }
  | { readonly kind: 'close'; readonly line: string }
  /** From it. Another tab holds the connection from now on. */
  | { readonly kind: 'held' }
  | { readonly kind: 'taken'; readonly line: string }
  /** Without a line: to all of them. */
  | { readonly kind: 'message'; readonly line?: string; readonly event: string; readonly payload: unknown }
  | { readonly kind: 'answer'; readonly line: string; readonly number: number; readonly answer: unknown }
  | { readonly kind: 'ended'; readonly line: string; readonly why: SocketClosed };

const KINDS: ReadonlySet<unknown> = new Set<LineMessage['kind']>([
  'open',
  'emit',
  'close',
  'held',
  'taken',
  'message',
  'answer',
  'ended',
]);

/** What other software posts on the channel is dropped. */
export function onLineMessage(channel: ChannelPort, listener: (message: LineMessage) => void): void {
  channel.subscribe((data) => {
    if (typeof data === 'object' && data !== null && 'kind' in data && KINDS.has(data.kind)) {
      listener(data as LineMessage);
    }
  });
}

/** Held by the tab of a line for as long as there is one: who gets it knows that the tab is gone. */
export const lineLock = (line: string): string => `parley.line.${line}`;
