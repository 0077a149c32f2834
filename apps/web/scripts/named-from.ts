/** The scripts that these pages name, and those that these scripts name in turn; `texts`: of every script, by its path. */
export function namedFrom(pages: readonly string[], texts: ReadonlyMap<string, string>): Set<string> {
  const named = new Set<string>();
  const toRead = [...pages];
  for (let text = toRead.pop(); text !== undefined; text = toRead.pop()) {
    for (const [script, code] of texts) {
      const name = script.slice(script.lastIndexOf('/') + 1);
      if (named.has(script) || !text.includes(name)) continue;
      named.add(script);
      toRead.push(code);
    }
  }
  return named;
}
