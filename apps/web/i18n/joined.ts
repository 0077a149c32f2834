/** Areas, and what is said in each. */
export type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Both halves of a catalogue as the one they were cut from. */
export function joined(first: Words, rest: Words): Words {
  const areas = new Set([...Object.keys(first), ...Object.keys(rest)]);
  return Object.fromEntries([...areas].map((area) => [area, { ...first[area], ...rest[area] }]));
}
