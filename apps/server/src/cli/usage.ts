/** What is wrong is the call or the state of the install, not the program: said in one line, without a stack. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';

  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

export const USAGE = `Usage: node dist/cli/main.js <command>

  migrate                                  bring directory and shards to this release
  setup-link                               a one-time link that creates the organisation
  user-add <login> --name <name> [--admin] add a person
  user-reset-password <login>              give a person a new password
  user-disable <login>                     end a person's access
  user-enable <login>                      let a disabled person in again
  policy [<name> <value>]                  what the org decides for everybody; change one thing of it
  seed-demo                                a demo organisation
  doctor-sessions                          sessions of the doctor's users
  mint-sessions --count <n> [--groups] [--out <file>] sessions for load tests
  age --count <n> --messages <n> [--days <n>] past messages of the first n of those people
  status                                   databases, outbox, queues, clocks, disk

A password is made up and shown once; with --password-stdin it is the first line of standard input. It is never an argument.
Every command answers one JSON object. Settings come from the environment: docs/configuration.md.`;
