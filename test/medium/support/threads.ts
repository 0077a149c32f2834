import type {
  HistoryPage,
  KnownEntry,
  MessageSent,
  SyncPage,
  ThreadListPage,
  ThreadPage,
  ThreadState,
} from '@parley/contract';
import { newClientMsgId, type Session, type TestDevice } from '../../support/device.js';
import type { People } from './people.js';

/** A thread by the message that it hangs on. */
export type Thread = { conversationId: string; seq: number };
type Said = { text: string; thread?: Thread | undefined; mentions?: object[]; key?: string };

/** What people say in threads, over REST, and what their inboxes hold of it. */
export class Threads {
  constructor(private readonly people: People) {}

  /** Said in the conversation, or in a thread of it. */
  async say(who: Session, conversationId: string, said: Said): Promise<MessageSent> {
    const answer = await this.trySay(who, conversationId, said);
    if (answer.status !== 200) throw new Error(`not said: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  trySay(
    who: Session,
    conversationId: string,
    { text, thread, mentions, key = newClientMsgId() }: Said,
  ): ReturnType<typeof this.people.call<MessageSent>> {
    const content = {
      type: 'text',
      text,
      ...(mentions === undefined ? {} : { mentions }),
      ...(thread === undefined ? {} : { thread: { seq: thread.seq } }),
    };
    return this.people.call<MessageSent>(who, `POST /conversations/${conversationId}/messages`, {
      clientMsgId: key,
      content,
    });
  }

  async root(who: Session, conversationId: string, text = 'root'): Promise<Thread> {
    return { conversationId, seq: (await this.say(who, conversationId, { text })).seq };
  }

  reply(who: Session, thread: Thread, said: string | Said): Promise<MessageSent> {
    return this.say(who, thread.conversationId, { ...(typeof said === 'string' ? { text: said } : said), thread });
  }

  path({ conversationId, seq }: Thread): string {
    return `/conversations/${conversationId}/threads/${seq}`;
  }

  async page(who: Session, thread: Thread, more = ''): Promise<ThreadPage> {
    return (await this.people.call<ThreadPage>(who, `GET ${this.path(thread)}${more}`)).body;
  }

  async change(who: Session, thread: Thread, change: object): Promise<ThreadState> {
    return (await this.people.call<ThreadState>(who, `PATCH ${this.path(thread)}`, change)).body;
  }

  async list(who: Session, more = ''): Promise<ThreadListPage> {
    return (await this.people.call<ThreadListPage>(who, `GET /threads${more}`)).body;
  }

  /** What the messages of a history are, by text. */
  async byText(
    who: Session,
    conversationId: string,
  ): Promise<Map<string | undefined, HistoryPage['messages'][number]>> {
    const { messages } = await this.people.history(who, conversationId);
    return new Map(messages.map((message) => [message.content.text, message]));
  }

  /** What the inbox holds of threads now, in its order. */
  async entries(who: Session): Promise<Extract<KnownEntry, { kind: 'thread' }>[]> {
    const page = async (lastSeq: number, incarnation: string): Promise<SyncPage> =>
      (await this.people.call<SyncPage>(who, `GET /sync?incarnation=${incarnation}&lastSeq=${lastSeq}&limit=500`)).body;
    let at = await page(0, '0');
    if (at.reset !== undefined) at = await page(0, at.incarnation);
    return at.entries.flatMap((entry) => (entry.kind === 'thread' ? [entry] : []));
  }
}

/** States of a thread that a device was told, in the order of its inbox. */
export function toldOf(device: TestDevice, { conversationId, seq }: Thread): ThreadState[] {
  return [...device.pushed.values()]
    .sort((a, b) => a.inboxSeq - b.inboxSeq)
    .flatMap((entry) =>
      entry.kind === 'thread' && entry.conversationId === conversationId && entry.seq === seq ? [entry.thread] : [],
    );
}
