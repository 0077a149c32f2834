import { createNodePorts, ParleyClient } from '@parley/sdk';
import type { Session } from '../../support/device.js';

/** The real client as this device, online. */
export async function clientOf(url: string, { userId, deviceId, token }: Session): Promise<ParleyClient> {
  const client = new ParleyClient({ ports: createNodePorts({ url }) });
  const me = { userId, login: userId, name: userId, active: true, role: 'member', locale: null, orgName: '', deviceId };
  await client.adopt({
    accessToken: token,
    accessExpiresAt: Date.now() + 600_000,
    serverTime: Date.now(),
    refreshToken: 'none',
    me: { ...me, role: 'member' },
  });
  await client.start();
  await client.whenOnline();
  return client;
}
