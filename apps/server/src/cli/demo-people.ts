/** A small company that is plainly made up: given names with what they do. The first two logins are printed. */
export const DEMO_ORG = '示例公司 · Parley Demo';

export type DemoPerson = { login: string; name: string; role: 'owner' | 'admin' | 'member' };

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { login: 'lin', name: '小林（产品）', role: 'owner' },
  { login: 'alex', name: 'Alex (Design)', role: 'member' },
  { login: 'chen', name: '小陈（研发）', role: 'admin' },
  { login: 'sam', name: 'Sam (Engineering)', role: 'member' },
  { login: 'wang', name: '小王（测试）', role: 'member' },
  { login: 'robin', name: 'Robin (Support)', role: 'member' },
  { login: 'zhao', name: '小赵（运维）', role: 'member' },
  { login: 'jordan', name: 'Jordan (Sales)', role: 'member' },
  { login: 'liu', name: '小刘（市场）', role: 'member' },
  { login: 'taylor', name: 'Taylor (Finance)', role: 'member' },
  { login: 'sun', name: '小孙（人事）', role: 'member' },
  { login: 'casey', name: 'Casey (Legal)', role: 'member' },
];

/** Who talks to whom, and which dialogues they had, the older first. One with a name is a group; its first person made it. */
export type DemoChat = { people: readonly [string, string, ...string[]]; name?: string; dialogues: readonly string[] };

/** The first ones were busy most recently. */
export const DEMO_CHATS: readonly DemoChat[] = [
  { people: ['lin', 'alex'], dialogues: ['icons', 'review', 'launch'] },
  { name: '发布小组', people: ['lin', 'chen', 'wang', 'zhao', 'alex'], dialogues: ['群排期', '群演练', '群发布'] },
  { people: ['lin', 'chen'], dialogues: ['排期', '接口', '上线'] },
  {
    name: 'Mobile redesign',
    people: ['alex', 'sam', 'robin', 'lin', 'jordan'],
    dialogues: ['kick-off', 'beta', 'feedback'],
  },
  { people: ['lin', 'wang'], dialogues: ['回归', '验收'] },
  { people: ['lin', 'jordan'], dialogues: ['customer', 'pricing'] },
  { people: ['lin', 'liu'], dialogues: ['发布会', '文案'] },
  { people: ['lin', 'sun'], dialogues: ['招聘', '午饭'] },
  { people: ['alex', 'sam'], dialogues: ['tokens', 'flaky'] },
  { people: ['alex', 'robin'], dialogues: ['tickets', 'icons'] },
  { people: ['alex', 'chen'], dialogues: ['接口', 'launch'] },
  { people: ['chen', 'zhao'], dialogues: ['扩容', '上线', '值班'] },
  { people: ['chen', 'sam'], dialogues: ['flaky', 'review'] },
  { people: ['wang', 'sam'], dialogues: ['回归', 'flaky'] },
  { people: ['robin', 'jordan'], dialogues: ['tickets', 'customer'] },
  { people: ['taylor', 'casey'], dialogues: ['contract', 'pricing'] },
  { people: ['liu', 'sun'], dialogues: ['团建', '午饭'] },
  { people: ['zhao', 'wang'], dialogues: ['值班', '验收'] },
];
