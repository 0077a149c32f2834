import { Injectable } from '@nestjs/common';
import { type ContentInput, ParleyError } from '@parley/contract';
import { type Answer, answerable, ShardRouter } from '@parley/db';

/** What somebody is about to say there; null: nothing that has to be looked up. */
export type Answering = { userId: string; conversationId: string; content: ContentInput } | null;

/** Whether people may see what they answer, with a quote or in a thread, and whether it can be answered. */
@Injectable()
export class AnswerRights {
  constructor(private readonly shards: ShardRouter) {}

  /** Why each may not; null: it may. Lines up with the input. One query per shard where something is answered, else none. */
  async refusals(sayings: readonly Answering[], via: 'pool' | 'lanes'): Promise<(ParleyError | null)[]> {
    const refused: (ParleyError | null)[] = sayings.map(() => null);
    const answers = sayings.flatMap((saying, index) => answersIn(saying).map((answer) => ({ ...answer, index })));
    if (answers.length === 0) return refused;
    for (const [shard, mine] of this.shards.groupByShard(answers, ({ conversationId }) => conversationId)) {
      const may = await answerable(shard, mine, via);
      mine.forEach(({ index, inThread }, place) => {
        if (may[place] === true) return;
        refused[index] = new ParleyError(inThread ? 'THREAD_NOT_FOUND' : 'REPLY_NOT_FOUND');
      });
    }
    return refused;
  }

  /** Before it is kept for later: who sends it then is asked again. */
  async demand(saying: Answering): Promise<void> {
    const [refusal = null] = await this.refusals([saying], 'pool');
    if (refusal !== null) throw refusal;
  }
}

function answersIn(saying: Answering): Answer[] {
  if (saying === null) return [];
  const { userId, conversationId, content } = saying;
  const ask = { userId, conversationId };
  return [
    ...(content.replyTo === undefined ? [] : [{ ...ask, seq: content.replyTo.seq, inThread: false }]),
    ...(content.thread === undefined ? [] : [{ ...ask, seq: content.thread.seq, inThread: true }]),
  ];
}
