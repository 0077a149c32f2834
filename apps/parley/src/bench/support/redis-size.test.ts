import { createServer, type AddressInfo, type Server } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { readRedisSize } from './redis-size.js';

describe('what a Redis holds', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** Answers whatever is asked with these pieces, one after the other, and keeps what it was asked. */
  async function answering(...pieces: string[]): Promise<{ url: string; asked: () => string }> {
    let asked = '';
    const listening = createServer((socket) => {
      socket.on('data', (chunk) => (asked += chunk.toString()));
      for (const [at, piece] of pieces.entries()) setTimeout(() => socket.write(piece), at * 20);
    });
    server = listening;
    await new Promise<void>((resolve) => {
      listening.listen(0, '127.0.0.1', resolve);
    });
    const { port } = listening.address() as AddressInfo;
    return { url: `redis://:secret%21@127.0.0.1:${port}/0`, asked: () => asked };
  }

  it('is read from its answers, however they are cut', async () => {
    const { url, asked } = await answering('+OK\r\n$30\r\n# Memory\r\nused_mem', 'ory:2526024\r\n\r\n', ':3006\r\n');
    expect(await readRedisSize(url)).toEqual({ bytes: 2_526_024, keys: 3_006 });
    expect(asked()).toContain('$4\r\nAUTH\r\n$7\r\nsecret!\r\n');
  });

  it('is an error when it refuses', async () => {
    const { url } = await answering('-WRONGPASS invalid username-password pair\r\n');
    await expect(readRedisSize(url)).rejects.toThrow('WRONGPASS');
  });
});
