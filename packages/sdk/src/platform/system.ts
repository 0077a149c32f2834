import type { ClockPort, RandomPort } from '../ports.js';
import { host } from './host.js';

/** The clock of the platform. */
export function systemClock(): ClockPort {
  return {
    now: () => Date.now(),
    setTimeout: (run, ms) => {
      const timer = host.setTimeout(run, ms);
      return () => host.clearTimeout(timer);
    },
  };
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** The randomness of the platform; ids carry 120 random bits. */
export function systemRandom(): RandomPort {
  return {
    number: () => Math.random(),
    id: () => {
      const bytes = host.crypto.getRandomValues(new Uint8Array(24));
      return Array.from(bytes, (byte) => ALPHABET.charAt(byte & 31)).join('');
    },
  };
}
