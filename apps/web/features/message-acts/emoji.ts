/** Emoji that are offered, as few as fit one look. Names: English, Chinese. */
export const EMOJI = [
  ['👍', 'thumbs up', '赞'],
  ['✅', 'done', '完成'],
  ['❤️', 'heart', '爱心'],
  ['😂', 'tears of joy', '笑哭'],
  ['🎉', 'party', '庆祝'],
  ['👀', 'eyes', '围观'],
  ['🙏', 'thanks', '感谢'],
  ['👏', 'applause', '鼓掌'],
  ['💪', 'strong', '加油'],
  ['🔥', 'fire', '火'],
  ['🚀', 'rocket', '火箭'],
  ['💯', 'hundred', '满分'],
  ['😄', 'laughing', '大笑'],
  ['😊', 'smile', '微笑'],
  ['😍', 'in love', '喜欢'],
  ['🤔', 'thinking', '思考'],
  ['😅', 'sweat', '汗'],
  ['😮', 'surprised', '惊讶'],
  ['😢', 'crying', '流泪'],
  ['😭', 'sobbing', '大哭'],
  ['😡', 'angry', '生气'],
  ['🤝', 'handshake', '握手'],
  ['👌', 'OK', '好的'],
  ['👎', 'thumbs down', '踩'],
  ['🙌', 'raised hands', '欢呼'],
  ['☕', 'coffee', '咖啡'],
  ['🌹', 'rose', '玫瑰'],
  ['⏳', 'waiting', '等待'],
  ['❓', 'question', '疑问'],
  ['❗', 'attention', '注意'],
  ['➕', 'plus one', '加一'],
  ['🫡', 'salute', '收到'],
] as const;

/** What an emoji is called; one that is not offered here is called by itself. */
export function emojiName(emoji: string, locale: string): string {
  const known = EMOJI.find(([one]) => one === emoji);
  if (known === undefined) return emoji;
  return locale.startsWith('zh') ? known[2] : known[1];
}

/** As many as one row holds. */
const RECENT = 8;

/** Those that were used last, with this one in front of them. */
export function withRecent(recent: readonly string[] = [], emoji: string): readonly string[] {
  return [emoji, ...recent.filter((one) => one !== emoji)].slice(0, RECENT);
}
