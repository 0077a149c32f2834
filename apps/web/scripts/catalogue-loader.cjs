/** In place of a catalogue: what the build has compiled it to (next.config.ts). */
module.exports = function catalogueLoader() {
  const { name, messages } = this.getOptions();
  return `export const ${name} = JSON.parse(${JSON.stringify(messages)});`;
};
