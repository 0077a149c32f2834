import { describe, expect, it } from 'vitest';

import { formatProcesses, parseCommandLine, UsageError } from './args.js';

describe('the command line', () => {
  it('reads up with all its options', () => {
    expect(parseCommandLine(['up', '--detach', '--demo', '--processes', 'gateway=3,logic=2,worker=1'])).toEqual({
      command: 'up',
      detach: true,
      demo: true,
      processes: { gateway: 3, logic: 2, worker: 1 },
    });
    expect(parseCommandLine(['up'])).toEqual({ command: 'up', detach: false, demo: false });
  });

  it('reads the operator commands', () => {
    expect(parseCommandLine(['top', '--once'])).toEqual({ command: 'top', once: true });
    expect(() => parseCommandLine(['top', 'all'])).toThrow(UsageError);
    expect(parseCommandLine(['user', 'add', 'li', '--name', 'Li Na', '--admin'])).toEqual({
      command: 'user add',
      login: 'li',
      name: 'Li Na',
      admin: true,
      password: 'made',
    });
    expect(parseCommandLine(['user', 'disable', 'li'])).toEqual({ command: 'user disable', login: 'li' });
    expect(parseCommandLine(['policy'])).toEqual({ command: 'policy', change: null });
    expect(parseCommandLine(['policy', 'receipts', 'off'])).toEqual({ command: 'policy', change: ['receipts', 'off'] });
    expect(parseCommandLine(['user', 'enable', 'li'])).toEqual({ command: 'user enable', login: 'li' });
  });

  it('takes a password from standard input only when it is told to', () => {
    const reset = { command: 'user reset-password', login: 'li' };
    expect(parseCommandLine(['user', 'reset-password', 'li'])).toEqual({ ...reset, password: 'made' });
    const args = ['user', 'reset-password', 'li', '--password-stdin'];
    expect(parseCommandLine(args)).toEqual({ ...reset, password: 'stdin' });
    const add = parseCommandLine(['user', 'add', 'li', '--name', 'Li', '--password-stdin']);
    expect(add).toMatchObject({ password: 'stdin' });
  });

  it('hands a scenario its own options', () => {
    expect(parseCommandLine(['bench', 'mixed', '--rate', '2000', '--json'])).toEqual({
      command: 'bench',
      scenario: 'mixed',
      json: true,
      args: ['--rate', '2000'],
    });
  });

  it('takes a seed, some or a range', () => {
    const chaos = { command: 'chaos', seconds: 60, json: false };
    expect(parseCommandLine(['chaos', '--seed', '7'])).toEqual({ ...chaos, seeds: [7] });
    expect(parseCommandLine(['chaos', '--seed', '1-3,9,2', '--minutes', '0.5', '--json'])).toEqual({
      ...chaos,
      seeds: [1, 2, 3, 9],
      seconds: 30,
      json: true,
    });
  });

  it.each([['3-1'], ['x'], ['1,'], ['1-1000']])('takes no seed %s', (seed) => {
    expect(() => parseCommandLine(['chaos', '--seed', seed])).toThrow(UsageError);
  });

  it.each([[[]], [['help']], [['--help']], [['up', '--help']]])('shows the usage for %j', (argv) => {
    expect(parseCommandLine(argv)).toEqual({ command: 'help' });
  });

  it.each([
    [['fly']],
    [['up', '--fast']],
    [['up', 'now']],
    [['down', 'now']],
    [['user']],
    [['user', 'add', 'li']],
    [['user', 'add', 'li', '--name', 'Li', '--password', 'secret']],
    [['user', 'disable', 'li', '--password-stdin']],
    [['user', 'enable']],
    [['policy', 'receipts']],
    [['policy', 'receipts', 'off', 'now']],
    [['test', 'everything']],
    [['bench']],
    [['up', '--processes', 'gateway=1']],
    [['up', '--processes', 'gateway=0,logic=1,worker=1']],
    [['up', '--processes', 'gateway=1,logic=1,worker=1,web=1']],
    [['up', '--processes', 'gateway,logic,worker']],
  ])('refuses %j', (argv) => {
    expect(() => parseCommandLine(argv)).toThrow(UsageError);
  });

  it('writes process counts as it reads them', () => {
    expect(formatProcesses({ gateway: 3, logic: 2, worker: 1 })).toBe('gateway=3,logic=2,worker=1');
  });
});
