import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorSpec, ParleyError } from '@parley/contract';

/** What a request that can't be read as HTTP is told; its connection ends with it. */
const FAULTS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'the address or the headers are too long',
  ERR_HTTP_REQUEST_TIMEOUT: 'the request did not come in time',
};

/** Whoever sends a byte now and then holds a connection for no longer: headers are a few packets, the longest body 256 KB. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

/** The HTTP server of the public port: what it refuses before anybody is asked is an error as any other. */
export function publicServer(handle: RequestListener): http.Server {
  // The framework would refuse these without a word.
  const server = http.createServer({ requireHostHeader: false, ...PATIENCE }, (req, res) => {
    if (req.headers.host === undefined && req.httpVersionMinor > 0) return refuse(res, malformed('there is no Host'));
    handle(req, res);
  });
  const answering = new WeakSet<Duplex>();
  server.on('request', ({ socket }: IncomingMessage, res) => {
    answering.add(socket);
    res.once('close', () => answering.delete(socket));
  });
  server.on('checkExpectation', (_req, res) => refuse(res, malformed('the server has no such expectation')));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Into the middle of another answer nothing can be written.
    if (!socket.writable || answering.has(socket)) return void socket.destroy();
    socket.end(answerOf(malformed(FAULTS[error.code ?? ''] ?? 'this is no HTTP request')), () => socket.destroy());
  });
  return server;
}

function malformed(message: string): ParleyError {
  return new ParleyError('BAD_REQUEST', { issues: [{ path: '', message }] });
}

/** Answers without asking anybody further. */
export function refuse(res: ServerResponse, error: ParleyError): void {
  const { status, retry } = errorSpec(error.code);
  res.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    // A refused body is not read to its end.
    ...(retry === true ? { 'retry-after': '1' } : { connection: 'close' }),
  });
  res.end(JSON.stringify(error.toWire()));
}

function answerOf(error: ParleyError): string {
  const body = JSON.stringify(error.toWire());
  const { status } = errorSpec(error.code);
  return [
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}`,
    'Content-Type: application/json',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
