import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import { AccessVerifier, signAccess } from './access-token.js';
import type { AccessTrust, SigningKey } from './access-token.js';
import type { Actor } from './actor.js';
import { rotationKey } from './refresh-token.js';
import { addFirstSigningKey, findSigningKeys } from './signing-key.repo.js';
import type { SigningKeyRow } from './signing-key.repo.js';

type Keys = { trust: AccessTrust; signing: SigningKey; verifier: AccessVerifier; rotation: Buffer };

/** The keys of this install, read from the directory at first use; the first process of a new install makes them. */
@Injectable()
export class AccessTokens {
  private loading: Promise<Keys> | null = null;

  constructor(
    private readonly router: ShardRouter,
    private readonly clock: Clock,
  ) {}

  async sign(actor: Actor): Promise<{ token: string; expiresAt: number }> {
    return signAccess((await this.keys()).signing, actor, this.clock.now());
  }

  async verifier(): Promise<AccessVerifier> {
    return (await this.keys()).verifier;
  }

  /** What gateways verify with. */
  async trust(): Promise<AccessTrust> {
    return (await this.keys()).trust;
  }

  /** Turns a refresh token into the next. */
  async rotation(): Promise<Buffer> {
    return (await this.keys()).rotation;
  }

  /** A directory that is down at the first request is asked again at the next. */
  private keys(): Promise<Keys> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  private async load(): Promise<Keys> {
    const { directory } = this.router;
    let rows = await findSigningKeys(directory);
    if (rows.length === 0) {
      await addFirstSigningKey(directory, newKey());
      rows = await findSigningKeys(directory);
    }
    const first = rows[0];
    const current = rows.findLast((row) => !row.retired);
    if (first === undefined || current === undefined) throw new ParleyError('UNAVAILABLE', { part: 'signing key' });
    // The install is named by its first key: tokens of another one are refused whatever their key.
    const issuer = `parley:${first.kid}`;
    const trust = { issuer, jwks: { keys: rows.map((row) => JSON.parse(row.public_key) as Record<string, unknown>) } };
    return {
      trust,
      signing: { kid: current.kid, issuer, privateKey: createPrivateKey(current.private_key) },
      verifier: new AccessVerifier(trust, this.clock),
      rotation: rotationKey(createPrivateKey(first.private_key)),
    };
  }
}

function newKey(): Omit<SigningKeyRow, 'retired'> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const kid = randomBytes(9).toString('base64url');
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' };
  return {
    kid,
    public_key: JSON.stringify(jwk),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
