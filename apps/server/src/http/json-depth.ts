/** Nothing that we take is nested more than ten deep. */
const MOST = 64;
/** What is shorter is read before it is looked through. */
const SHORT = 512;

const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const [ARRAY, OBJECT] = ['['.charCodeAt(0), '{'.charCodeAt(0)];
const [ARRAY_END, OBJECT_END] = [']'.charCodeAt(0), '}'.charCodeAt(0)];

/**
 * Whether a text is nested so deep that it must not be read as JSON: a quarter of a megabyte of brackets takes a parser, and then the
 * collector, twenty milliseconds, in which nobody else is served.
 */
export function isTooDeep(json: string): boolean {
  if (json.length <= SHORT) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at);
    else if (code === ARRAY || code === OBJECT) {
      depth += 1;
      if (depth > MOST) return true;
    } else if (code === ARRAY_END || code === OBJECT_END) depth -= 1;
  }
  return false;
}

/** Where the string that begins there ends; the end of the text if it does not. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}
