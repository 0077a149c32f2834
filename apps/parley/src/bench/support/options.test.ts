import { describe, expect, it } from 'vitest';

import { UsageError } from '../../args.js';
import { benchOptions, targetChoice, targetOptions } from './options.js';

describe('the install that a bench measures', () => {
  const choiceOf = (...args: string[]): unknown => targetChoice(benchOptions(args, targetOptions));

  it('is the running one only when that is asked for, as a bench writes into it', () => {
    expect(choiceOf()).toEqual({ running: false });
    expect(choiceOf('--running')).toEqual({ running: true });
  });

  it('is one of its own where the roles are to be apart', () => {
    const processes = { gateway: 2, logic: 1, worker: 1 };
    expect(choiceOf('--processes', 'gateway=2,logic=1,worker=1')).toEqual({ running: false, processes });
    expect(() => choiceOf('--running', '--processes', 'gateway=2,logic=1,worker=1')).toThrow(UsageError);
  });
});
