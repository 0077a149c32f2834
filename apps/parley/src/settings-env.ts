/** The only reader of the process environment that runs before the build; settings.ts is the only one after it. */

/** The environment for a child process: ours, with what is changed on top (`undefined` takes a name away). */
export function childEnv(changes: Record<string, string | undefined> = {}): Record<string, string> {
  const merged: Record<string, string | undefined> = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...changes };
  const entries = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** For work on Parley itself: take what is in dist/ as it is. */
export function skipsBuild(): boolean {
  return process.env['PARLEY_SKIP_BUILD'] === '1';
}

export function wantsColour(stream: { isTTY?: boolean }): boolean {
  return stream.isTTY === true && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb';
}
