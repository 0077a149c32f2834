import { generateKeyPairSync, sign } from 'node:crypto';
import { ParleyError } from '@parley/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../platform/clock.js';
import { AccessVerifier, signAccess } from './access-token.js';
import type { AccessTrust, SigningKey } from './access-token.js';

const ACTOR = { userId: '42', deviceId: 'd_12345678', role: 'admin' } as const;
const NOW = 1_795_000_000_000;

class StoppedClock extends Clock {
  constructor(public at: number) {
    super();
  }

  override now(): number {
    return this.at;
  }
}

function install(issuer: string, kid = 'k1'): { key: SigningKey; trust: AccessTrust } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid };
  return { key: { kid, issuer, privateKey }, trust: { issuer, jwks: { keys: [jwk] } } };
}

const ours = install('parley:ours');
const clock = new StoppedClock(NOW);
let verifier = new AccessVerifier(ours.trust, clock);

function codeOf(token: string | null): string {
  try {
    verifier.verify(token);
    return 'accepted';
  } catch (error) {
    return error instanceof ParleyError ? error.code : String(error);
  }
}

/** Signed with our own key, whatever it says. */
function forged(header: object, claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${sign(null, Buffer.from(body), ours.key.privateKey).toString('base64url')}`;
}

const HEADER = { alg: 'EdDSA', typ: 'at+jwt', kid: 'k1' };
const CLAIMS = {
  iss: 'parley:ours',
  sub: '42',
  deviceId: 'd_12345678',
  role: 'admin',
  iat: NOW / 1000,
  exp: NOW / 1000 + 900,
};

beforeEach(() => {
  clock.at = NOW;
  verifier = new AccessVerifier(ours.trust, clock);
});

describe('an access token', () => {
  it('says who acts until it expires, also from the cache', () => {
    const { token, expiresAt } = signAccess(ours.key, ACTOR, NOW);
    expect(verifier.verify(token)).toEqual({ actor: ACTOR, expiresAt });
    expect(expiresAt).toBe(NOW + 900_000);
    expect(verifier.verify(token).actor).toEqual(ACTOR);
    clock.at = expiresAt;
    expect(codeOf(token)).toBe('TOKEN_EXPIRED');
    expect(codeOf(token)).toBe('TOKEN_EXPIRED');
  });

  it('is refused when it is another install’s, even with a key of the same name', () => {
    expect(codeOf(signAccess(install('parley:theirs').key, ACTOR, NOW).token)).toBe('TOKEN_INVALID');
    expect(codeOf(signAccess({ ...ours.key, issuer: 'parley:theirs' }, ACTOR, NOW).token)).toBe('TOKEN_INVALID');
    expect(codeOf(signAccess(install('parley:ours', 'k2').key, ACTOR, NOW).token)).toBe('TOKEN_INVALID');
  });

  it('is refused when a byte of it was changed', () => {
    const { token } = signAccess(ours.key, ACTOR, NOW);
    const [header = '', claims = '', signature = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify({ ...CLAIMS, sub: '43' })).toString('base64url');
    expect(codeOf(`${header}.${other}.${signature}`)).toBe('TOKEN_INVALID');
    expect(codeOf(`${header}.${claims}.${signature.slice(0, -4)}AAAA`)).toBe('TOKEN_INVALID');
    expect(codeOf(`${header}.${claims}.`)).toBe('TOKEN_INVALID');
    expect(codeOf(`${token}.x`)).toBe('TOKEN_INVALID');
  });

  it('is refused with another algorithm, without a device, or for longer than 15 minutes', () => {
    expect(codeOf(forged(HEADER, CLAIMS))).toBe('accepted');
    expect(codeOf(forged({ ...HEADER, alg: 'none' }, CLAIMS))).toBe('TOKEN_INVALID');
    expect(codeOf(forged({ ...HEADER, typ: 'JWT' }, CLAIMS))).toBe('TOKEN_INVALID');
    expect(codeOf(forged(HEADER, { ...CLAIMS, deviceId: undefined }))).toBe('TOKEN_INVALID');
    expect(codeOf(forged(HEADER, { ...CLAIMS, exp: CLAIMS.iat + 901 }))).toBe('TOKEN_INVALID');
  });

  it('is missing when there is none, invalid when it is rubbish', () => {
    expect(codeOf(null)).toBe('TOKEN_MISSING');
    expect(codeOf('')).toBe('TOKEN_MISSING');
    for (const rubbish of ['a', 'a.b', 'a.b.c', '...', 'e30.e30.e30']) expect(codeOf(rubbish)).toBe('TOKEN_INVALID');
  });
});
