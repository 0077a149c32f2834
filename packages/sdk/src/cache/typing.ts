import { TYPING_FADE_MS } from '@parley/core';

/** Who types where: conversationId → userId → until when it is shown. */
export type TypingState = ReadonlyMap<string, ReadonlyMap<string, number>>;

export function typingOnSignal(
  state: TypingState,
  signal: { conversationId: string; userId: string },
  now: number,
): TypingState {
  const typers = new Map(state.get(signal.conversationId)).set(signal.userId, now + TYPING_FADE_MS);
  return new Map(state).set(signal.conversationId, typers);
}

/** A message of somebody ends their typing. */
export function typingOnMessage(
  state: TypingState,
  message: { conversationId: string; senderId: string },
): TypingState {
  const typers = state.get(message.conversationId);
  if (typers?.has(message.senderId) !== true) return state;
  const rest = new Map(typers);
  rest.delete(message.senderId);
  return new Map(state).set(message.conversationId, rest);
}

export function typingOnTime(state: TypingState, now: number): TypingState {
  const next = new Map<string, ReadonlyMap<string, number>>();
  let changed = false;
  for (const [conversationId, typers] of state) {
    const rest = new Map([...typers].filter(([, until]) => until > now));
    changed ||= rest.size !== typers.size;
    if (rest.size > 0) next.set(conversationId, rest);
  }
  return changed ? next : state;
}

/** When the next one fades; null when nobody types. */
export function typingDueAt(state: TypingState): number | null {
  const ends = [...state.values()].flatMap((typers) => [...typers.values()]);
  return ends.length === 0 ? null : Math.min(...ends);
}
