import { Agent, request } from 'node:http';

import { API_PREFIX } from '@parley/contract';

import type { Address } from './load-result.js';
import { codeIn } from './tally.js';

interface Call {
  method?: string;
  path: string;
  token?: string;
  body?: string | Buffer;
  /** Content-Encoding. */
  encoding?: string;
}

/** REST from an address of one's own: the code of each answer. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly address: Address;
  private readonly localAddress: string;

  constructor(address: Address, localAddress: string) {
    this.address = address;
    this.localAddress = localAddress;
  }

  /** OK, a code of ours, or what became of the connection. */
  call({ method = 'GET', path, token, body, encoding }: Call): Promise<string> {
    const { host, port } = this.address;
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    };
    const { agent, localAddress } = this;
    return new Promise((resolve) => {
      const asked = request({ agent, localAddress, host, port, method, headers, path: `${API_PREFIX}${path}` });
      asked.on('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          if (text.length < 2_000) text += chunk;
        });
        answer.on('end', () => resolve(answer.statusCode === 200 ? 'OK' : codeIn(text)));
        answer.on('error', () => resolve('closed'));
      });
      asked.on('error', () => resolve('closed'));
      asked.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
