import type { forward as englishForward, mention as englishMention, reply as englishReply } from './en-content';

export const mention: Record<keyof typeof englishMention, string> = {
  label: '可以 @ 的人',
  all: '所有人',
  allNote: '全体成员',
  allInThread: '关注此话题的人',
  confirmTitle: '提醒 {count} 人？',
  confirmBody: '他们每个人都会收到提醒。',
  confirm: '提醒 {count} 人',
};

export const reply: Record<keyof typeof englishReply, string> = {
  to: '回复 {name}：',
  cancel: '取消回复',
  gone: '这条消息已不可见',
  unknown: '这种消息当前页面还不支持',
  answers: '回复了',
  show: '查看原文',
};

export const forward: Record<keyof typeof englishForward, string> = {
  title: '转发到',
  search: '搜索会话',
  chats: '会话',
  none: '没有名字里含有这些字的会话。',
  submit: '{count, plural, =0 {转发} other {转发到 # 个会话}}',
  done: '{count, plural, other {已转发到 # 个会话}}',
  select: '已选的消息',
  selected: '已选 {count, plural, other {# 条消息}}',
  tooMany: '一次最多 {count, number} 条',
  oneByOne: '逐条转发',
  asOne: '合并转发',
  copy: '复制为文字',
  copied: '{count, plural, other {已复制 # 条消息}}',
  hide: '仅为我删除',
  hideTitle: '{count, plural, other {为你删除 # 条消息？}}',
  hideBody: '它们会从你的所有设备上消失，其他人仍能看到。',
  hideConfirm: '{count, plural, other {删除 # 条消息}}',
  hidden: '{count, plural, other {已为你删除 # 条消息}}',
  choose: '{name}：{text}',
  by: '转发自 {name}',
  card: '聊天记录，{count, plural, other {# 条}}',
  items: '聊天记录里的消息',
  line: '{name}：{text}',
  preview: '转发：{text}',
  cardPreview: '[聊天记录]',
};
