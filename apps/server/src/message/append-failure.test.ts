import { ParleyError } from '@parley/contract';
import { DatabaseSilence } from '@parley/db';
import { describe, expect, it } from 'vitest';
import { failureOf } from './append-failure.js';

function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('what a failed statement means for the sends in it', () => {
  it.each([
    ['nobody listens', withCode('ECONNREFUSED')],
    ['no connection is free', new Error('timeout exceeded when trying to connect')],
    ['none is opened', new Error('Connection terminated due to connection timeout')],
    ['it took too long and was rolled back', withCode('57014')],
    ['the database is starting', withCode('57P03')],
    ['the disk is full', withCode('53100')],
  ])('nothing was stored when %s', (_, error) => {
    expect(failureOf(error, 'sent').code).toBe('UNAVAILABLE');
  });

  it.each([
    ['the line breaks', new Error('Connection terminated unexpectedly')],
    ['no answer comes', new DatabaseSilence('shard-0 did not answer within 31000 ms')],
    ['the backend is killed', withCode('57P01')],
    ['the network says so', withCode('ECONNRESET')],
  ])('nobody knows when %s after it was sent', (_, error) => {
    expect(failureOf(error, 'sent').code).toBe('UNCERTAIN');
    expect(failureOf(error, 'nothing-sent').code).toBe('UNAVAILABLE');
  });

  it('a lock that is not granted is waited for, and what is coded stays', () => {
    expect(failureOf(withCode('55P03'), 'sent').code).toBe('BUSY');
    expect(failureOf(withCode('42703'), 'sent').code).toBe('INTERNAL');
    expect(failureOf(new ParleyError('MUTED'), 'sent').code).toBe('MUTED');
  });
});
