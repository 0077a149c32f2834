import type { NotificationSettingsInput, PushRecord, PushRecordPage } from '@parley/contract';
import type { Session } from '../../support/device.js';
import type { PushedBrowser, PushService } from '../../support/push-service.js';
import { query } from '../../support/query.js';
import { until } from '../../support/wait.js';
import { People } from './people.js';
import type { Realm } from './realm.js';

export const AS_EVER: NotificationSettingsInput = {
  quietHours: { on: false, from: 1_320, to: 420, timeZone: 'Asia/Shanghai' },
  pausedUntil: null,
  keywords: [],
  preview: 'full',
};

/** Tests ask for records again and again. */
export function pushEnv(service: PushService): Record<string, string> {
  return { PARLEY_PUSH_ALLOWED_HOSTS: service.host, PARLEY_REQUESTS_PER_SECOND: '2000' };
}

/** What people do about being notified, and what came of it. */
export class Pushes {
  readonly people: People;

  constructor(
    private readonly realm: Realm,
    private readonly service: PushService,
  ) {
    this.people = new People(realm);
  }

  /** This person's device is a browser that is pushed to from now on. */
  async browser(who: Session): Promise<PushedBrowser> {
    const browser = this.service.browser();
    const code = await this.people.code(who, 'POST /push/subscriptions', browser.subscription);
    if (code !== 'OK') throw new Error(`not subscribed: ${code}`);
    return browser;
  }

  readonly set = (who: Session, change: Partial<NotificationSettingsInput>): Promise<string> =>
    this.people.code(who, 'PUT /notifications', { ...AS_EVER, ...change });

  readonly personal = (who: Session, id: string, change: object): Promise<string> =>
    this.people.code(who, `PATCH /conversations/${id}/personal`, change);

  async page(who: Session, search = ''): Promise<PushRecordPage> {
    return (await this.people.call<PushRecordPage>(who, `GET /notifications/ledger${search}`)).body;
  }

  /** Once there is one, and its answer. */
  async record(who: Session, id: string, seq: number): Promise<PushRecord> {
    let found: PushRecord | undefined;
    await until(`it is on record what became of ${seq}`, async () => {
      const search = `?conversationId=${id}&seq=${seq}`;
      const { status, body } = await this.people.call<PushRecordPage>(who, `GET /notifications/ledger${search}`);
      // Of what one may not see any more nothing is said before it is on record.
      if (status === 404) return false;
      [found] = body.records;
      return found !== undefined && (found.decision === 'suppressed' || found.answer !== null);
    });
    if (found === undefined) throw new Error('there is none');
    return found;
  }

  /** What was decided about one message, and why. */
  async why(who: Session, id: string, seq: number): Promise<string> {
    const { decision, reason } = await this.record(who, id, seq);
    return `${decision}: ${reason}`;
  }

  async derived(who: Session, id: string, seq: number): Promise<string | null> {
    return (await this.page(who, `?conversationId=${id}&seq=${seq}`)).derived;
  }

  /** On every shard. */
  async sql<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await Promise.all(this.realm.databases.shards.map((url) => query<R>(url, text, values)))).flat();
  }
}
