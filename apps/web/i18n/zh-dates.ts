import type { dates as english } from './en-dates';

export const dates: Record<keyof typeof english, string> = {
  open: '{day}。跳转到日期',
  title: '跳转到日期',
  newest: '最新消息',
  yesterday: '昨天',
  week: '上周',
  month: '上个月',
  beginning: '最早的消息',
  date: '日期',
  go: '跳转',
  nearest: '{day}没有消息，已显示最近的消息（{shown}）。',
};
