import { OrgPolicy } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceKind, type SignedIn, surplusDevices } from './device-limits.js';

const kind = fc.constantFrom('browser', 'phone', 'tablet', 'computer', 'other');
const limit = fc.oneof(fc.constant('any' as const), fc.integer({ min: 1, max: 4 }));
const policies = fc
  .record({ phones: limit, tablets: limit, computers: limit, browsers: limit })
  .map((limits) => OrgPolicy.parse(limits));
const device = fc.record({ deviceId: fc.stringMatching(/^d_[a-z]{4}$/), kind, lastSeenAt: fc.nat({ max: 50 }) });
const devices = fc.uniqueArray(device, { selector: ({ deviceId }) => deviceId, minLength: 1, maxLength: 12 });
const LIMITS = { phone: 'phones', tablet: 'tablets', computer: 'computers', browser: 'browsers' } as const;

describe('who signs in on one device too many', () => {
  const property = (check: (all: SignedIn[], newest: SignedIn, policy: OrgPolicy) => void): void => {
    fc.assert(
      fc.property(devices, fc.nat(), policies, (all, at, policy) => {
        const newest = all[at % all.length];
        if (newest !== undefined) check(all, newest, policy);
      }),
    );
  };

  it('stays, and of its kind there are as many as may be', () => {
    property((all, newest, policy) => {
      const gone = new Set(surplusDevices(all, newest, policy));
      expect(gone.has(newest.deviceId)).toBe(false);
      const same = all.filter((one) => one.kind === newest.kind);
      const allowed = newest.kind === 'other' ? 'any' : policy[LIMITS[newest.kind as keyof typeof LIMITS]];
      const stays = same.filter(({ deviceId }) => !gone.has(deviceId));
      expect(stays).toHaveLength(allowed === 'any' ? same.length : Math.min(allowed, same.length));
    });
  });

  it('ends none of another kind, and none that was used later than one that stays', () => {
    property((all, newest, policy) => {
      const gone = new Set(surplusDevices(all, newest, policy));
      const ended = all.filter(({ deviceId }) => gone.has(deviceId));
      expect(ended.every((one) => one.kind === newest.kind)).toBe(true);
      const others = all.filter((one) => one.kind === newest.kind && one !== newest && !gone.has(one.deviceId));
      for (const one of ended) expect(others.every(({ lastSeenAt }) => lastSeenAt >= one.lastSeenAt)).toBe(true);
    });
  });
});

describe('a device', () => {
  it.each([
    [{ platform: 'web', tablet: true }, 'browser'],
    [{ platform: 'ios' }, 'phone'],
    [{ platform: 'android', tablet: true }, 'tablet'],
    [{ platform: 'desktop' }, 'computer'],
    [{ platform: 'bot' }, 'other'],
  ] as const)('%j is a %s', (input, expected) => {
    expect(deviceKind(input)).toBe(expected);
  });
});
