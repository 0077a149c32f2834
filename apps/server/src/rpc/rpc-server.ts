import { timingSafeEqual } from 'node:crypto';
import http2 from 'node:http2';
import { ParleyError } from '@parley/contract';
import type { Logger } from '../platform/logger.js';
import { FrameReader, FrameWriter, type RpcAnswer, type RpcCall } from './frames.js';
import { LOGIC_METHODS, type LogicMethod, type LogicPort } from './logic.port.js';

/** Calls of one gateway link that may be under way; beyond, BUSY before anything is stored. */
const MAX_CALLS = 20_000;
/** Bytes of answers that may wait for a gateway that doesn't read; beyond, the same. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** Calls under way get this long to end when the process stops. */
const CLOSE_MS = 5_000;

export type RpcServerOptions = { host: string; port: number; secret: string };

/** Serves the logic port over HTTP/2: a gateway opens one stream that lives as long as the link. */
export class RpcServer {
  private readonly server = http2.createServer();
  private readonly sessions = new Set<http2.ServerHttp2Session>();
  private calls = 0;

  constructor(
    private readonly logic: LogicPort,
    private readonly options: RpcServerOptions,
    private readonly logger: Logger,
  ) {
    this.server.on('session', (session) => {
      this.sessions.add(session);
      session.on('close', () => this.sessions.delete(session));
      session.on('error', (error: Error) => this.logger.warn('rpc session failed', { error: error.message }));
    });
    this.server.on('stream', (stream, headers) => this.accept(stream, headers));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, this.options.host, resolve);
    });
  }

  /** Tells gateways to go elsewhere, waits for the calls under way, closes. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const session of this.sessions) session.goaway();
    const until = performance.now() + CLOSE_MS;
    do await new Promise((resolve) => setTimeout(resolve, 50));
    while (this.calls > 0 && performance.now() < until);
    for (const session of this.sessions) session.destroy();
    await closed;
  }

  private accept(stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders): void {
    stream.on('error', () => stream.destroy());
    if (!this.authentic(headers['authorization'])) {
      stream.respond({ ':status': 401 }, { endStream: true });
      return;
    }
    stream.respond({ ':status': 200 });
    const writer = new FrameWriter<RpcAnswer>((frame) => {
      if (!stream.destroyed) stream.write(frame);
    });
    const reader = new FrameReader<RpcCall>();
    let calls = 0; // of this link
    const handle = (call: RpcCall): void => {
      if (calls >= MAX_CALLS || stream.writableLength > MAX_UNREAD_BYTES) {
        writer.add([call[0], 0, new ParleyError('BUSY', { retryAfterMs: 500 }).toWire()]);
        return;
      }
      calls += 1;
      this.calls += 1;
      void this.answer(call).then((answer) => {
        calls -= 1;
        this.calls -= 1;
        writer.add(answer);
      });
    };
    stream.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.push(chunk)) frame.forEach(handle);
      } catch (error) {
        this.logger.error('rpc stream is not readable', { err: error });
        stream.destroy();
      }
    });
  }

  private authentic(header: string | undefined): boolean {
    const given = Buffer.from(header ?? '');
    const wanted = Buffer.from(`Bearer ${this.options.secret}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  private async answer([id, method, input]: RpcCall): Promise<RpcAnswer> {
    try {
      return [id, 1, await callLogic(this.logic, method, input)];
    } catch (error) {
      if (error instanceof ParleyError) return [id, 0, error.toWire()];
      const trace = (input as { trace?: unknown } | null)?.trace;
      this.logger.error('logic call failed', { method, trace, err: error });
      return [id, 0, new ParleyError('INTERNAL').toWire()];
    }
  }
}

async function callLogic(logic: LogicPort, method: string, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(LOGIC_METHODS, method)) throw new ParleyError('NOT_FOUND', { method });
  const run = logic[method as LogicMethod] as (input: unknown) => Promise<unknown>;
  return run.call(logic, input);
}
