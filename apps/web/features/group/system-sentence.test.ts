import { SYSTEM_EVENTS, type SystemEvent } from '@parley/contract';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../i18n/catalogue';
import { catalogues } from '../../i18n/catalogues';
import { systemSentence, type Sentence } from './system-sentence';

const NAMES: Readonly<Record<string, string>> = { '1': 'Ada', '2': '李雷', '3': 'Grace', '4': 'Zoe' };
const after = { name: '发布', memberCount: 3 };
const about = { ...after, userIds: ['2'] };

type Example = { event: SystemEvent; en: string; zh: string };

/** Told by Ada, read by somebody who is not in it. An event without an example does not compile, and fails below. */
const EXAMPLES: { readonly [E in keyof typeof SYSTEM_EVENTS]: readonly Example[] } = {
  created: [
    { event: { event: 'created', ...about }, en: 'Ada made the group with 李雷', zh: 'Ada建了这个群，成员有李雷' },
    { event: { event: 'created', ...after, userIds: [] }, en: 'Ada made the group', zh: 'Ada建了这个群' },
  ],
  added: [{ event: { event: 'added', ...about }, en: 'Ada added 李雷', zh: 'Ada添加了李雷' }],
  removed: [{ event: { event: 'removed', ...about }, en: 'Ada removed 李雷', zh: 'Ada移出了李雷' }],
  left: [{ event: { event: 'left', ...after }, en: 'Ada left the group', zh: 'Ada退出了群聊' }],
  renamed: [{ event: { event: 'renamed', ...after }, en: 'Ada named the group “发布”', zh: 'Ada把群名改为“发布”' }],
  role: [
    {
      event: { event: 'role', ...after, userId: '2', role: 'admin' },
      en: 'Ada made 李雷 an admin',
      zh: 'Ada把李雷设为管理员',
    },
    {
      event: { event: 'role', ...after, userId: '2', role: 'member' },
      en: 'Ada took the admin role from 李雷',
      zh: 'Ada取消了李雷的管理员身份',
    },
    {
      event: { event: 'role', ...after, userId: '2', role: 'owner' },
      en: 'Ada handed the group over to 李雷',
      zh: 'Ada把群主转让给李雷',
    },
  ],
};

type Reading = { locale: Locale; myId?: string; names?: Readonly<Record<string, string>>; senderId?: string };

function read(system: unknown, { locale, myId = '9', names = NAMES, senderId = '1' }: Reading): Sentence | null {
  const t = createTranslator({ locale, messages: catalogues[locale], namespace: 'system' });
  const content = { type: 'system', system };
  return systemSentence({ senderId, content }, { t, locale, myId, nameOf: (userId) => names[userId] ?? null });
}

it('every event of the contract has a sentence here', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(Object.keys(SYSTEM_EVENTS).toSorted());
  for (const [name, examples] of Object.entries(EXAMPLES)) {
    expect(examples.length, name).toBeGreaterThan(0);
    for (const { event } of examples) expect(event.event).toBe(name);
  }
});

describe.each(Object.values(EXAMPLES).flat())('$event.event', ({ event, en, zh }) => {
  it('is a sentence in both languages', () => {
    expect(read(event, { locale: 'en' })).toEqual({ text: en, known: true });
    expect(read(event, { locale: 'zh-CN' })).toEqual({ text: zh, known: true });
  });
});

describe('a sentence', () => {
  it('says you to whoever reads it, first among the people', () => {
    const event = { event: 'added', ...after, userIds: ['3', '2'] };
    expect(read(event, { locale: 'en', myId: '1' })?.text).toBe('You added Grace and 李雷');
    expect(read(event, { locale: 'en', myId: '2' })?.text).toBe('Ada added you and Grace');
    expect(read(event, { locale: 'zh-CN', myId: '2' })?.text).toBe('Ada添加了你和Grace');
  });

  it('names three people, and of more counts all but two', () => {
    const event = (userIds: string[]): object => ({ event: 'added', ...after, userIds });
    expect(read(event(['2', '3', '4']), { locale: 'en' })?.text).toBe('Ada added 李雷, Grace and Zoe');
    expect(read(event(['2', '3', '4', '5']), { locale: 'en' })?.text).toBe('Ada added 李雷, Grace and 2 others');
    expect(read(event(['2', '3', '4', '5']), { locale: 'zh-CN' })?.text).toBe('Ada添加了李雷、Grace和其他 2 人');
  });

  it('is not known while a name in it is missing; one that is only counted is not waited for', () => {
    const event = (userIds: string[]): object => ({ event: 'added', ...after, userIds });
    expect(read(event(['8']), { locale: 'en' })).toEqual({ text: 'Ada added somebody', known: false });
    expect(read(event(['2']), { locale: 'zh-CN', senderId: '8' })?.known).toBe(false);
    expect(read(event(['2', '3', '4', '8']), { locale: 'en' })?.known).toBe(true);
  });

  it('there is none for what this page does not know', () => {
    expect(read({ event: 'archived', ...after }, { locale: 'en' })).toBeNull();
    expect(read(null, { locale: 'en' })).toBeNull();
  });
});
