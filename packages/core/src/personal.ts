import type { Personal, PersonalChange } from '@parley/contract';
import { nextVersion } from './version.js';

/** Of a conversation for which nothing was ever set. */
export const NO_PERSONAL: Personal = {
  version: 0,
  pinnedAt: null,
  muteUntil: null,
  hiddenSeq: null,
  unreadSeq: null,
  notify: null,
};

type At = {
  readonly now: number;
  /** The conversation's head: nothing beyond it can have been seen. */
  readonly headSeq: number;
  /** The inbox place of the change. */
  readonly version: number;
};

/** What the change makes of it; null: everything is as asked already. */
export function changePersonal(personal: Personal, change: PersonalChange, at: At): Personal | null {
  const { pinned, muteUntil, hiddenSeq, unreadSeq, notify } = change;
  const next: Personal = {
    version: nextVersion(personal, at.version),
    // Pinned again stays where it is.
    pinnedAt: pinned === undefined ? personal.pinnedAt : pinned ? (personal.pinnedAt ?? at.now) : null,
    muteUntil:
      muteUntil === undefined ? personal.muteUntil : muteUntil !== null && muteUntil > at.now ? muteUntil : null,
    hiddenSeq: hiddenSeq === undefined ? personal.hiddenSeq : atMost(hiddenSeq, at.headSeq),
    unreadSeq: unreadSeq === undefined ? personal.unreadSeq : atMost(unreadSeq, at.headSeq),
    notify: notify === undefined ? personal.notify : notify,
  };
  return isSame(personal, next) ? null : next;
}

function atMost(seq: number | null, headSeq: number): number | null {
  return seq === null ? null : Math.min(seq, headSeq);
}

function isSame(a: Personal, b: Personal): boolean {
  return (
    a.pinnedAt === b.pinnedAt &&
    a.muteUntil === b.muteUntil &&
    a.hiddenSeq === b.hiddenSeq &&
    a.unreadSeq === b.unreadSeq &&
    a.notify === b.notify
  );
}

/** Versions are places of one inbox, so the higher one was made of the lower one. */
export function newerPersonal(a: Personal, b: Personal): Personal {
  return b.version > a.version ? b : a;
}

/** Out of the list until something is said that was not seen when it was hidden. */
export function isHidden({ hiddenSeq }: Pick<Personal, 'hiddenSeq'>, headSeq: number): boolean {
  return hiddenSeq !== null && headSeq <= hiddenSeq;
}

export function isMuted({ muteUntil }: Pick<Personal, 'muteUntil'>, now: number): boolean {
  return muteUntil !== null && muteUntil > now;
}

/** By hand, and not read on since. */
export function isMarkedUnread({ unreadSeq }: Pick<Personal, 'unreadSeq'>, readSeq: number): boolean {
  return unreadSeq !== null && readSeq <= unreadSeq;
}

/** How many messages are unread: what counts is told by ord, so nothing is counted message by message. */
export function unreadIn(headOrd: number, readOrd: number): number {
  return Math.max(0, headOrd - readOrd);
}

type Row = {
  readonly unread: number;
  readonly readSeq: number;
  readonly head: { readonly seq: number };
  readonly personal: Personal;
};

/** What a row adds to the number on the app: a muted or hidden one nothing, one marked by hand at least one. */
export function waitsForMe({ unread, readSeq, head, personal }: Row, now: number): number {
  if (isMuted(personal, now) || isHidden(personal, head.seq)) return 0;
  return isMarkedUnread(personal, readSeq) ? Math.max(1, unread) : unread;
}
