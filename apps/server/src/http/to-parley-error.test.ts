import { HttpException, NotFoundException } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { CommitLost, DatabaseSilence } from '@parley/db';
import { describe, expect, it } from 'vitest';
import { toParleyError } from './to-parley-error.js';

function withCode(code: string, message = 'x'): Error {
  return Object.assign(new Error(message), { code });
}

describe('what is thrown', () => {
  it('keeps its code when it is ours', () => {
    expect(toParleyError(new ParleyError('CONFLICT'))?.code).toBe('CONFLICT');
  });

  it('is UNAVAILABLE when a database is away, however deep that stands', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '57014', '53300', '08006', 'P1001', 'P2024']) {
      expect(toParleyError(withCode(code))?.code).toBe('UNAVAILABLE');
    }
    expect(toParleyError(new Error('Connection terminated unexpectedly'))?.code).toBe('UNAVAILABLE');
    expect(toParleyError(new DatabaseSilence('shard-0 did not answer within 31000 ms'))?.code).toBe('UNAVAILABLE');
    expect(toParleyError(new Error('outer', { cause: withCode('57P01') }))?.code).toBe('UNAVAILABLE');
  });

  it('is UNCERTAIN when nobody knows whether it was committed', () => {
    expect(toParleyError(new CommitLost('x', { cause: withCode('ECONNRESET') }))?.code).toBe('UNCERTAIN');
  });

  it('is not understood when it is a fault of the program', () => {
    for (const thrown of [withCode('23505'), withCode('42703'), new TypeError('x is undefined'), 'text', null]) {
      expect(toParleyError(thrown)).toBeNull();
    }
    expect(toParleyError(new HttpException('x', 500))).toBeNull();
  });

  it('is coded when the framework refuses', () => {
    expect(toParleyError(new NotFoundException('Cannot GET /secret'))?.toWire().details).toEqual({});
    expect(toParleyError(new HttpException('too large', 413))?.code).toBe('FRAME_TOO_LARGE');
    expect(toParleyError(new HttpException('Unexpected token h', 400))?.code).toBe('BAD_REQUEST');
  });
});
