import { createServer, type Server } from 'node:http';
import { registry } from './metrics.js';

type Answer = { status: number; type?: string; body: string | Record<string, unknown> };
export type HealthCheck = () => Promise<Record<string, unknown>>;

/** Live: the process turns its event loop. Startup: every role has started, once. Ready: every check passed just now; a check that throws names the part at fault. */
export class HealthServer {
  private readonly checks = new Map<string, HealthCheck>();
  private server: Server | null = null;
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  register(part: string, check: HealthCheck): void {
    this.checks.set(part, check);
  }

  /** Every role has started: from here on the checks decide. Before, a list without checks would look like readiness. */
  started(): void {
    this.phase = 'running';
  }

  /** Not ready any more, while the process drains. */
  stop(): void {
    this.phase = 'stopping';
  }

  async listen(port: number): Promise<void> {
    const server = createServer((req, res) => {
      void this.answer(req.url ?? '/').then(({ status, type = 'application/json', body }) => {
        res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
        res.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private async answer(url: string): Promise<Answer> {
    if (url === '/metrics') return { status: 200, type: registry.contentType, body: await registry.metrics() };
    if (url === '/live' || url === '/healthz') return { status: 200, body: { live: true } };
    const isStarted = this.phase !== 'starting';
    if (url === '/startup') return { status: isStarted ? 200 : 503, body: { started: isStarted } };
    if (url !== '/ready' && url !== '/readyz')
      return { status: 404, body: { error: 'there is /live, /startup, /ready and /metrics' } };
    const parts: Record<string, unknown> = {};
    let ready = this.phase === 'running';
    await Promise.all(
      [...this.checks].map(async ([part, check]) => {
        try {
          parts[part] = { ok: true, ...(await check()) };
        } catch (error) {
          ready = false;
          parts[part] = { ok: false, error: error instanceof Error ? error.message : String(error) };
        }
      }),
    );
    return { status: ready ? 200 : 503, body: { ready, pid: process.pid, parts } };
  }
}
