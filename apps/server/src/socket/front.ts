import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { API_PREFIX, LIMITS, ParleyError } from '@parley/contract';
import type { Logger } from '../platform/logger.js';
import { newTraceId, traceOfHeader, traceparentOf } from '../platform/trace.js';
import { answerAway, asksForPage } from './away-page.js';
import { refuse } from './public-server.js';
import { wholeBody } from './whole-body.js';

export type FrontOptions = {
  /** Answers `/api/v1` in this very process, when logic runs here. */
  localApi: ((req: IncomingMessage, res: ServerResponse) => void) | null;
  logicUrls: readonly string[];
  webUrl: string | null;
  /** The address of the person, behind the proxies that are trusted. */
  clientAddress: (req: IncomingMessage) => string;
};

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const UPSTREAM_TIMEOUT_MS = 30_000;

/** `body`: all of it, where it is here already. `agent` false: over a connection that nothing went over before. */
type Onward = { target: string; part: string; body?: Buffer; agent?: false };

/** The public port: `/api/v1` goes to logic, everything else to the web app; sockets never come here. */
export class Front {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 64 });
  private turn = 0;

  constructor(
    private readonly options: FrontOptions,
    private readonly logger: Logger,
  ) {}

  readonly handle = (req: IncomingMessage, res: ServerResponse): void => {
    req.headers['x-forwarded-for'] = this.options.clientAddress(req);
    delete req.headers['forwarded'];
    const url = req.url ?? '/';
    if (url !== API_PREFIX && !url.startsWith(`${API_PREFIX}/`)) return this.toWeb(req, res);
    if (traceOfHeader(req.headers['traceparent']) === null) req.headers['traceparent'] = traceparentOf(newTraceId());
    if (this.options.localApi !== null) return this.options.localApi(req, res);
    this.toLogic(req, res);
  };

  close(): void {
    this.agent.destroy();
  }

  private toLogic(req: IncomingMessage, res: ServerResponse): void {
    const { logicUrls } = this.options;
    this.turn = (this.turn + 1) % Math.max(1, logicUrls.length);
    const target = logicUrls[this.turn];
    if (target === undefined) return refuse(res, unavailable('logic'));
    // A body that comes a byte at a time would hold one of the few connections to logic, and with them those of all others. One
    // that is too long logic would answer while the rest is on its way, which looks like a part that is down.
    wholeBody(req, LIMITS.frameBytes, (body) => {
      if (body === null) refuse(res, new ParleyError('FRAME_TOO_LARGE'));
      else this.forward(req, res, { target, part: 'logic', body });
    });
  }

  private toWeb(req: IncomingMessage, res: ServerResponse): void {
    const { webUrl } = this.options;
    if (webUrl === null) return refuse(res, unavailable('web'));
    this.forward(req, res, { target: webUrl, part: 'web' });
  }

  private forward(req: IncomingMessage, res: ServerResponse, onward: Onward): void {
    const { target, part, body, agent = this.agent } = onward;
    const headers = { ...req.headers };
    for (const name of HOP_BY_HOP) delete headers[name];
    if (body !== undefined && body.length > 0) headers['content-length'] = String(body.length);
    // The path goes on as it came: resolved as a URL, `//elsewhere/` would choose another host.
    const { hostname, port } = new URL(target);
    const upstream = http.request(
      {
        hostname,
        port,
        path: req.url ?? '/',
        method: req.method,
        headers,
        agent,
        timeout: UPSTREAM_TIMEOUT_MS,
      },
      (answer) => {
        if (this.logger.debugs) this.noteAnswer(req, part, answer.statusCode);
        const answered = { ...answer.headers };
        for (const name of HOP_BY_HOP) delete answered[name];
        res.writeHead(answer.statusCode ?? 502, answered);
        answer.pipe(res);
        answer.on('error', () => res.destroy());
      },
    );
    upstream.on('timeout', () => upstream.destroy(new Error('no answer in time')));
    upstream.on('error', (error) => {
      if (res.headersSent || res.destroyed) return void res.destroy();
      // The part may close a connection at the moment that a request goes out on it, and has seen nothing of it then.
      if (upstream.reusedSocket && isCut(error) && changesNothing(req))
        return this.forward(req, res, { ...onward, agent: false });
      const trace = traceOfHeader(req.headers['traceparent']);
      this.logger.warn('forwarding failed', { part, ...(trace !== null && { trace }), error: error.message });
      if (part === 'web' && asksForPage(req)) return answerAway(req, res);
      const { code, details } = mayHaveArrived(req, error) ? new ParleyError('UNCERTAIN') : unavailable(part);
      refuse(res, new ParleyError(code, { ...details, ...(trace !== null && { traceId: trace }) }));
    });
    res.on('close', () => upstream.destroy());
    if (body === undefined) req.pipe(upstream);
    else upstream.end(body);
  }

  /** Without the address: it holds what people look for. */
  private noteAnswer(req: IncomingMessage, part: string, status: number | undefined): void {
    const trace = traceOfHeader(req.headers['traceparent']);
    if (trace !== null) this.logger.debug('request answered', { trace, part, method: req.method, status });
  }
}

function isCut({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** And nothing of it was read on the way, so it can go again. */
function changesNothing({ method, headers }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return (method === 'GET' || method === 'HEAD') && !hasBody;
}

/** It went out and no answer came: a request that changes something may have done so. */
function mayHaveArrived({ method }: IncomingMessage, error: NodeJS.ErrnoException): boolean {
  return method !== 'GET' && method !== 'HEAD' && error.code !== 'ECONNREFUSED';
}

function unavailable(part: string): ParleyError {
  return new ParleyError('UNAVAILABLE', { part, retryAfterMs: 1_000 });
}
