import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const STYLE = `
:root{color-scheme:light dark;--bg:oklch(0.985 0.002 250);--text:oklch(0.23 0.015 255);--muted:oklch(0.46 0.015 255);
--accent:oklch(0.515 0.089 195);--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--bg:oklch(0.19 0.01 255);--text:oklch(0.94 0.005 255);--muted:oklch(0.76 0.01 255);
--accent:oklch(0.74 0.11 190);--on-accent:oklch(0.18 0.02 195)}}
body{margin:0;min-height:100dvh;display:grid;place-items:center;background:var(--bg);color:var(--text);
font:15px/22px system-ui,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{box-sizing:border-box;max-width:400px;padding:24px;text-align:center}
h1{margin:0 0 4px;font-size:20px;line-height:28px;font-weight:600}
p{margin:0 0 16px;color:var(--muted);text-wrap:balance}
a{display:inline-block;padding:6px 14px;border-radius:6px;background:var(--accent);color:var(--on-accent);font-weight:500;
text-decoration:none}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The web app has the words of everything else, but here it is the one that does not answer. */
const WORDS = {
  en: {
    title: 'Parley is starting',
    body: 'This takes a moment, and the page then opens by itself. Nothing you have sent is lost.',
    again: 'Try again now',
  },
  zh: { title: 'Parley 正在启动', body: '请稍候，页面会自动打开。已发送的内容不会丢失。', again: '立即重试' },
};
const AGAIN_SECONDS = 3;

export function asksForPage({ method, headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && headers.accept?.includes('text/html') === true;
}

/** What a person sees in place of the web app while that is away. The page asks again by itself, without a script. */
export function answerAway({ method, headers }: IncomingMessage, res: ServerResponse): void {
  const isChinese = /^\s*zh\b/i.test(headers['accept-language'] ?? '');
  const { title, body, again } = WORDS[isChinese ? 'zh' : 'en'];
  const page = `<!doctype html>
<html lang="${isChinese ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="${AGAIN_SECONDS}">
<title>${title}</title><style>${STYLE}</style>
</head>
<body><main><h1>${title}</h1><p role="status">${body}</p><a href="">${again}</a></main></body>
</html>
`;
  res.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'retry-after': String(AGAIN_SECONDS),
    vary: 'accept, accept-language',
  });
  res.end(method === 'HEAD' ? undefined : page);
}
