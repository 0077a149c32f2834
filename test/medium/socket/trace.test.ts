import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';

type Line = { process: number; level: string; msg: string; trace?: string; traces?: string[]; code?: string };

describe.each(SHAPES)('one trace from socket to socket (%s)', (shape) => {
  let realm: Realm;
  let a: TestDevice;
  let b: TestDevice;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2, env: { PARLEY_LOG_LEVEL: 'debug' } });
    const [lin, wang] = realm.pair();
    const [first, second = ''] = realm.server.urls;
    [a, b] = [await TestDevice.connect(first, lin), await TestDevice.connect(second, wang)];
  });
  afterAll(async () => {
    a.close();
    b.close();
    await realm.close();
  });

  const lines = (): Line[] =>
    realm.server.processes.flatMap(({ log }, process) =>
      log()
        .split('\n')
        .flatMap((line) => (line.startsWith('{') ? [{ ...(JSON.parse(line) as Omit<Line, 'process'>), process }] : [])),
    );
  /** The trace of the newest line that says this; what a process has written is read a moment after. */
  const traceOf = async (msg: string): Promise<string> => {
    const trace = (): string | undefined => lines().findLast((line) => line.msg === msg)?.trace;
    await until(`“${msg}” is written`, () => Promise.resolve(trace() !== undefined));
    return trace() ?? '';
  };
  const of = (trace: string): Line[] =>
    lines().filter((line) => line.trace === trace || line.traces?.includes(trace) === true);
  /** These lines and no others; a process may write its own after somebody else has heard. */
  const saidAll = async (trace: string, wanted: string[]): Promise<void> => {
    const said = (): Set<string> => new Set(of(trace).map(({ msg }) => msg));
    await until('every line is written', () => Promise.resolve(wanted.every((msg) => said().has(msg))));
    expect(said()).toEqual(new Set(wanted));
  };

  it('goes with a message through gateway, logic and fan-out to the gateway of who gets it', async () => {
    await a.send('words for nobody else');
    await b.untilText('words for nobody else');
    const trace = await traceOf('send stored');
    expect(trace).toMatch(/^[\da-f]{32}$/);
    await saidAll(trace, ['event answered', 'send stored', 'fanned out', 'delivered']);
    // Taken at one gateway, handed out by the other.
    const at = (msg: string): number[] => of(trace).flatMap((line) => (line.msg === msg ? line.process : []));
    expect(at('event answered')).toHaveLength(1);
    expect(at('delivered').some((process) => process !== at('event answered')[0])).toBe(true);
    expect(JSON.stringify(lines())).not.toContain('words for nobody else');
  });

  it('is in every line about a refusal', async () => {
    await expect(a.send('x', { conversationId: '1' })).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    const trace = await traceOf('send refused');
    await saidAll(trace, ['event refused', 'send refused']);
    expect(of(trace).map(({ code }) => code)).toEqual(['CONVERSATION_NOT_FOUND', 'CONVERSATION_NOT_FOUND']);
  });

  it('is the one of the request where a caller has one', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { conversationId, token } = a.session;
    const answer = await fetch(`${realm.url}/api/v1/conversations/${conversationId}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        traceparent: `00-${trace}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({ clientMsgId: newClientMsgId(), content: { type: 'text', text: 'by request' } }),
    });
    expect(answer.status).toBe(200);
    await b.untilText('by request');
    // What answers in its own process has no line of a request that was handed on.
    const forwarded = shape === 'one process' ? [] : ['request answered'];
    await saidAll(trace, ['send stored', 'fanned out', 'delivered', ...forwarded]);
  });
});
