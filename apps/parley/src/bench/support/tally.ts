import { count } from './ledger.js';

/** What was thrown and what came back, by name. */
export class Tally {
  readonly thrown: Record<string, number> = {};
  readonly answers: Record<string, number> = {};

  threw(what: string, times = 1): void {
    this.thrown[what] = (this.thrown[what] ?? 0) + times;
  }

  answered(how: string): void {
    count(this.answers, how);
  }

  /** How many of these answers came. */
  of(...answers: readonly string[]): number {
    return answers.reduce((sum, answer) => sum + (this.answers[answer] ?? 0), 0);
  }
}

/** The code of an ack, a refused connect or an error body; OK when it is none. */
export function codeIn(text: string): string {
  return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? 'OK';
}
