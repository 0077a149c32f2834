import { LIMITS, ParleyError } from '@parley/contract';
import type { Actor } from '../auth/actor.js';
import { RevokedDevices } from '../auth/revoked-devices.js';
import type { Logger } from '../platform/logger.js';
import type { LogicPort } from '../rpc/logic.port.js';

const POLL_MS = 2_000;
/** Sockets are closed at once, and no token that was made before can be alive after this. */
const KEEP_MS = LIMITS.accessTokenTtlMs + 60_000;

/** What was signed out or disabled, by version from logic: every 2 s, sooner when Redis carries the hint. */
export class RevocationWatch {
  private version = '0';
  private readonly devices = new RevokedDevices(KEEP_MS);
  private readonly disabled = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private polling = false;

  constructor(
    private readonly logic: LogicPort,
    private readonly changed: () => void,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.poll(), POLL_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  errorFor(actor: Actor): ParleyError | null {
    if (this.disabled.has(actor.userId)) return new ParleyError('USER_DISABLED');
    return this.devices.errorFor(actor);
  }

  async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    try {
      const news = await this.logic.revocations({ since: this.version });
      if (news.version === this.version) return;
      this.version = news.version;
      const now = performance.now();
      for (const device of news.revokedDevices) this.devices.add(device, now);
      for (const userId of news.disabledUsers) this.disabled.set(userId, now);
      for (const userId of news.enabledUsers ?? []) this.disabled.delete(userId);
      this.devices.forget(now);
      for (const [userId, since] of this.disabled) if (now - since > KEEP_MS) this.disabled.delete(userId);
      this.changed();
    } catch (error) {
      if (!(error instanceof ParleyError && error.code === 'UNAVAILABLE')) {
        this.logger.error('revocations could not be read', { err: error });
      }
    } finally {
      this.polling = false;
    }
  }
}
