import { describe, expect, it } from 'vitest';
import { NO_THREAD, placeIn } from './place';

describe('an address', () => {
  it('names a chat, and a thread beside it', () => {
    expect(placeIn('/')).toEqual({ chat: null, thread: null });
    expect(placeIn('/c/42')).toEqual({ chat: '42', thread: null });
    expect(placeIn('/c/42/')).toEqual({ chat: '42', thread: null });
    expect(placeIn('/c/42/t/7')).toEqual({ chat: '42', thread: 7 });
    expect(placeIn('/c/42/t/9007199254740991')).toEqual({ chat: '42', thread: Number.MAX_SAFE_INTEGER });
  });

  it.each(['abc', '0', '1.5', '-1', '007', '', '1e3', ' 1', '99999999999999999999', '9007199254740992'])(
    'of a thread that can not be, "%s", still names its chat',
    (thread) => expect(placeIn(`/c/42/t/${thread}`)).toEqual({ chat: '42', thread: NO_THREAD }),
  );

  it('of something else names no chat', () => {
    for (const path of ['/setup', '/c', '/c/', '/c/42/x', '/c/42/t/1/2']) {
      expect(placeIn(path)).toEqual({ chat: null, thread: null });
    }
  });
});
