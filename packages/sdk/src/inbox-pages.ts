import type { ClientAck, SyncCursor } from '@parley/contract';

type Page = ClientAck<'sync.pull'>;

/** As many as the server puts into one answer where texts have a hundred letters; of longer ones it puts in fewer. */
export const PULL_LIMIT = 350;
/** So many are on their way while one is put in: a round trip takes longer than that does. */
const AHEAD = 2;

/**
 * What an inbox has after a place, page by page, until one says that there is no more or that it can't be gone on from there.
 * The places are gapless, so the pages that follow are asked for by number, before the one ahead of them is there; where
 * that one ends elsewhere, they are asked for anew.
 */
export async function* inboxPages(
  ask: (after: SyncCursor) => Promise<Page>,
  after: SyncCursor,
): AsyncGenerator<Page, void> {
  const asked = (cursor: SyncCursor): { after: number; page: Promise<Page> } => {
    const page = ask(cursor);
    // Whoever puts in the page before may throw: then nobody waits for this one.
    page.catch(() => undefined);
    return { after: cursor.inboxSeq, page };
  };
  let onTheWay = [asked(after)];
  for (let next = onTheWay.shift(); next !== undefined; next = onTheWay.shift()) {
    const page = await next.page;
    const end = page.entries.at(-1)?.inboxSeq;
    if (page.reset !== undefined || !page.hasMore || end === undefined) {
      yield page;
      return;
    }
    if (onTheWay[0]?.after !== end) onTheWay = [];
    // Where texts are long, the next one ends early, too.
    const ahead = page.entries.length < PULL_LIMIT ? 1 : AHEAD;
    let from = (onTheWay.at(-1)?.after ?? end - PULL_LIMIT) + PULL_LIMIT;
    for (; onTheWay.length < ahead && from < page.latestSeq; from += PULL_LIMIT) {
      onTheWay.push(asked({ incarnation: page.incarnation, inboxSeq: from }));
    }
    yield page;
  }
}
