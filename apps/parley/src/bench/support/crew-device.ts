import type { MintedSession } from '@parley/server/cli';

import type { LinkTarget } from './link.js';

export interface DeviceSeat {
  number: number;
  session: MintedSession;
  target: LinkTarget;
  /**
   * Whether it keeps its inbox: reads events, acks its cursor, pulls. Of several connections of one device (the tabs of
   * a browser) one does.
   */
  follows: boolean;
  /** Other devices in its group. */
  groupReceivers: number;
}

/** A message as it is read back. */
export interface StoredMessage {
  seq: number;
  messageId: string;
  clientMsgId: string;
  text: string | undefined;
}

export interface TimelinePage {
  messages: StoredMessage[];
  hasMore: boolean;
  head: number;
}

/** What a crew needs of a device, whatever it speaks. */
export interface CrewDevice {
  readonly session: MintedSession;
  readonly follows: boolean;
  /** Whether the messages of a conversation are numbered without holes. */
  readonly hasPlaces: boolean;
  readonly isConnected: boolean;
  /** Connected, and as far as the others are. */
  readonly isBack: boolean;
  /** Sends to its direct chat that are not answered yet. */
  readonly unanswered: number;
  /** Where this device talks. */
  readonly conversationIds: string[];
  /** Resolves when the device is connected and knows where it stands. */
  open: () => Promise<void>;
  close: () => void;
  /** Called about once a second. */
  tick: (now: number) => void;
  /** Puts a message into the device's own conversation; it was due at that moment. */
  send: (text: string, due: number) => void;
  /** The same to the group of ten; false where the device has none. */
  sendToGroup: (text: string, due: number) => boolean;
  /** A message of which nothing more is heard from this device when it is refused. */
  sendOnce: (text: string, due: number, toGroup: boolean) => void;
  /** Fetches what it can know that it lacks. */
  catchUp: () => Promise<void>;
  head: (conversationId: string) => Promise<number>;
  /** The first messages after a place. */
  timeline: (conversationId: string, after: number) => Promise<TimelinePage>;
}
