import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushPayload, PushSubscriptionInput } from '@parley/contract';

/** What a browser got, decrypted with its own key; `raw` is what travelled. */
export type Pushed = { payload: PushPayload; topic: string; ttl: number; raw: Buffer };
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const created: Answer = (_request, response) => response.writeHead(201).end();

/** A browser that is reached through the push service below. */
export class PushedBrowser {
  readonly got: Pushed[] = [];
  /** Requests, with those that were refused. */
  tries = 0;
  /** How the service answers for it. */
  answer: Answer = created;
  private readonly ecdh: ECDH = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor(readonly endpoint: string) {
    this.ecdh.generateKeys();
  }

  get subscription(): PushSubscriptionInput {
    const keys = { p256dh: this.ecdh.getPublicKey('base64url'), auth: this.auth.toString('base64url') };
    return { endpoint: this.endpoint, keys };
  }

  /** The receiving half of RFC 8291; throws when it was not encrypted for this browser. */
  decrypt(sealed: Buffer): string {
    const salt = sealed.subarray(0, 16);
    const idLength = sealed.readUInt8(20);
    const theirs = sealed.subarray(21, 21 + idLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.ecdh.getPublicKey(), theirs]);
    const shared = Buffer.from(hkdfSync('sha256', this.ecdh.computeSecret(theirs), this.auth, info, 32));
    const key = hkdfSync('sha256', shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = hkdfSync('sha256', shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const body = sealed.subarray(21 + idLength);
    const decipher = createDecipheriv('aes-128-gcm', Buffer.from(key), Buffer.from(nonce));
    decipher.setAuthTag(body.subarray(-16));
    const padded = Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
    const end = padded.lastIndexOf(2);
    if (end === -1 || !padded.subarray(end + 1).every((byte) => byte === 0)) throw new Error('wrongly padded');
    return padded.subarray(0, end).toString();
  }
}

/** A push service as browsers have them: it holds a sender to the letter of Web Push, and keeps what came. */
export class PushService {
  readonly faults: string[] = [];
  private readonly browsers = new Map<string, PushedBrowser>();
  private readonly server = createServer((request, response) => void this.take(request, response));
  /** The key that the sender's first subscription was made with; null: any. */
  key: string | null = null;

  static async open(): Promise<PushService> {
    const service = new PushService();
    await new Promise<void>((resolve) => {
      service.server.listen(0, '127.0.0.1', resolve);
    });
    return service;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  browser(): PushedBrowser {
    const path = `/push/${randomBytes(12).toString('base64url')}`;
    const browser = new PushedBrowser(`http://${this.host}${path}`);
    this.browsers.set(path, browser);
    return browser;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const browser = this.browsers.get(request.url ?? '');
    if (browser === undefined) return void response.writeHead(404).end();
    browser.tries += 1;
    try {
      this.checkSender(request);
      if (raw.length > 4_096) throw new Error(`${raw.length} bytes`);
      const payload = JSON.parse(browser.decrypt(raw)) as PushPayload;
      browser.answer(request, response);
      const kept = response.statusCode >= 200 && response.statusCode < 300 && response.headersSent;
      const { topic, ttl } = request.headers;
      if (kept) browser.got.push({ payload, topic: String(topic), ttl: Number(ttl), raw });
    } catch (error) {
      this.faults.push(String(error));
      response.writeHead(400).end();
    }
  }

  /** VAPID: the signature, whom it is for, how long it holds; and the headers that a push has. */
  private checkSender({ method, headers }: IncomingMessage): void {
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: point.toString('base64url', 1, 33), y: point.toString('base64url', 33) };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const sealed = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const isSigned = verify('sha256', Buffer.from(`${head}.${claims}`), sealed, Buffer.from(signature, 'base64url'));
    const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number };
    const lasts = exp - Date.now() / 1_000;
    const problems = [
      !isSigned && 'not signed',
      this.key !== null && this.key !== key && 'another key',
      aud !== `http://${this.host}` && `for ${aud}`,
      (lasts <= 0 || lasts > 24 * 3_600) && `signed for ${lasts} s`,
      method !== 'POST' && method,
      headers['content-encoding'] !== 'aes128gcm' && 'not aes128gcm',
      !/^\d+$/.test(headers['ttl'] as string) && 'no ttl',
      !/^[\w-]{1,32}$/.test(headers['topic'] as string) && 'no topic',
    ].filter((problem) => problem !== false);
    if (problems.length > 0) throw new Error(problems.join(', '));
  }
}
