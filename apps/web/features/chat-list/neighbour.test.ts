import type { ChatRow } from '@parley/sdk';
import { describe, expect, it } from 'vitest';
import { neighbourOf } from './neighbour';

const row = (conversationId: string, unread = 0): ChatRow => ({ conversationId, unread }) as ChatRow;
const rows = [row('a'), row('b', 2), row('c'), row('d', 1)];
const any = (): boolean => true;
const isUnread = ({ unread }: ChatRow): boolean => unread > 0;

describe('the chat beside the open one', () => {
  it('is the one below or above it, and none past the ends', () => {
    expect(neighbourOf(rows, { current: 'b', step: 1, isWanted: any })).toBe('c');
    expect(neighbourOf(rows, { current: 'b', step: -1, isWanted: any })).toBe('a');
    expect(neighbourOf(rows, { current: 'd', step: 1, isWanted: any })).toBeNull();
    expect(neighbourOf(rows, { current: 'a', step: -1, isWanted: any })).toBeNull();
  });

  it('with something unread, however far', () => {
    expect(neighbourOf(rows, { current: 'b', step: 1, isWanted: isUnread })).toBe('d');
    expect(neighbourOf(rows, { current: 'd', step: -1, isWanted: isUnread })).toBe('b');
    expect(neighbourOf(rows, { current: 'b', step: -1, isWanted: isUnread })).toBeNull();
  });

  it('is the first from that end where none is open, or one that is not in the list', () => {
    expect(neighbourOf(rows, { current: null, step: 1, isWanted: any })).toBe('a');
    expect(neighbourOf(rows, { current: null, step: -1, isWanted: any })).toBe('d');
    expect(neighbourOf(rows, { current: 'gone', step: 1, isWanted: isUnread })).toBe('b');
  });
});
