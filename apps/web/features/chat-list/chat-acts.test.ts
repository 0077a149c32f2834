import { describe, expect, it } from 'vitest';
import { chatActs, muteUntil } from './chat-acts';

describe('what there is to do about a chat', () => {
  it('offers what is not so already', () => {
    expect(chatActs({ pinned: false, muted: false, unread: false })).toEqual([
      'pin',
      'markUnread',
      'muteHour',
      'muteDay',
      'muteAlways',
      'level',
      'hide',
    ]);
    expect(chatActs({ pinned: true, muted: true, unread: true })).toEqual([
      'unpin',
      'markRead',
      'unmute',
      'level',
      'hide',
    ]);
  });

  it('mutes for an hour, a day, or longer than anybody waits', () => {
    expect(muteUntil('muteHour', 1_000)).toBe(3_601_000);
    expect(muteUntil('muteDay', 1_000)).toBe(86_401_000);
    expect(new Date(muteUntil('muteAlways', 1_000)).getUTCFullYear()).toBeGreaterThan(200_000);
  });
});
