import type { IncomingMessage } from 'node:http';

/**
 * The body of a request, once it is here to its end; null: it is larger than that. Nothing comes of one that is cut short: who
 * sent it is gone.
 */
export function wholeBody(req: IncomingMessage, most: number, done: (body: Buffer | null) => void): void {
  if (Number(req.headers['content-length'] ?? 0) > most) return done(null);
  const chunks: Buffer[] = [];
  let bytes = 0;
  req.on('data', (chunk: Buffer) => {
    const fitted = bytes <= most;
    bytes += chunk.length;
    if (bytes <= most) return void chunks.push(chunk);
    chunks.length = 0;
    if (fitted) done(null);
  });
  req.on('end', () => {
    if (bytes <= most) done(Buffer.concat(chunks));
  });
}
