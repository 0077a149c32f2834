import { randomBytes } from 'node:crypto';

/** `more`: headers that no device of ours sends. */
type Request = { host: string; port: number; path: string; more?: readonly string[] };

/** The HTTP part of a WebSocket: what is asked, and where the answer ends in the stream. */
export class Upgrade {
  private answer = '';

  request({ host, port, path, more = [] }: Request): string {
    return [
      `GET ${path}?EIO=4&transport=websocket HTTP/1.1`,
      `Host: ${host}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      ...more,
      '\r\n',
    ].join('\r\n');
  }

  /** What follows the answer; null while the answer is not whole. Throws when it says no. */
  read(bytes: Buffer): Buffer | null {
    this.answer += bytes.toString('latin1');
    const end = this.answer.indexOf('\r\n\r\n');
    if (end < 0) return null;
    const status = this.answer.slice(0, this.answer.indexOf('\r\n'));
    if (!status.startsWith('HTTP/1.1 101')) throw new Error(`upgrade refused: ${status}`);
    return Buffer.from(this.answer.slice(end + 4), 'latin1');
  }
}
