import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { API_PREFIX } from '@parley/contract';
import type { WebJob } from './job.ts';

const WORDS = 'karo miten solver panilo dusmer fingal torben lisquo ashwen yoreld 早上好 会议 请查收 谢谢'.split(' ');
const LANES = 16;

/** The other one of the long conversation. */
export class Writer {
  readonly #job: WebJob;
  /** Of another run on the same install none of these ids is known. */
  readonly #run = randomUUID().slice(0, 8);
  #said = 0;

  constructor(job: WebJob) {
    this.#job = job;
  }

  /** Answers with its seq. */
  async say(): Promise<number> {
    const { url, conversationId, writerToken } = this.#job;
    this.#said += 1;
    const text = Array.from({ length: 3 + (this.#said % 40) }, (_, at) => WORDS[(this.#said + at * 7) % WORDS.length]);
    const body = JSON.stringify({
      clientMsgId: `c_bench_${this.#run}_${this.#said}`,
      content: { type: 'text', text: text.join(' ') },
    });
    for (;;) {
      // A connection may end while it is used again; by its id what was stored is not said twice.
      const answer = await fetch(`${url}${API_PREFIX}/conversations/${conversationId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${writerToken}`, 'content-type': 'application/json' },
        body,
      }).catch(() => null);
      if (answer?.ok === true) return ((await answer.json()) as { seq: number }).seq;
      if (answer !== null && answer.status !== 429 && answer.status !== 503)
        throw new Error(`a send: ${answer.status}`);
      await sleep(100);
    }
  }

  /** Answers with the last seq. */
  async sayMany(count: number): Promise<number> {
    let left = count;
    let last = 0;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        last = Math.max(last, await this.say());
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return last;
  }

  /** At a rate, until it is stopped; that answers how many a second there were. */
  sayOn(perSecond: number): () => Promise<number> {
    const began = performance.now();
    let going = true;
    let said = 0;
    const sends: Promise<unknown>[] = [];
    const run = async (): Promise<void> => {
      while (going) {
        const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
        for (; said < due; said += 1) sends.push(this.say());
        await sleep(10);
      }
      await Promise.all(sends);
    };
    const running = run();
    return async () => {
      going = false;
      const seconds = (performance.now() - began) / 1_000;
      await running;
      return said / seconds;
    };
  }
}
