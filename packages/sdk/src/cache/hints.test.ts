import { TYPING_FADE_MS } from '@parley/core';
import { describe, expect, test } from 'vitest';
import { presenceOnTold } from './presence.js';
import { typingDueAt, typingOnMessage, typingOnSignal, typingOnTime, type TypingState } from './typing.js';

const NOBODY: TypingState = new Map();

describe('typing', () => {
  const typing = typingOnSignal(NOBODY, { conversationId: '9', userId: '2' }, 1_000);

  test('fades when its time is over, not before', () => {
    expect(typingDueAt(typing)).toBe(1_000 + TYPING_FADE_MS);
    expect(typingOnTime(typing, 999 + TYPING_FADE_MS)).toBe(typing);
    expect(typingOnTime(typing, 1_000 + TYPING_FADE_MS)).toEqual(NOBODY);
    expect(typingDueAt(NOBODY)).toBeNull();
  });

  test('ends with a message of the same person in the same place', () => {
    expect(typingOnMessage(typing, { conversationId: '9', senderId: '3' })).toBe(typing);
    expect(typingOnMessage(typing, { conversationId: '8', senderId: '2' })).toBe(typing);
    expect(typingOnMessage(typing, { conversationId: '9', senderId: '2' }).get('9')?.size).toBe(0);
  });
});

describe('presence', () => {
  test('the newest word wins, and the same word changes nothing', () => {
    const online = presenceOnTold(new Map(), [{ userId: '2', online: true, lastSeenAt: null }]);
    expect(presenceOnTold(online, [{ userId: '2', online: true, lastSeenAt: null }])).toBe(online);
    const gone = presenceOnTold(online, [{ userId: '2', online: false, lastSeenAt: 5 }]);
    expect(gone.get('2')).toEqual({ userId: '2', online: false, lastSeenAt: 5 });
  });
});
