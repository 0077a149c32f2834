import type { ParleyClient } from '@parley/sdk';
import { drawTogether } from './frames';

/** What was missed without a connection is drawn in one go, where there is something to look at meanwhile. */
export function catchUpAtOnce({ connection, chatList }: ParleyClient): () => void {
  let caughtUp = (): void => {};
  return connection.subscribe(() => {
    caughtUp();
    const { state, synced } = connection.getSnapshot();
    if (state !== 'online' || synced || !chatList.getSnapshot().loaded) return;
    drawTogether(new Promise((resolve) => (caughtUp = resolve)));
  });
}
