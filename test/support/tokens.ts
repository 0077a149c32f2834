import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import pg from 'pg';
import type { Session } from './device.js';

type Claims = Pick<Session, 'userId' | 'deviceId'> & { role?: string };

/** Makes access tokens with the install's own key, and such that the server has to refuse. */
export class TokenMaker {
  private constructor(
    private readonly kid: string,
    private readonly issuer: string,
    private readonly key: KeyObject,
  ) {}

  static async open(directoryUrl: string): Promise<TokenMaker> {
    const client = new pg.Client({ connectionString: directoryUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ kid: string; private_key: string }>(
        'select kid, private_key from signing_key order by created_at, kid',
      );
      const [first] = rows;
      if (first === undefined) throw new Error('this install has no signing key yet');
      return new TokenMaker(first.kid, `parley:${first.kid}`, createPrivateKey(first.private_key));
    } finally {
      await client.end();
    }
  }

  /** A token of another install: well made, signed by a key that nobody here knows. */
  static foreign(): TokenMaker {
    const { privateKey } = generateKeyPairSync('ed25519');
    return new TokenMaker('foreign', 'parley:foreign', privateKey);
  }

  make({ userId, deviceId, role = 'member' }: Claims, expiresInS = 900, lifetimeS = 900): string {
    const exp = Math.floor(Date.now() / 1000) + expiresInS;
    const header = encode({ alg: 'EdDSA', typ: 'at+jwt', kid: this.kid });
    const claims = encode({ iss: this.issuer, sub: userId, deviceId, role, iat: exp - lifetimeS, exp });
    const signature = sign(null, Buffer.from(`${header}.${claims}`), this.key).toString('base64url');
    return `${header}.${claims}.${signature}`;
  }

  /** Another device of the same person. */
  another(session: Session, deviceId: string): Session {
    return { ...session, deviceId, token: this.make({ userId: session.userId, deviceId }) };
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
