import type { switcher as english } from './en-switcher';

export const switcher: Record<keyof typeof english, string> = {
  label: '会话、同事和命令',
  placeholder: '姓名、登录名或命令',
  recent: '最近的会话',
  chats: '会话',
  people: '同事',
  commands: '命令',
  nothing: '没有找到“{query}”',
  nothingBody: '请检查写法，或换登录名试试。',
  results: '{count, plural, =0 {没有结果} other {# 个结果}}',
  onlyHere: '这里只列出你已经认识的人。',
  dnd: '勿扰：{until}',
  dndOff: '勿扰：关闭',
  theme: '主题：{theme}',
  language: '语言：{language}',
  settings: '设置：{section}',
};
