/**
 * Where this server may be sent to by what a browser has given it: a public address, over https, nothing else; the operator may
 * allow hosts by name. It is asked when somebody subscribes and again for each connection, which goes to the very address that
 * was looked at: a name that points elsewhere by then gains nothing.
 */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Resolved = { address: string; family: number };
type Resolve = (host: string) => Promise<Resolved[]>;

/** Not an error of the wire: whoever asks knows what it means there. */
export class EndpointRefused extends Error {
  override readonly name = 'EndpointRefused';
}

export class EndpointGuard {
  constructor(
    private readonly allowedHosts: readonly string[],
    private readonly resolve: Resolve = (host) => lookup(host, { all: true, verbatim: true }),
  ) {}

  /** Looks at what stands in the address itself. Throws EndpointRefused. */
  parse(endpoint: string): URL {
    if (!URL.canParse(endpoint)) throw new EndpointRefused('it is no address');
    const url = new URL(endpoint);
    if (url.username !== '' || url.password !== '') throw new EndpointRefused('it holds a password');
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new EndpointRefused('it is not https');
    if (this.isAllowed(url)) return url;
    if (url.protocol !== 'https:') throw new EndpointRefused('it is not https');
    if (url.port !== '') throw new EndpointRefused('it is on another port than 443');
    // A literal is never looked up, so it is looked at here.
    const host = bare(url.hostname);
    if (isIP(host) !== 0 && !isPublic(host)) throw new EndpointRefused('it is no public address');
    return url;
  }

  /** The same, and where its name leads to now. Throws EndpointRefused. */
  async check(endpoint: string): Promise<void> {
    const url = this.parse(endpoint);
    if (this.isAllowed(url) || isIP(bare(url.hostname)) !== 0) return;
    await this.publicOnly(url.hostname).catch((error: unknown) => {
      throw error instanceof EndpointRefused ? error : new EndpointRefused('its name leads nowhere');
    });
  }

  /**
   * Looks names up for a connection: it goes to an address that was found to be public, or nowhere. A name that can't be looked
   * up at this moment is an error like any other of the network: it is tried again.
   */
  lookupFor(url: URL): LookupFunction {
    return (_host, options, done) => {
      const looked = this.isAllowed(url) ? this.resolve(url.hostname) : this.publicOnly(url.hostname);
      looked.then(
        (found) => {
          const [first] = found;
          if (first === undefined) done(new EndpointRefused('it leads nowhere'), '', 0);
          else if (options.all === true) done(null, found);
          else done(null, first.address, first.family);
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), '', 0),
      );
    };
  }

  private isAllowed(url: URL): boolean {
    return this.allowedHosts.some((host) => host === url.host || host === url.hostname);
  }

  /** One private address among them is one too many: which one is taken is nobody's choice. */
  private async publicOnly(host: string): Promise<Resolved[]> {
    const found = await this.resolve(host);
    if (found.length === 0) throw new EndpointRefused('its name leads nowhere');
    if (!found.every(({ address }) => isPublic(address))) throw new EndpointRefused('it is no public address');
    return found;
  }
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** All of IPv6 that IANA has given out as public; the rest holds IPv4 in ways of before (`::127.0.0.1`), or nothing yet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** What IANA knows for a special purpose is not; an IPv4 address inside an IPv6 one counts as what it is. */
function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const one = ipaddr.process(address);
  return one.range() === 'unicast' && (!(one instanceof ipaddr.IPv6) || one.match(GLOBAL_IPV6));
}
