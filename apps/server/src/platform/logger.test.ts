import { expect, test } from 'vitest';
import { bareError } from './logger.js';

test('an error in a log carries no more than its type, text, code and causes', () => {
  const error = Object.assign(new Error('LOADING', { cause: new Error('below') }), {
    code: 'E1',
    command: { name: 'publish', args: ['channel', Buffer.from('what somebody wrote')] },
  });
  const logged = bareError(error);
  expect(logged).toMatchObject({ type: 'Error', message: 'LOADING', code: 'E1', cause: { message: 'below' } });
  expect(JSON.stringify(logged)).not.toContain('command');
  expect(bareError('not an error')).toBe('not an error');
});
