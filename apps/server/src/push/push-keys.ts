import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { addPushKey, findPushKey, type PushKeyRow } from './push-key.repo.js';

/** A push service takes a signature for at most a day. */
const SIGNED_MS = 12 * 3_600_000;
const FRESH_MS = 6 * 3_600_000;
const ORIGINS = 100;

type Keys = { publicKey: string; privateKey: KeyObject };
type Signed = { header: string; until: number };

/** The key that push services know this install by: made at first use, the same for ever; its private half never leaves here. */
@Injectable()
export class PushKeys {
  private loading: Promise<Keys> | null = null;
  private readonly signed = new Map<string, Signed>();

  constructor(
    private readonly router: ShardRouter,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async publicKey(): Promise<string> {
    return (await this.keys()).publicKey;
  }

  /** The Authorization of a request to a push service. */
  async authorize(origin: string): Promise<string> {
    const now = this.clock.now();
    const known = this.signed.get(origin);
    if (known !== undefined && known.until > now) return known.header;
    const { publicKey, privateKey } = await this.keys();
    const { contact } = this.config.push;
    const claims = {
      aud: origin,
      exp: Math.floor((now + SIGNED_MS) / 1_000),
      ...(contact !== null && { sub: contact }),
    };
    const text = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const header = `vapid t=${text}.${signature.toString('base64url')}, k=${publicKey}`;
    if (this.signed.size >= ORIGINS) this.signed.clear();
    this.signed.set(origin, { header, until: now + FRESH_MS });
    return header;
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
    let row = await findPushKey(directory);
    if (row === null) {
      await addPushKey(directory, newKey());
      row = await findPushKey(directory);
    }
    if (row === null) throw new ParleyError('UNAVAILABLE', { part: 'push key' });
    return { publicKey: row.public_key, privateKey: createPrivateKey(row.private_key) };
  }
}

/** The public half as browsers take it: the point of the curve, uncompressed, in base64url. */
function newKey(): PushKeyRow {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return {
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    public_key: point.toString('base64url'),
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
