import type { keys as english } from './en-keys';

export const keys: Record<keyof typeof english, string> = {
  title: '键盘快捷键',
  'group-go': '切换',
  'group-write': '书写',
  'group-page': '页面',
  jump: '跳转到会话、同事或命令',
  previousChat: '上一个会话',
  nextChat: '下一个会话',
  previousUnread: '上一个未读会话',
  nextUnread: '下一个未读会话',
  newGroup: '发起群聊',
  send: '发送',
  newLine: '换行',
  editLast: '输入框为空时，编辑上一条消息',
  bold: '粗体',
  italic: '斜体',
  code: '代码',
  markRead: '把打开的会话标为已读',
  close: '关闭打开的内容',
  walk: '逐条浏览消息',
  keys: '显示快捷键',
};
