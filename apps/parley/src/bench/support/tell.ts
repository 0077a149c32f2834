/** Where a scenario is at, for whoever waits for it: under the steps of the command. */
export function tell(text: string): void {
  process.stderr.write(`      ${text}\n`);
}
