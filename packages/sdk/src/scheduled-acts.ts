import type { Scheduled } from '@parley/contract';
import { checkContent } from '@parley/core';
import type { NewScheduled, SendExtras } from './inputs.js';
import type { RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import type { ScheduledMessages } from './scheduled.js';

type Change = SendExtras & { readonly text?: string; readonly sendAt?: number };
type Deps = { readonly rest: RestClient; readonly random: RandomPort; readonly scheduled: ScheduledMessages };

/** What one does about messages that the server sends later. */
export class ScheduledActs {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  readonly schedule = (conversationId: string, given: NewScheduled): Promise<Scheduled> => {
    const { rest, random } = this.#deps;
    const { sendAt, key = `c_${random.id()}`, ...said } = given;
    const content = { type: 'text' as const, ...said };
    checkContent(content);
    const body = { clientMsgId: key, content, sendAt };
    return this.#acted(rest.call('scheduleMessage', { params: { conversationId }, body }));
  };

  readonly change = (scheduledId: string, { text, sendAt, ...extras }: Change): Promise<Scheduled> => {
    const content = text === undefined ? undefined : { type: 'text' as const, text, ...extras };
    if (content !== undefined) checkContent(content);
    const body = { ...(content === undefined ? {} : { content }), ...(sendAt === undefined ? {} : { sendAt }) };
    return this.#acted(this.#deps.rest.call('changeScheduled', { params: { scheduledId }, body }));
  };

  readonly send = (scheduledId: string): Promise<Scheduled> =>
    this.#acted(this.#deps.rest.call('sendScheduled', { params: { scheduledId } }));

  readonly cancel = async (scheduledId: string): Promise<void> => {
    await this.#deps.rest.call('cancelScheduled', { params: { scheduledId } });
    this.#deps.scheduled.remove(scheduledId);
  };

  /** The scheduled message that an act answers with. */
  async #acted(asked: Promise<Scheduled>): Promise<Scheduled> {
    const row = await asked;
    this.#deps.scheduled.apply(row);
    return row;
  }
}
