import { LIMITS, PushPayload } from '@parley/contract';
import { MESSAGE_KIND, type PushMessageRow } from '@parley/db';
import { describe, expect, it } from 'vitest';
import { encryptPush } from './push-encryption.js';
import { pushPayload } from './push-payload.js';

const row: PushMessageRow = {
  conversation: { kind: 'group', memberCount: 3, name: '发布小组', mode: 'write' },
  kind: MESSAGE_KIND.text,
  senderId: '2',
  nickname: null,
  sentAt: 0,
  text: '**see** you\n\nat `ten`',
  structure: null,
  inThread: false,
  followed: false,
  isRead: false,
};
const about = {
  conversationId: '1',
  seq: 7,
  count: 2,
  row,
  sender: '张三',
  calls: true,
  preview: 'full',
  idOnly: false,
} as const;
const ids = { v: 1, conversationId: '1', seq: 7, count: 2 };

describe('what a push says', () => {
  it('is who said what and where, in plain words', () => {
    const said = { kind: 'group', conversation: '发布小组', sender: '张三', text: 'see you at ten', calls: true };
    expect(pushPayload(about)).toEqual({ ...ids, ...said });
    expect(pushPayload({ ...about, row: { ...row, nickname: '老张' } }).sender).toBe('老张');
  });

  it('is as much as its owner and the operator want', () => {
    expect(pushPayload({ ...about, preview: 'sender' })).not.toHaveProperty('text');
    expect(pushPayload({ ...about, preview: 'none' })).toEqual(ids);
    expect(pushPayload({ ...about, idOnly: true })).toEqual(ids);
  });

  it.each([MESSAGE_KIND.system, MESSAGE_KIND.merged, MESSAGE_KIND.recalled, 99])(
    'holds no text of a message of kind %i',
    (kind) => {
      expect(pushPayload({ ...about, row: { ...row, kind } })).not.toHaveProperty('text');
    },
  );

  it('fits into a push, whatever was written', () => {
    const { p256dh, auth } = {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    };
    for (const character of ['\u0001', '"', '👩‍👩‍👧', '国']) {
      const text = character.repeat(5_000);
      const name = '𠮷'.repeat(LIMITS.nameCodePoints);
      const payload = pushPayload({
        ...about,
        sender: name,
        row: { ...row, text, conversation: { ...row.conversation, name } },
      });
      expect(PushPayload.parse(payload)).toEqual(payload);
      expect([...(payload.text ?? '')].length).toBe(200);
      expect(() => encryptPush(Buffer.from(JSON.stringify(payload)), { p256dh, auth })).not.toThrow();
    }
  });
});
