import type { details as english } from './en-details';

export const details: Record<keyof typeof english, string> = {
  title: '聊天详情',
  close: '关闭聊天详情',
  first: '第一条消息：{date}',
  mute: '免打扰',
  saved: '我的收藏',
  threads: '我关注的话题',
  nothing: '这个聊天里置顶的消息、你收藏的消息和你关注的话题会列在这里。',
  more: '查看更早的',
};
