import { connect, type Socket } from 'node:net';

const PATIENCE_MS = 2000;

/** Whether Postgres takes connections: asks for one and looks at the first byte of the answer, as pg_isready does. */
export async function postgresAnswers(port: number): Promise<boolean> {
  return exchange(port, postgresHello(), (answer) => (answer.length === 0 ? undefined : isWelcome(answer)));
}

/** The first packet of a connection to Postgres. */
export function postgresHello(): Buffer {
  const fields = Buffer.from('user\0parley\0database\0parley\0\0', 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(fields.length + 8, 0);
  head.writeUInt32BE(196_608, 4);
  return Buffer.concat([head, fields]);
}

/** R: it asks for the password, so it would let us in. E: an error, such as "the database system is starting up". */
export function isWelcome(answer: Buffer): boolean {
  return answer[0] === 0x52;
}

export async function redisAnswers(port: number, password: string): Promise<boolean> {
  const request = Buffer.from(`AUTH ${password}\r\nPING\r\n`);
  return exchange(port, request, (answer) => {
    const text = answer.toString('latin1');
    if (text.includes('-')) return false;
    return text.includes('+PONG') ? true : undefined;
  });
}

export async function httpAnswers(url: string, accept: (status: number) => boolean): Promise<boolean> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
  await response.body?.cancel();
  return accept(response.status);
}

/** Whether anything takes connections there. */
export async function accepts(address: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const done = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(PATIENCE_MS, () => done(false));
    socket.once('error', () => done(false));
    socket.once('connect', () => done(true));
  });
}

/** Sends, then reads until the judge has made up its mind (undefined = needs more). */
async function exchange(
  port: number,
  request: Buffer,
  judge: (answer: Buffer) => boolean | undefined,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: '127.0.0.1', port });
    let answer = Buffer.alloc(0);
    const done = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(PATIENCE_MS, () => done(false));
    socket.once('error', () => done(false));
    socket.once('end', () => done(false));
    socket.once('connect', () => socket.write(request));
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      const verdict = judge(answer);
      if (verdict !== undefined) done(verdict);
    });
  });
}
