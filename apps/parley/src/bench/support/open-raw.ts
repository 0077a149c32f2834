import type { MintedSession } from '@parley/server/cli';

import type { Address } from './load-result.js';
import { PACKETS, type Parser } from './packets.js';
import { RawSocket } from './raw-socket.js';
import { codeIn } from './tally.js';

type Options = {
  address: Address;
  localAddress: string;
  session: MintedSession;
  way: Parser;
  headers?: readonly string[];
  text?: (text: string) => void;
  ended: (how: string) => void;
};

const OPEN_MS = 5_000;

/** Signed in as any device, then whatever one likes; null: it was not let in, `ended` has heard why. */
export function openRaw({ session, way, text = () => undefined, ended, ...rest }: Options): Promise<RawSocket | null> {
  const { promise, resolve } = Promise.withResolvers<RawSocket | null>();
  let isIn = false;
  const enter = (raw: RawSocket): void => {
    isIn = true;
    resolve(raw);
  };
  const raw = new RawSocket({
    ...rest,
    way,
    text: (said) => {
      if (said.startsWith('0')) raw.write(PACKETS[way].connect(session));
      else if (said.startsWith('42["ready"')) enter(raw);
      else if (said.startsWith('44')) over(codeIn(said));
      else if (isIn) text(said);
    },
    binary: (packet) => {
      const incoming = PACKETS[way].read(packet);
      if (incoming?.kind === 'event' && incoming.read()[0] === 'ready') enter(raw);
      if (incoming?.kind === 'refused') over(codeIn(incoming.why));
    },
    ended: (how) => over(how),
  });
  const late = setTimeout(() => {
    if (!isIn) over('no answer');
  }, OPEN_MS);
  const over = (how: string): void => {
    clearTimeout(late);
    raw.close();
    ended(how);
    resolve(null);
  };
  return promise;
}
