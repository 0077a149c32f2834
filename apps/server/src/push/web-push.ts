/** Web Push (RFC 8030) with encryption for the device (RFC 8291) and a signature of this install (VAPID, RFC 8292). */
import * as http from 'node:http';
import * as https from 'node:https';
import { type EndpointGuard, EndpointRefused } from './endpoint-guard.js';
import { HostBreaker } from './host-breaker.js';
import { encryptPush } from './push-encryption.js';
import type { PushOutcome, PushProvider, PushRequest, PushTarget } from './push-provider.js';

/** From the connection to the end of the answer. */
const TIMEOUT_MS = 10_000;
/** Nobody reads what a push service says; more than this is not listened to. */
const ANSWER_BYTES = 16 * 1024;
const MAX_RETRY_AFTER_S = 3_600;
/** Pushes on their way to one service, half of what a worker sends at a time: one that hangs leaves room for the others. */
const PER_HOST = 16;
const FULL_MS = 500;
const AGENT = { keepAlive: true, maxSockets: PER_HOST, maxFreeSockets: 2, timeout: 30_000 };

type Answer = { status: number; retryAfter: string | undefined };
type Parts = {
  guard: EndpointGuard;
  /** The Authorization of a request to this origin. */
  authorize: (origin: string) => Promise<string>;
  now: () => number;
};

export class WebPush implements PushProvider {
  private readonly breaker = new HostBreaker();
  private readonly underWay = new Map<string, number>();
  // A connection that is kept goes to an address that was looked at when it was made.
  private readonly agents = { 'https:': new https.Agent(AGENT), 'http:': new http.Agent(AGENT) };

  constructor(private readonly parts: Parts) {}

  async send(target: PushTarget, request: PushRequest): Promise<PushOutcome> {
    const { now } = this.parts;
    try {
      const url = this.parts.guard.parse(target.endpoint);
      // Before the breaker: who is told that it is the one try has to make it.
      const underWay = this.underWay.get(url.host) ?? 0;
      if (underWay >= PER_HOST)
        return { outcome: 'retry', afterMs: FULL_MS, why: 'the push service has its hands full' };
      const waitMs = this.breaker.waitMs(url.host, now());
      if (waitMs > 0) return { outcome: 'retry', afterMs: waitMs, why: 'the push service is left alone for a while' };
      this.underWay.set(url.host, underWay + 1);
      const outcome = await this.outcomeOf(url, target, request).finally(() => this.left(url.host));
      if (outcome.outcome === 'retry') this.breaker.failed(url.host, now());
      else this.breaker.succeeded(url.host);
      return outcome;
    } catch (error) {
      return { outcome: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
  }

  close(): void {
    this.agents['https:'].destroy();
    this.agents['http:'].destroy();
  }

  private left(host: string): void {
    const underWay = (this.underWay.get(host) ?? 1) - 1;
    if (underWay === 0) this.underWay.delete(host);
    else this.underWay.set(host, underWay);
  }

  private async outcomeOf(url: URL, target: PushTarget, { payload, topic, ttlS }: PushRequest): Promise<PushOutcome> {
    const body = encryptPush(payload, target);
    const headers = {
      authorization: await this.parts.authorize(url.origin),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      'content-length': String(body.length),
      ttl: String(ttlS),
      topic,
      urgency: 'high',
    };
    try {
      return outcomeOf(await this.post(url, headers, body), this.parts.now());
    } catch (error) {
      if (error instanceof EndpointRefused) throw error;
      return { outcome: 'retry', afterMs: null, why: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Follows no redirect: the address was looked at, the next one was not. */
  private post(url: URL, headers: Record<string, string>, body: Buffer): Promise<Answer> {
    const secure = url.protocol === 'https:';
    const options = {
      method: 'POST',
      headers,
      agent: this.agents[secure ? 'https:' : 'http:'],
      lookup: this.parts.guard.lookupFor(url),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).request(url, options, (response) => {
        const answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] };
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > ANSWER_BYTES) response.destroy(new Error('the push service says too much'));
        });
        response.on('end', () => resolve(answer));
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('the push service hung up')));
      });
      request.on('error', reject);
      request.end(body);
    });
  }
}

/** What a status means to the subscription. */
function outcomeOf({ status, retryAfter }: Answer, now: number): PushOutcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status === 404 || status === 410) return { outcome: 'gone' };
  const why = `the push service answered ${status}`;
  if (status === 429 || status >= 500) return { outcome: 'retry', afterMs: retryAfterMs(retryAfter, now), why };
  return { outcome: 'failed', why };
}

/** Seconds, or a date. */
function retryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1_000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_S) * 1_000 : null;
}
