import { ParleyError } from '@parley/contract';
import { describe, expect, it } from 'vitest';
import { checkNewPassword, Passwords } from './passwords.js';

describe('passwords', () => {
  const passwords = new Passwords(2);

  it('match themselves, in whatever form the keyboard makes them, and nothing else', async () => {
    const stored = await passwords.hash('café 密码密码密码');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.matches(stored, 'cafe\u0301 密码密码密码')).toBe(true);
    expect(await passwords.matches(stored, 'cafe 密码密码密码')).toBe(false);
    expect(await passwords.matches(null, 'café 密码密码密码')).toBe(false);
  });

  it('refuse to queue up without end', async () => {
    const asked = Array.from({ length: 60 }, () => passwords.matches(null, 'x'));
    const settled = await Promise.allSettled(asked);
    const refused = settled.filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ reason }) => reason instanceof ParleyError && reason.code === 'BUSY')).toBe(true);
    expect(await passwords.matches(null, 'x')).toBe(false);
  });

  it('have ten characters, however many bytes those take', () => {
    expect(() => checkNewPassword('密码密码密码密码密')).toThrow('PASSWORD_WEAK');
    expect(() => checkNewPassword('密码密码密码密码密码')).not.toThrow();
  });
});
