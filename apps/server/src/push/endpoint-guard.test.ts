import { describe, expect, it } from 'vitest';
import { EndpointGuard, EndpointRefused } from './endpoint-guard.js';

const NAMES: Record<string, string[]> = {
  'push.example': ['93.184.216.34', '2606:2800:220:1::1'],
  'inside.example': ['10.1.2.3'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'v6.example': ['fd00::7'],
  localhost: ['127.0.0.1'],
};
const resolve = (host: string) =>
  Promise.resolve((NAMES[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
const guard = new EndpointGuard(['10.0.0.7:8443', 'relay.internal'], resolve);

describe('an address that is pushed to', () => {
  it.each(['https://push.example/x', 'https://push.example:443/x', 'https://1.1.1.1/x', 'https://[2606:4700::1111]/x'])(
    'may be %s',
    async (endpoint) => {
      await expect(guard.check(endpoint)).resolves.toBeUndefined();
    },
  );

  it.each(['http://10.0.0.7:8443/x', 'https://relay.internal:9000/x', 'http://relay.internal/x'])(
    'may be %s, because the operator says so',
    async (endpoint) => {
      await expect(guard.check(endpoint)).resolves.toBeUndefined();
    },
  );

  it.each([
    ['this machine', 'https://127.0.0.1/x'],
    ['this machine, in short', 'https://127.1/x'],
    ['this machine, as a number', 'https://2130706433/x'],
    ['this machine, in hexadecimal', 'https://0x7f.0.0.1/x'],
    ['this machine, in octal', 'https://0177.0.0.1/x'],
    ['this machine, as 0', 'https://0/x'],
    ['this machine, by name', 'https://localhost/x'],
    ['this machine, in IPv6', 'https://[::1]/x'],
    ['this machine, IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/x'],
    ['this machine, IPv4 in IPv6 in hexadecimal', 'https://[::ffff:7f00:1]/x'],
    ['nobody', 'https://[::]/x'],
    ['10/8', 'https://10.0.0.8/x'],
    ['172.16/12', 'https://172.31.255.1/x'],
    ['192.168/16', 'https://192.168.1.1/x'],
    ['100.64/10', 'https://100.64.0.1/x'],
    ['the metadata of a cloud', 'https://169.254.169.254/latest'],
    ['a link-local IPv6', 'https://[fe80::1]/x'],
    ['a unique local IPv6', 'https://[fd00::1]/x'],
    ['this machine, IPv4 in IPv6 in the way of before', 'https://[::127.0.0.1]/x'],
    ['what nobody was given yet', 'https://[4000::1]/x'],
    ['IPv4 through NAT64', 'https://[64:ff9b::7f00:1]/x'],
    ['IPv4 through 6to4', 'https://[2002:7f00:1::]/x'],
    ['multicast', 'https://224.0.0.1/x'],
    ['broadcast', 'https://255.255.255.255/x'],
    ['documentation', 'https://192.0.2.1/x'],
    ['a name that leads inside', 'https://inside.example/x'],
    ['a name that leads inside, too', 'https://mixed.example/x'],
    ['a name that leads inside over IPv6', 'https://v6.example/x'],
    ['a name that leads nowhere', 'https://nowhere.example/x'],
    ['http', 'http://push.example/x'],
    ['another port', 'https://push.example:22/x'],
    ['a password', 'https://user:secret@push.example/x'],
    ['a user', 'https://user@relay.internal/x'],
    ['another port of an allowed machine', 'https://10.0.0.7:22/x'],
    ['an allowed name in another one', 'https://relay.internal.push.example/x'],
    ['a file', 'file:///etc/passwd'],
    ['nonsense', 'push.example'],
  ])('is not %s', async (_, endpoint) => {
    await expect(guard.check(endpoint)).rejects.toThrow(EndpointRefused);
  });

  it('is connected to where it was looked at, and not where its name leads by then', async () => {
    const answers = [['93.184.216.34'], ['10.1.2.3']];
    const turning = new EndpointGuard([], () =>
      Promise.resolve((answers.shift() ?? []).map((address) => ({ address, family: 4 }))),
    );
    const url = turning.parse('https://turning.example/x');
    const looked = (at: EndpointGuard) =>
      new Promise((done) => {
        at.lookupFor(url)('turning.example', {}, (error, address) => done(error ?? address));
      });
    expect(await looked(turning)).toBe('93.184.216.34');
    expect(await looked(turning)).toBeInstanceOf(EndpointRefused);
  });

  it('is not refused for good because names can not be looked up for a while', async () => {
    const deaf = new EndpointGuard([], () => Promise.reject(new Error('EAI_AGAIN')));
    await expect(deaf.check('https://push.example/x')).rejects.toThrow(EndpointRefused);
    const error = await new Promise((done) => {
      deaf.lookupFor(new URL('https://push.example/x'))('push.example', {}, (failure) => done(failure));
    });
    expect(error).not.toBeInstanceOf(EndpointRefused);
  });
});
