/**
 * Access tokens: EdDSA JWTs of at most 15 minutes. Verifying needs public keys only, so that a gateway can do it without
 * a database; docs/adr/0002-auth.md says why they look as they do.
 */
import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { DeviceId, Id, LIMITS, ParleyError, Role } from '@parley/contract';
import { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import type { Actor } from './actor.js';

export type VerifiedAccess = { readonly actor: Actor; readonly expiresAt: number };

/** Public keys, and the install that a token must name: one of another install is TOKEN_INVALID even if keys were shared. */
export type AccessTrust = { issuer: string; jwks: { keys: readonly Record<string, unknown>[] } };

/** The private half; logic alone has it. */
export type SigningKey = { kid: string; issuer: string; privateKey: KeyObject };

const Header = z.object({ alg: z.literal('EdDSA'), typ: z.literal('at+jwt'), kid: z.string() });
const Claims = z.object({
  iss: z.string(),
  sub: Id,
  deviceId: DeviceId,
  role: Role,
  iat: z.number().int(),
  exp: z.number().int(),
});
/** A stolen private key aside, nothing longer is ever issued; a longer one is not ours. */
const MAX_LIFETIME_S = LIMITS.accessTokenTtlMs / 1000;
const CACHED = 20_000;

/** Signs an access token; expiresAt is in milliseconds, as everywhere on the wire. */
export function signAccess(key: SigningKey, actor: Actor, now: number): { token: string; expiresAt: number } {
  const iat = Math.floor(now / 1000);
  const exp = iat + MAX_LIFETIME_S;
  const header = encode({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid });
  const claims = encode({ iss: key.issuer, sub: actor.userId, deviceId: actor.deviceId, role: actor.role, iat, exp });
  const signature = sign(null, Buffer.from(`${header}.${claims}`), key.privateKey).toString('base64url');
  return { token: `${header}.${claims}.${signature}`, expiresAt: exp * 1000 };
}

/** Verifies access tokens, synchronously. It says who somebody was at signing; what was revoked since is another question. */
export class AccessVerifier {
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly issuer: string;
  /** A device shows the same token for minutes and a signature costs 100 µs; the oldest leave first. */
  private readonly verified = new Map<string, VerifiedAccess>();

  constructor(
    trust: AccessTrust,
    private readonly clock: Clock,
  ) {
    this.issuer = trust.issuer;
    this.keys = new Map(trust.jwks.keys.map((jwk) => [String(jwk['kid']), publicKeyOf(jwk)]));
  }

  /** Throws TOKEN_MISSING, TOKEN_INVALID or TOKEN_EXPIRED. */
  verify(token: string | undefined | null): VerifiedAccess {
    if (token === undefined || token === null || token === '') throw new ParleyError('TOKEN_MISSING');
    const access = this.verified.get(token) ?? this.check(token);
    if (this.clock.now() >= access.expiresAt) {
      this.verified.delete(token);
      throw new ParleyError('TOKEN_EXPIRED');
    }
    return access;
  }

  private check(token: string): VerifiedAccess {
    const [header, claims, signature, ...rest] = token.split('.');
    if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) throw invalid();
    const key = this.keys.get(decode(Header, header).kid);
    const bytes = Buffer.from(signature, 'base64url');
    if (key === undefined || !verify(null, Buffer.from(`${header}.${claims}`), key, bytes)) throw invalid();
    const { iss, sub, deviceId, role, iat, exp } = decode(Claims, claims);
    if (iss !== this.issuer || exp - iat > MAX_LIFETIME_S) throw invalid();
    const access = { actor: { userId: sub, deviceId, role }, expiresAt: exp * 1000 };
    this.remember(token, access);
    return access;
  }

  private remember(token: string, access: VerifiedAccess): void {
    if (this.verified.size >= CACHED) {
      const oldest = this.verified.keys().next();
      if (oldest.done !== true) this.verified.delete(oldest.value);
    }
    this.verified.set(token, access);
  }
}

function publicKeyOf(jwk: Record<string, unknown>): KeyObject {
  return createPublicKey({ key: jwk, format: 'jwk' });
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode<T>(schema: z.ZodType<T>, part: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    throw invalid();
  }
}

function invalid(): ParleyError {
  return new ParleyError('TOKEN_INVALID');
}
