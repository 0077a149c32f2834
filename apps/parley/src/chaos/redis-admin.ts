import { connect } from 'node:net';

const PATIENCE_MS = 5_000;

/** One command to Redis, on a connection of its own. Its arguments hold no spaces. */
export function askRedis({ port, password }: { port: number; password: string }, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = '';
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Error(`redis: ${command}: ${why}`));
    };
    socket.setTimeout(PATIENCE_MS, () => fail('no answer'));
    socket.on('error', (error) => fail(error.message));
    socket.on('connect', () => socket.write(`AUTH ${password}\r\n${command}\r\n`));
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      const [signedIn, told] = answer.split('\r\n');
      if (signedIn?.startsWith('-') === true) return fail(signedIn);
      if (told === undefined || told === '') return;
      if (told.startsWith('-')) return fail(told);
      socket.destroy();
      resolve(told);
    });
  });
}
