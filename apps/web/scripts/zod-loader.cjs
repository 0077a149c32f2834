const LEFT_OUT = [
  // What writes JSON Schema of a schema: the contract's documents need it.
  [/^ *inst\._zod\.processJSONSchema = .*;$/gm, ''],
  [/createToJSONSchemaMethod\(this, \{\}\)\(params\)/g, 'undefined'],
  [/createStandardJSONSchemaMethod\(this, "(?:input|output)"\)/g, 'undefined'],
  // English sentences about what does not fit: nobody is shown them.
  [/core\.config\(en\(\)\);/g, ';'],
  // What follows values that hold themselves, as nothing does that was JSON or is in IndexedDB; `zod/mini` has none either.
  [/core\.config\(\{ memoizer: core\.memoizer\(\) \}\);/g, ';'],
];

/** The schemas without what no page asks them for: 8 KB. */
module.exports = function zodLoader(source) {
  return LEFT_OUT.reduce((text, [pattern, instead]) => {
    if (text.search(pattern) < 0) throw new Error(`zod has changed: there is no ${pattern} in ${this.resourcePath}`);
    return text.replace(pattern, instead);
  }, source);
};
