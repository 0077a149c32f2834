const OF_SCHEMAS = [
  // What writes JSON Schema of a schema: the contract's documents need it.
  [/^ *inst\._zod\.processJSONSchema = .*;$/gm, ''],
  [/createToJSONSchemaMethod\(this, \{\}\)\(params\)/g, 'undefined'],
  [/createStandardJSONSchemaMethod\(this, "(?:input|output)"\)/g, 'undefined'],
  // English sentences about what does not fit: nobody is shown them.
  [/core\.config\(en\(\)\);/g, ';'],
  // What follows values that hold themselves, as nothing does that was JSON or is in IndexedDB; `zod/mini` has none either.
  [/core\.config\(\{ memoizer: core\.memoizer\(\) \}\);/g, ';'],
];
const OF_REGEXES = [
  // What no schema is made with, or only one of a hash. They all come along, as the library exports them in one object.
  [/^export const (?:extendedDuration|uuid[467]|(?:html5|rfc5322|unicode|idn|browser)Email) = .*;$/gm, ''],
  [/^export const (?:md5|sha\d+)_\w+ = .*;$/gm, ''],
];

/** The schemas without what no page asks them for: 8 KB. */
module.exports = function zodLoader(source) {
  const leftOut = /[\\/]regexes\.js$/.test(this.resourcePath) ? OF_REGEXES : OF_SCHEMAS;
  return leftOut.reduce((text, [pattern, instead]) => {
    if (text.search(pattern) < 0) throw new Error(`zod has changed: there is no ${pattern} in ${this.resourcePath}`);
    return text.replace(pattern, instead);
  }, source);
};
