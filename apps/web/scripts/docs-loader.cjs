const TEXT = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\x60[^\x60]*\x60)`;
const OF_ROUTES = [
  [new RegExp(String.raw`\bsummary:\s*${TEXT}`, 'g'), "summary: ''"],
  // Which errors a route can answer; a client knows them all by their codes.
  [/\berrors: \[[^\]]*\]/g, 'errors: []'],
];
const OF_ERRORS = [[new RegExp(String.raw`\bmessage:\s*${TEXT}`, 'g'), "message: ''"]];
const META = '.meta({';
const TOKEN = new RegExp(`${TEXT}|[{}]`, 'g');

/** Where the object ends that begins before `from`: its own braces count, those in its texts don't. */
function endOfObject(source, from) {
  let depth = 1;
  TOKEN.lastIndex = from;
  for (let token = TOKEN.exec(source); token !== null; token = TOKEN.exec(source)) {
    if (token[0] === '{') depth += 1;
    if (token[0] === '}') depth -= 1;
    if (depth === 0) return TOKEN.lastIndex;
  }
  throw new Error('a `.meta(` of the contract does not end');
}

function withoutMeta(source) {
  let rest = source;
  let kept = '';
  for (let at = rest.indexOf(META); at >= 0; at = rest.indexOf(META)) {
    const end = endOfObject(rest, at + META.length);
    if (rest[end] !== ')') throw new Error('a `.meta(` of the contract takes more than one object');
    kept += rest.slice(0, at);
    rest = rest.slice(end + 1);
  }
  return kept + rest;
}

/**
 * The contract without what only its documents say (docs/openapi.json and the others): summaries, descriptions, examples, the English
 * sentence of an error, for which a page has its own. No browser reads these 10 KB.
 */
module.exports = function docsLoader(source) {
  const isErrors = /[\\/]errors\.js$/.test(this.resourcePath);
  return [...OF_ROUTES, ...(isErrors ? OF_ERRORS : [])].reduce(
    (text, [pattern, instead]) => text.replace(pattern, instead),
    withoutMeta(source),
  );
};
