import { describe, expect, it } from 'vitest';
import type { FastifyRequest } from 'fastify';
import { BrowserSession } from './browser-session.js';
import { networkOf } from './login-limiter.js';
import { checkOrigin } from './origin-check.js';
import { RefreshCookie } from './refresh-cookie.js';

const PUBLIC = 'https://chat.example.com';

function allows(origin: string | null, host: string | null, usesCookie = true): boolean {
  try {
    checkOrigin({ origin, host }, PUBLIC, usesCookie);
    return true;
  } catch {
    return false;
  }
}

describe('the origin check', () => {
  it('lets the public origin in, and the own machine at the address that it asked', () => {
    expect(allows(PUBLIC, 'chat.example.com')).toBe(true);
    expect(allows('http://127.0.0.1:8080', '127.0.0.1:8080')).toBe(true);
    expect(allows('http://localhost:8080', 'localhost:8080')).toBe(true);
    expect(allows('http://[::1]:8080', '[::1]:8080')).toBe(true);
  });

  it('refuses other pages, also those whose name was pointed at this machine', () => {
    expect(allows('https://evil.example', 'chat.example.com')).toBe(false);
    expect(allows('http://chat.example.com', 'chat.example.com')).toBe(false);
    expect(allows('http://evil.example:8080', 'evil.example:8080')).toBe(false);
    expect(allows('http://localhost:8080', '127.0.0.1:8080')).toBe(false);
    expect(allows('http://127.0.0.1.evil.example', '127.0.0.1.evil.example')).toBe(false);
    expect(allows('null', 'localhost:8080')).toBe(false);
  });

  it('refuses a cookie from who does not say where it is; without a cookie that is a bot', () => {
    expect(allows(null, 'chat.example.com')).toBe(false);
    expect(allows(null, 'chat.example.com', false)).toBe(true);
    expect(allows('https://evil.example', 'chat.example.com', false)).toBe(false);
  });
});

describe('a refused origin', () => {
  it('is told to the operator with the address and the setting, a line for many', () => {
    const lines: unknown[][] = [];
    const browser = new BrowserSession(PUBLIC, { warn: (...line) => void lines.push(line) });
    const headers = { origin: 'http://10.0.0.7:8080', host: '10.0.0.7:8080' };
    const request = { ip: '10.0.0.9', headers } as unknown as FastifyRequest;
    for (let time = 0; time < 100; time += 1) {
      expect(() => browser.checkOrigin(request, 'cookie')).toThrow('ORIGIN_REFUSED');
    }
    expect(lines).toEqual([
      [expect.stringContaining('PARLEY_PUBLIC_URL'), { ...headers, address: '10.0.0.9', publicUrl: PUBLIC }],
    ]);
  });
});

describe('the refresh cookie', () => {
  it('is out of reach of scripts, other sites and other routes', () => {
    expect(new RefreshCookie(PUBLIC).set('r1_x')).toBe(
      'parley_refresh=r1_x; Max-Age=2592000; Path=/api/v1/auth; HttpOnly; SameSite=Strict; Secure',
    );
  });

  it('has a name of its own for every port, because cookies do not tell ports apart', () => {
    const [a, b] = [new RefreshCookie('http://127.0.0.1:8080'), new RefreshCookie('http://127.0.0.1:8090')];
    const header = 'other=1; parley_refresh_8080=one; parley_refresh_8090=two; xparley_refresh_8080=three';
    expect([a.read(header), b.read(header)]).toEqual(['one', 'two']);
    expect(a.read('parley_refresh_8080=')).toBeNull();
    expect(a.read(undefined)).toBeNull();
  });
});

describe('the address that a limit counts by', () => {
  it('is the network of an IPv6 address, of which one host has more than it could count', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(networkOf('2001:DB8::1')).toBe('2001:db8:0:0');
    expect(networkOf('::1')).toBe('0:0:0:0');
    expect(networkOf('::ffff:10.1.2.3')).toBe('10.1.2.3');
    expect(networkOf('10.1.2.3')).toBe('10.1.2.3');
  });
});
