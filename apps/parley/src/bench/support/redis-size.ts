import { connect } from 'node:net';

const PATIENCE_MS = 5_000;

export interface RedisSize {
  bytes: number;
  keys: number;
}

/** What a Redis holds. It is asked by hand: three commands are no reason for a client. */
export async function readRedisSize(url: string): Promise<RedisSize> {
  const { hostname, port, username, password } = new URL(url);
  const auth = [username, password].filter((word) => word !== '').map(decodeURIComponent);
  const commands = [...(auth.length === 0 ? [] : [['AUTH', ...auth]]), ['INFO', 'memory'], ['DBSIZE']];
  const text = await exchange({ host: hostname, port: Number(port === '' ? 6379 : port) }, commands);
  const bytes = /^used_memory:(\d+)/m.exec(text)?.[1];
  const keys = /^:(\d+)\r\n$/m.exec(text)?.[1];
  if (bytes === undefined || keys === undefined) throw new Error('Redis does not tell its size');
  return { bytes: Number(bytes), keys: Number(keys) };
}

/** The last answer is a number: when that has come, all have. */
async function exchange(address: { host: string; port: number }, commands: readonly string[][]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    let text = '';
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('Redis does not answer')));
    socket.once('error', reject);
    socket.once('connect', () => socket.write(commands.map(encoded).join('')));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const refused = /^-(.+)$/m.exec(text)?.[1];
      if (refused !== undefined) reject(new Error(`Redis refuses: ${refused}`));
      else if (/^:\d+\r\n$/m.test(text)) resolve(text);
      else return;
      socket.destroy();
    });
  });
}

function encoded(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join('')}`;
}
