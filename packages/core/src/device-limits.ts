import type { DeviceKind, DeviceLimit, OrgPolicy, Platform } from '@parley/contract';

/** What a device counts as. The web app on a phone is a browser. */
export function deviceKind({
  platform,
  tablet = false,
}: {
  platform: Platform;
  tablet?: boolean | undefined;
}): DeviceKind {
  if (platform === 'web') return 'browser';
  if (platform === 'desktop') return 'computer';
  if (platform !== 'ios' && platform !== 'android') return 'other';
  return tablet ? 'tablet' : 'phone';
}

export type SignedIn = { readonly deviceId: string; readonly kind: string; readonly lastSeenAt: number };

/** Who has to go when somebody signs in on a device: of its kind those that were used least lately; never the new one. */
export function surplusDevices(devices: readonly SignedIn[], newest: SignedIn, policy: OrgPolicy): string[] {
  const limit = limitOf(newest.kind, policy);
  if (limit === 'any') return [];
  const others = devices.filter(({ deviceId, kind }) => kind === newest.kind && deviceId !== newest.deviceId);
  const byUse = others.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt || (a.deviceId < b.deviceId ? -1 : 1));
  return byUse.slice(limit - 1).map(({ deviceId }) => deviceId);
}

function limitOf(kind: string, { phones, tablets, computers, browsers }: OrgPolicy): DeviceLimit {
  const limits = new Map([
    ['phone', phones],
    ['tablet', tablets],
    ['computer', computers],
    ['browser', browsers],
  ]);
  return limits.get(kind) ?? 'any';
}
