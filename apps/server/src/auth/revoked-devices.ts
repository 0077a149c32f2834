import { ParleyError } from '@parley/contract';

type Device = { userId: string; deviceId: string };

/** Devices whose tokens no longer count, and what to tell them, for as long as such a token can be alive. */
export class RevokedDevices {
  private readonly known = new Map<string, { since: number; reason: string | undefined }>();

  constructor(private readonly keepMs: number) {}

  add({ userId, deviceId, reason }: Device & { reason?: string }, since: number): void {
    this.known.set(`${userId}/${deviceId}`, { since, reason });
  }

  errorFor({ userId, deviceId }: Device): ParleyError | null {
    const found = this.known.get(`${userId}/${deviceId}`);
    if (found === undefined) return null;
    return new ParleyError('DEVICE_REVOKED', found.reason === undefined ? {} : { reason: found.reason });
  }

  forget(now: number): void {
    for (const [key, { since }] of this.known) if (now - since > this.keepMs) this.known.delete(key);
  }
}
