import { type ChatPlace, compareChats } from '@parley/core';
import { notAPlace } from '../platform/page-place.js';

const KEY = /^([0-2]):(\d{1,16}):(\d{1,19})$/;

/** Names the last row of a page by its place, so that the next page begins behind it, whatever has moved since. */
export function pageKey({ group, at, conversationId }: ChatPlace): string {
  return `${group}:${at}:${conversationId}`;
}

export function firstAfter(sorted: readonly ChatPlace[], after: string): number {
  const [, group, at, conversationId] = KEY.exec(after) ?? [];
  if (group === undefined || at === undefined || conversationId === undefined) {
    throw notAPlace();
  }
  const place = { group: Number(group) as ChatPlace['group'], at: Number(at), conversationId };
  const index = sorted.findIndex((one) => compareChats(one, place) > 0);
  return index === -1 ? sorted.length : index;
}
