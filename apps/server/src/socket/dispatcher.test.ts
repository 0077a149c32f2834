import { Writable } from 'node:stream';
import { type Ack, type ErrorCode, ParleyError } from '@parley/contract';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { Logger } from '../platform/logger.js';
import type { Connection } from './connection.js';
import { type Handlers, SocketDispatcher } from './dispatcher.js';

/** A dispatcher whose `typing` ends as the test wants, and what it logged. */
function dispatching(level: string, ends: () => Promise<unknown>) {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  let seen = '';
  const handlers = {
    typing: (_connection: Connection, _payload: unknown, { trace }: { trace: string }) => {
      seen = trace;
      return ends();
    },
  } as unknown as Handlers<'typing'>;
  const options = { eventsPerSecond: 10_000, refusedEarly: () => undefined, refuseUnread: () => null };
  const dispatcher = new SocketDispatcher(handlers as never, options, new Logger(pino({ level }, sink)));
  const holdOff = vi.fn();
  const connection = { heartbeat: null, holdOff, answer: (send: () => void) => send() } as unknown as Connection;
  const ask = (): Promise<Ack<unknown>> =>
    new Promise((resolve) => dispatcher.receive(connection, 'typing', [{ conversationId: '7' }, resolve]));
  return { lines, ask, holdOff, seen: () => seen };
}

const refusing = (code: ErrorCode) => () => Promise.reject(new ParleyError(code, { retryAfterMs: 5 }));

test.each(['UNAVAILABLE', 'UNCERTAIN', 'INTERNAL'] as const)(
  'a device that is refused with %s hears the trace under which the log says it',
  async (code) => {
    const { lines, ask, seen } = dispatching('info', refusing(code));
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, error: { code, details: { retryAfterMs: 5, traceId: seen() } } });
    expect(lines).toMatchObject([{ level: 40, msg: 'event failed', trace: seen(), event: 'typing', code }]);
  },
);

test('what nobody foresaw is INTERNAL to the device, and whole in the log', async () => {
  const { lines, ask, seen } = dispatching('info', () => Promise.reject(new TypeError('oops')));
  expect(await ask()).toMatchObject({ ok: false, error: { code: 'INTERNAL', details: { traceId: seen() } } });
  expect(lines).toMatchObject([{ msg: 'socket handler failed', trace: seen(), event: 'typing' }]);
});

test('what is the fault of the device, or of too much to do, is a line for who looks closely', async () => {
  for (const code of ['BUSY', 'MUTED'] as const) {
    const quiet = dispatching('info', refusing(code));
    expect(await quiet.ask()).toMatchObject({ error: { code, details: { retryAfterMs: 5 } } });
    expect(JSON.stringify(await quiet.ask())).not.toContain('traceId');
    expect(quiet.lines).toEqual([]);
    const close = dispatching('debug', refusing(code));
    await close.ask();
    expect(close.lines).toMatchObject([{ msg: 'event refused', trace: close.seen(), code }]);
  }
});

test('who is told that they ask too much is not read for a while, and nobody else', async () => {
  const much = dispatching('info', refusing('RATE_LIMITED'));
  expect(await much.ask()).toMatchObject({ error: { code: 'RATE_LIMITED', details: { retryAfterMs: 5 } } });
  expect(much.holdOff).toHaveBeenCalledOnce();
  const busy = dispatching('info', refusing('BUSY'));
  await busy.ask();
  expect(busy.holdOff).not.toHaveBeenCalled();
});

test('while everybody is refused the log is not flooded, and who has no line is told no trace', async () => {
  const { lines, ask } = dispatching('info', refusing('UNAVAILABLE'));
  const answers = await Promise.all(Array.from({ length: 500 }, () => ask()));
  const told = answers.filter((answer) => !answer.ok && 'traceId' in answer.error.details);
  expect(told).toHaveLength(lines.length);
  expect(lines.length).toBeGreaterThanOrEqual(20);
  expect(lines.length).toBeLessThan(40);
});

test('what went well is a line only for who looks closely', async () => {
  const quiet = dispatching('info', () => Promise.resolve({}));
  expect(await quiet.ask()).toEqual({ ok: true, data: {} });
  expect(quiet.lines).toEqual([]);
  const close = dispatching('debug', () => Promise.resolve({}));
  await close.ask();
  expect(close.lines).toMatchObject([{ msg: 'event answered', trace: close.seen(), event: 'typing' }]);
});

test('who asks more than they may gets no turn of those who are held back, and is not read for a while', () => {
  let turns = 0;
  let heldOff = 0;
  const answers: string[] = [];
  const dispatcher = new SocketDispatcher(
    {} as never,
    {
      eventsPerSecond: 1,
      refusedEarly: () => undefined,
      refuseUnread: () => {
        turns += 1;
        return { ackId: '7', retryAfterMs: 50 };
      },
    },
    new Logger(pino({ level: 'silent' })),
  );
  const connection = {
    heartbeat: null,
    write: () => true,
    holdOff: () => (heldOff += 1),
    answerText: (_: string, body: Ack<unknown>) => answers.push(body.ok ? 'OK' : body.error.code),
  } as unknown as Connection;
  const packet = '27["message.send",{}]';
  for (let count = 0; count < 10; count += 1) {
    if (!dispatcher.refuseUnread(connection, packet)) dispatcher.receiveText(connection, packet);
  }
  // Two at once, by the burst.
  expect(turns).toBe(2);
  expect(answers).toEqual(Array.from({ length: 8 }, () => 'RATE_LIMITED'));
  expect(heldOff).toBe(8);
});

test('an event is taken after the heartbeat that came before it, which waits for others otherwise', async () => {
  const taken: string[] = [];
  const handler = (event: string) => () => {
    taken.push(event);
    return Promise.resolve({});
  };
  const handlers = { heartbeat: handler('heartbeat'), typing: handler('typing') } as unknown as Handlers<'typing'>;
  const options = { eventsPerSecond: 100, refusedEarly: () => undefined, refuseUnread: () => null };
  const dispatcher = new SocketDispatcher(handlers as never, options, new Logger(pino({ level: 'silent' })));
  const answered: string[] = [];
  const connection = {
    heartbeat: null,
    answerText: (ackId: string) => answered.push(ackId),
  } as unknown as Connection;
  dispatcher.receiveText(connection, '20["heartbeat",{}]');
  expect(taken).toEqual([]);
  dispatcher.receiveText(connection, '21["typing",{"conversationId":"7"}]');
  expect(taken).toEqual(['heartbeat', 'typing']);
  dispatcher.receiveText(connection, '22["heartbeat",{}]');
  await vi.waitFor(() => expect(answered).toEqual(['0', '1', '2']));
});
