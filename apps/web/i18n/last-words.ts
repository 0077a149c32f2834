import type { Catalogue, Locale } from './catalogue';

type LastWords = Pick<
  Catalogue['app'],
  'crashTitle' | 'crashBody' | 'reload' | 'notFoundTitle' | 'notFoundBody' | 'backHome'
>;

const words: Record<Locale, LastWords> = {
  en: {
    crashTitle: 'This page stopped working',
    crashBody: 'Nothing you sent is lost. Reload to go on.',
    reload: 'Reload',
    notFoundTitle: 'There is nothing at this address',
    notFoundBody: 'The link may be old or mistyped.',
    backHome: 'Go to your chats',
  },
  'zh-CN': {
    crashTitle: '页面出错了',
    crashBody: '你发送的内容不会丢失。刷新后可以继续。',
    reload: '刷新',
    notFoundTitle: '这个地址没有内容',
    notFoundBody: '链接可能已经失效，或者写错了。',
    backHome: '回到会话',
  },
};

/** What is said where no catalogue is there, or could be fetched. */
export function lastWords(locale: string): LastWords {
  return words[locale === 'zh-CN' ? locale : 'en'];
}
