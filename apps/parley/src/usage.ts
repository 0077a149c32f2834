import { SCENARIOS } from './scenarios.ts';

export const usage = `Usage: ./parley <command>

  up                     install, build and start everything; Ctrl-C stops it
      --detach           run in the background
      --demo             with a demo organisation and two logins to try
      --processes gateway=3,logic=2,worker=1
                         the server's roles as separate processes
  down                   stop what runs in the background
  status [--json]        every part with its state, port, pid and memory
  top [--once]           the numbers of what runs, each second; q quits. --once, or
                         without a terminal: one page
  logs [-f] [part]       the newest log lines; -f follows
  doctor [--json]        prove with real traffic that the running install works

  user add <login> --name <name> [--admin] [--password-stdin]
  user reset-password <login> [--password-stdin]
                         a password is made up and shown once; --password-stdin takes
                         the first line of standard input instead
  user disable <login>   end a person's access: no sign-in, every device signed out
  user enable <login>    let a disabled person in again

  policy                 what the organisation decides for everybody
  policy receipts off|on|must
                         whether people are told who has read what: nobody,
                         as each chooses, everybody
  policy phones|tablets|computers|browsers <number>|any
                         on how many one may be signed in at a time

  test [tier ...]        run the tests: check medium sim e2e fault
  bench <scenario> [--json] [options]
                         measure on a throw-away install; scenarios:
                         ${Object.keys(SCENARIOS).join(' ')}
  bench compare <a.json> <b.json>
                         two runs of one scenario, with ratios
  chaos [--seed n[,n...|-n]] [--minutes 1] [--json]
                         break a throw-away install while people talk on it, as the seed
                         says, and judge what became of every message

Settings are environment variables (docs/operations.md): PARLEY_DATA_DIR, PARLEY_PORT, PARLEY_HOST, ...
`;
