import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Whether an address is one of the proxies before us, whose connections are those of many people. */
export function proxyTest(trusted: readonly string[]): (address: string) => boolean {
  const networks = trusted.map((entry) => (entry.includes('/') ? ipaddr.parseCIDR(entry) : toNetwork(entry)));
  return (address) => {
    if (networks.length === 0 || !ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return networks.some((network) => parsed.kind() === network[0].kind() && parsed.match(network));
  };
}

/** The address of the person: the socket's, or what a trusted proxy before us says. */
export function addressReader(trusted: readonly string[]): (req: IncomingMessage) => string {
  const isTrusted = proxyTest(trusted);
  return (req) => {
    let address = req.socket.remoteAddress ?? '';
    if (trusted.length === 0) return address;
    const said = String(req.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((part) => part.trim());
    while (isTrusted(address)) {
      const next = said.pop();
      if (next === undefined || !ipaddr.isValid(next)) break;
      address = next;
    }
    return address;
  };
}

function toNetwork(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}
