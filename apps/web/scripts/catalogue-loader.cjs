/** In place of half a catalogue: what the build has compiled it to (next.config.ts). */
module.exports = function catalogueLoader() {
  const { messages } = this.getOptions();
  return `export const words = JSON.parse(${JSON.stringify(messages)});`;
};
