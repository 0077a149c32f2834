import { describe, expect, it } from 'vitest';
import { chatPlaceIn, NO_SEQ, personIn, placeIn } from './place';

describe('an address', () => {
  it('names a chat, and a thread beside it', () => {
    expect(placeIn('/')).toEqual({ chat: null, thread: null, message: null, settings: null });
    expect(placeIn('/c/42')).toEqual({ chat: '42', thread: null, message: null, settings: null });
    expect(placeIn('/c/42/')).toEqual({ chat: '42', thread: null, message: null, settings: null });
    expect(placeIn('/c/42/t/7')).toEqual({ chat: '42', thread: 7, message: null, settings: null });
    expect(placeIn('/c/42/t/9007199254740991')).toEqual({
      chat: '42',
      thread: Number.MAX_SAFE_INTEGER,
      message: null,
      settings: null,
    });
  });

  it.each(['abc', '0', '1.5', '-1', '007', '', '1e3', ' 1', '99999999999999999999', '9007199254740992'])(
    'of a thread that can not be, "%s", still names its chat',
    (thread) =>
      expect(placeIn(`/c/42/t/${thread}`)).toEqual({ chat: '42', thread: NO_SEQ, message: null, settings: null }),
  );

  it('names a message of a chat', () => {
    expect(placeIn('/c/42/m/7')).toEqual({ chat: '42', thread: null, message: 7, settings: null });
    expect(placeIn('/c/42/m/7x')).toEqual({ chat: '42', thread: null, message: NO_SEQ, settings: null });
  });

  it('in a text leads to a chat of this installation alone', () => {
    const at = (href: string) => chatPlaceIn(href, 'https://chat.example');
    expect(at('https://chat.example/c/42/m/7')).toEqual({ chat: '42', thread: null, message: 7 });
    expect(at('https://chat.example/c/42/t/7#x')).toEqual({ chat: '42', thread: 7, message: null });
    expect(at('https://chat.example/c/42')).toEqual({ chat: '42', thread: null, message: null });
    const others = ['https://chat.example/u/42', 'http://chat.example/c/42', 'https://chat.example.org/c/42', 'c/42'];
    expect(others.map(at)).toEqual([null, null, null, null]);
  });

  it('of something else names no chat', () => {
    for (const path of ['/setup', '/c', '/c/', '/c/42/x', '/c/42/t/1/2', '/c/42/m']) {
      expect(placeIn(path)).toEqual({ chat: null, thread: null, message: null, settings: null });
    }
  });

  it('names somebody, over the list', () => {
    expect(['/u/42', '/u/42/', '/u/', '/u/42/x', '/c/42'].map(personIn)).toEqual(['42', '42', null, null, null]);
    expect(placeIn('/u/42')).toEqual(placeIn('/'));
  });

  it('names the settings, or a part of them; of a part that there is not, their list', () => {
    const at = (path: string) => placeIn(path).settings;
    expect(['/settings', '/settings/', '/settings/devices', '/settings/devices/'].map(at)).toEqual([
      'list',
      'list',
      'devices',
      'devices',
    ]);
    expect(['/settings/nothing', '/settings/toString', '/settings/a/b', '/settingsx', '/c/settings'].map(at)).toEqual([
      'list',
      'list',
      null,
      null,
      null,
    ]);
  });
});
