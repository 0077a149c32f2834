import { type GroupProfile, SYSTEM_EVENTS, type SystemEvent } from '@parley/contract';
import { DEFAULT_SETTINGS } from '@parley/core';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../i18n/catalogue';
import { catalogues } from '../../i18n/catalogues';
import { type GroupKind, systemSentence, type Sentence } from './system-sentence';

const NAMES: Readonly<Record<string, string>> = { '1': 'Ada', '2': '李雷', '3': 'Grace', '4': 'Zoe' };
const after = { name: '发布', memberCount: 3 };
const about = { ...after, userIds: ['2'] };

/** Said of a group that looks and allows like this. */
function profiled(change: Partial<GroupProfile>): typeof after & { profile: GroupProfile } {
  const plain = { topic: '', avatar: null, visibility: 'private', archived: false, settings: DEFAULT_SETTINGS };
  return { ...after, profile: { ...plain, ...change } };
}

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
  joined: [{ event: { event: 'joined', ...after }, en: 'Ada joined', zh: 'Ada加入了' }],
  topic: [
    { event: { event: 'topic', ...profiled({ topic: 'Q3' }) }, en: 'Ada set the topic: Q3', zh: 'Ada设置了话题：Q3' },
    { event: { event: 'topic', ...profiled({ topic: '' }) }, en: 'Ada took the topic away', zh: 'Ada清除了话题' },
  ],
  avatar: [{ event: { event: 'avatar', ...after }, en: 'Ada changed the picture of the group', zh: 'Ada更换了群头像' }],
  announcement: [
    { event: { event: 'announcement', ...after, text: 'Hi' }, en: 'Ada announced: Hi', zh: 'Ada发布了公告：Hi' },
    { event: { event: 'announcement', ...after, text: '' }, en: 'Ada took the announcement back', zh: 'Ada撤下了公告' },
  ],
  settings: [
    {
      event: { event: 'settings', ...after, changed: ['post', 'history'] },
      en: 'Ada changed the rules: who may write and what newcomers see',
      zh: 'Ada修改了规则：谁可以发言和新成员可见的历史',
    },
    {
      event: {
        event: 'settings',
        ...profiled({ settings: { ...DEFAULT_SETTINGS, muteAll: true, slowSeconds: 30 } }),
        changed: ['muteAll', 'slowSeconds', 'approval'],
      },
      en: 'Ada changed the rules: everybody is muted, one message every 30 seconds and a link leads straight in',
      zh: 'Ada修改了规则：全员禁言、每 30 秒限发一条和通过链接可直接加入',
    },
    {
      event: { event: 'settings', ...after, changed: ['confetti'] },
      en: 'Ada changed the rules: confetti',
      zh: 'Ada修改了规则：confetti',
    },
  ],
  muted: [
    {
      event: { event: 'muted', ...after, userId: '2', until: Date.now() + 50 * 365 * 24 * 3_600_000 },
      en: 'Ada muted 李雷',
      zh: 'Ada将李雷禁言',
    },
    {
      event: { event: 'muted', ...after, userId: '2', until: null },
      en: 'Ada lets 李雷 write again',
      zh: 'Ada解除了李雷的禁言',
    },
  ],
  nickname: [
    {
      event: { event: 'nickname', ...after, userId: '2', nickname: 'Leo' },
      en: 'Ada changed what 李雷 is called here: Leo',
      zh: 'Ada修改了李雷在这里的昵称：Leo',
    },
    {
      event: { event: 'nickname', ...after, userId: '1', nickname: 'Countess' },
      en: 'Ada chose a name for this group: Countess',
      zh: 'Ada在群里改名为Countess',
    },
    {
      event: { event: 'nickname', ...after, userId: '2', nickname: null },
      en: 'Ada took the nickname of 李雷 away',
      zh: 'Ada清除了李雷在这里的昵称',
    },
  ],
  visibility: [
    {
      event: { event: 'visibility', ...profiled({ visibility: 'public' }) },
      en: 'Ada made the channel public',
      zh: 'Ada把频道设为公开',
    },
    {
      event: { event: 'visibility', ...profiled({ visibility: 'private' }) },
      en: 'Ada made the channel private',
      zh: 'Ada把频道设为私密',
    },
  ],
  archived: [{ event: { event: 'archived', ...after }, en: 'Ada archived the channel', zh: 'Ada归档了频道' }],
  unarchived: [
    { event: { event: 'unarchived', ...after }, en: 'Ada opened the channel again', zh: 'Ada重新启用了频道' },
  ],
  dissolved: [{ event: { event: 'dissolved', ...after }, en: 'Ada ended the group', zh: 'Ada解散了群聊' }],
};

type Reading = {
  locale: Locale;
  myId?: string;
  names?: Readonly<Record<string, string>>;
  senderId?: string;
  kind?: GroupKind;
};

function read(
  system: unknown,
  { locale, myId = '9', names = NAMES, senderId = '1', kind = 'group' }: Reading,
): Sentence | null {
  const t = createTranslator({ locale, messages: catalogues[locale], namespace: 'system' });
  const content = { type: 'system', system };
  const nameOf = (userId: string): string | null => names[userId] ?? null;
  return systemSentence(
    { conversationId: '7', senderId, content },
    { t, locale, myId, kind, nameOf, ownNameOf: nameOf },
  );
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

  it('of a channel it speaks of no group', () => {
    expect(read(event, { locale: 'en', kind: 'channel' })?.text).not.toMatch(/group/);
    expect(read(event, { locale: 'zh-CN', kind: 'channel' })?.text).not.toMatch(/群/);
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
    // Of very many it names only the first.
    const many = { ...event(['2', '3', '4', '5']), count: 1_000 };
    expect(read(many, { locale: 'en' })?.text).toBe('Ada added 李雷, Grace and 998 others');
  });

  it('is not known while a name in it is missing; one that is only counted is not waited for', () => {
    const event = (userIds: string[]): object => ({ event: 'added', ...after, userIds });
    expect(read(event(['8']), { locale: 'en' })).toEqual({ text: 'Ada added somebody', known: false });
    expect(read(event(['2']), { locale: 'zh-CN', senderId: '8' })?.known).toBe(false);
    expect(read(event(['2', '3', '4', '8']), { locale: 'en' })?.known).toBe(true);
  });

  it('says until when somebody is muted', () => {
    const event = { event: 'muted', ...after, userId: '2', until: Date.now() + 3_600_000 };
    expect(read(event, { locale: 'en' })?.text).toMatch(/^Ada muted 李雷 until .*\d:\d\d/);
    expect(read(event, { locale: 'zh-CN' })?.text).toMatch(/^Ada将李雷禁言至.*\d:\d\d/);
  });

  it('there is none for what this page does not know', () => {
    expect(read({ event: 'sung', ...after }, { locale: 'en' })).toBeNull();
    expect(read(null, { locale: 'en' })).toBeNull();
  });
});
