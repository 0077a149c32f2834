import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emojiData } from './emoji-data.js';
import { emojiRows } from './emoji-rows.js';
import { gzipSync } from 'node:zlib';
import { checkFirstLoad, firstLoad, firstLoadTable } from './first-load.js';
import { inlineScriptHashes } from './inline-scripts.js';
import { namedFrom } from './named-from.js';
import { HASHES_PLACEHOLDER } from './security-headers.js';

/**
 * What `next build` leaves open: the hashes of the inline scripts go into the policy, the service worker learns what
 * the shell consists of, and the standalone server gets its static files, so that it serves everything by itself.
 */
const web = path.join(import.meta.dirname, '..', '..');
const built = path.join(web, '.next');
const standalone = path.join(built, 'standalone', 'apps', 'web');
const KIT = 'app/dev/kit.html';

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => name.split(path.sep).join('/'))
    .sort();
}

function copyStatic(): void {
  cpSync(path.join(built, 'static'), path.join(standalone, '.next', 'static'), { recursive: true });
  cpSync(path.join(web, 'public'), path.join(standalone, 'public'), { recursive: true });
}

/** A file per language, beside the shell: whoever never picks an emoji never loads it. Gives back what tells two builds apart. */
function writeEmoji(): string {
  const { english, chinese, codes } = emojiData();
  const folder = path.join(standalone, 'public', 'emojibase');
  mkdirSync(folder, { recursive: true });
  const files = { en: english, 'zh-CN': chinese };
  return Object.entries(files)
    .map(([locale, own]) => {
      const text = JSON.stringify(emojiRows(own, english, codes));
      writeFileSync(path.join(folder, `${locale}.json`), text);
      return text;
    })
    .join('\n');
}

const server = path.join(standalone, '.next', 'server');

function prerenderedPages(): Map<string, string> {
  const pages = filesBelow(server).filter((name) => name.endsWith('.html'));
  return new Map(pages.map((name) => [name, readFileSync(path.join(server, name), 'utf8')]));
}

/** The server reads its headers from this manifest when it starts. */
function writePolicy(hashes: string[]): void {
  const file = path.join(standalone, '.next', 'routes-manifest.json');
  const manifest = readFileSync(file, 'utf8');
  if (!manifest.includes(HASHES_PLACEHOLDER)) throw new Error(`${file} has no policy to put the hashes into`);
  writeFileSync(file, manifest.replaceAll(HASHES_PLACEHOLDER, hashes.map((hash) => `'${hash}'`).join(' ')));
}

/** What only the kit (app/dev/kit) loads, at once or later: nobody who chats should keep it. */
function ofTheKit(statics: string[], pages: Map<string, string>): Set<string> {
  const scripts = statics.filter((name) => name.endsWith('.js'));
  const texts = new Map(scripts.map((name) => [name, readFileSync(path.join(built, 'static', name), 'utf8')]));
  const others = [...pages].filter(([name]) => name !== KIT).map(([, page]) => page);
  const kept = namedFrom(others, texts);
  return new Set([...namedFrom([pages.get(KIT) ?? ''], texts)].filter((name) => !kept.has(name)));
}

function writeServiceWorker(pages: Map<string, string>, emoji: string): void {
  const page = pages.get('app/index.html');
  if (page === undefined) throw new Error('there is no prerendered page to be the shell');
  const files = filesBelow(path.join(built, 'static'));
  const kit = ofTheKit(files, pages);
  const statics = files.filter((name) => !kit.has(name)).map((name) => `/_next/static/${name}`);
  const icons = filesBelow(path.join(web, 'public')).map((name) => `/${name}`);
  const assets = [...statics, ...icons].filter((name) => !name.endsWith('.map') && name !== '/sw.js');
  const version = createHash('sha256')
    .update(page)
    .update(assets.join('\n'))
    .update(emoji)
    .digest('base64url')
    .slice(0, 12);
  const shell = JSON.stringify({ version, page: '/', assets });
  // One script: what a worker imports, it would fetch when somebody is pushed to.
  const parts = ['sw.js', 'push.js'].map((name) => readFileSync(path.join(web, 'dist', 'sw', name), 'utf8'));
  const code = parts.join('\n');
  writeFileSync(path.join(standalone, 'public', 'sw.js'), `const PARLEY_SHELL = ${shell};\n${code}`);
}

/** The larger of the two catalogues' first halves, by a key that they have and nothing else. */
function catalogue(sizeOf: (name: string) => number): string {
  const scripts = filesBelow(path.join(built, 'static')).filter((name) => name.endsWith('.js'));
  const found = scripts
    .filter((name) => readFileSync(path.join(built, 'static', name), 'utf8').includes('"titleUnread":'))
    .map((name) => `/_next/static/${name}`)
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  if (found[0] === undefined) throw new Error('there is no catalogue to weigh');
  return found[0];
}

/** Last: whoever is over the limit sees by how much, and still has everything to look at. */
function weighFirstLoad(pages: Map<string, string>): void {
  const sizeOf = (name: string): number =>
    gzipSync(readFileSync(path.join(built, name.replace('/_next/', ''))), { level: 9 }).length;
  const load = firstLoad(pages.get('app/index.html') ?? '', [catalogue(sizeOf)], sizeOf);
  writeFileSync(path.join(web, 'dist', 'first-load.json'), `${JSON.stringify(load, null, 2)}\n`);
  console.log(firstLoadTable(load));
  checkFirstLoad(load);
}

copyStatic();
const pages = prerenderedPages();
writePolicy(inlineScriptHashes([...pages.values()]));
writeServiceWorker(pages, writeEmoji());
weighFirstLoad(pages);
