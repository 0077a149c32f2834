/** A failure that was foreseen: its message is all the operator needs, a stack trace would only hide it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  /** Lines shown under the message: the end of a log, the faults of the settings. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}

/** By name, not by class: thrown in dist/, it is caught by the bootstrap, which runs from src/. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'details' in error;
}

export function printFailure(error: unknown): void {
  if (isFailure(error)) {
    for (const line of error.details) process.stderr.write(`  ${line}\n`);
    process.stderr.write(`parley: ${error.message}\n`);
    return;
  }
  process.stderr.write(`parley: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

export function messageOf(error: unknown): string {
  if (isFailure(error)) return [error.message, ...error.details].join('\n  ');
  return error instanceof Error ? error.message : String(error);
}
