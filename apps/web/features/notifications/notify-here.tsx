import type { Message } from '@parley/contract';
import type { ChatRow, ParleyClient } from '@parley/sdk';
import { useEffect } from 'react';
import { chime } from '../../platform/chime';
import { dropDecided, keepDecided, storeDecided } from '../../platform/decided-here';
import { holdLook, isLookedAt } from '../../platform/looked-at';
import { preferences } from '../../platform/preferences';
import { mayNotify } from '../../platform/push';
import { onWorkerMessage } from '../../platform/push-worker';
import { showHere } from '../../platform/show-here';
import { useClient, useMe } from '../../state/client';
import { usePlace } from '../../state/location';
import { placeIn } from '../../state/place';
import { useLooking } from '../../state/use-focus';
import { requestJump } from '../timeline/jump-requests';
import { factsHere } from './facts-here';
import { Notifier } from './notifier';
import { payloadHere } from './payload-here';

const nothing = (): void => undefined;

/** Tells of what comes in while Parley is open and nobody looks at it: one tab of a browser does. Draws nothing. */
export function NotifyHere() {
  const client = useClient();
  const me = useMe();
  const { chat } = usePlace();
  const looking = useLooking();
  useEffect(() => (chat !== null && looking ? holdLook(chat) : undefined), [chat, looking]);
  useEffect(
    () =>
      onWorkerMessage({ openChat: (conversationId, seq) => seq !== undefined && showSeq(client, conversationId, seq) }),
    [client],
  );
  useEffect(() => {
    // They are known, and stay known, only while somebody listens.
    const offs = [client.notifications.subscribe(nothing), client.threads.subscribe(nothing)];
    const notifier = notifierOf(client, me);
    // Who opens Parley sees in the list what was said before.
    let caughtUp = client.connection.getSnapshot().synced;
    const look = (): void => {
      caughtUp ||= client.connection.getSnapshot().synced;
    };
    const hear = (message: Message): void => {
      if (caughtUp && client.isLeader) void notifier.hear(message);
    };
    offs.push(client.connection.subscribe(look), client.onMessage(hear));
    window.addEventListener('pagehide', storeDecided);
    return () => {
      for (const off of offs) off();
      notifier.stop();
      window.removeEventListener('pagehide', storeDecided);
      if (client.session.getSnapshot().state === 'signed-out') dropDecided();
      else storeDecided();
    };
  }, [client, me]);
  return null;
}

function notifierOf(client: ParleyClient, me: { readonly userId: string }): Notifier {
  return new Notifier({
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    factsOf: async (conversationId, pushed) => {
      const looked = isBeforeMe(conversationId) || (await isLookedAt(conversationId));
      const row = client.row(conversationId).getSnapshot();
      const { settings } = client.notifications.getSnapshot();
      if (row === null || settings === null) return null;
      const { notifies = true, sounds = true } = preferences.getSnapshot();
      const targets = Number(notifies && mayNotify()) + Number(sounds);
      const follows = (message: Message): boolean => followed(client, message);
      const now = Date.now();
      const facts = factsHere({ row, me, settings, follows, looked, targets, ...pushed, now });
      return (message) => facts(asItIsNow(row, message));
    },
    payloadOf: (message, count) => {
      const row = client.row(message.conversationId).getSnapshot();
      const preview = client.notifications.getSnapshot().settings?.preview ?? 'none';
      const calls =
        message.content.mentions?.some(({ type, userId }) => type !== 'user' || userId === me.userId) === true;
      return payloadHere(message, {
        row: row ?? { kind: '', name: null },
        sender: nameOf(client, message),
        calls,
        count,
        preview,
      });
    },
    show: async (payload) => {
      const { notifies = true, sounds = true } = preferences.getSnapshot();
      const shown = notifies ? await showHere(payload) : 'not-allowed';
      if (sounds && shown !== 'known') chime(Date.now()).catch(() => undefined);
      return shown === 'shown';
    },
    decided: keepDecided,
  });
}

function isBeforeMe(conversationId: string): boolean {
  return (
    document.visibilityState === 'visible' && document.hasFocus() && placeIn(location.pathname).chat === conversationId
  );
}

/** It may have been edited or recalled while it waited. */
function asItIsNow({ lastMessage }: ChatRow, message: Message): Message {
  return lastMessage?.seq === message.seq ? lastMessage : message;
}

function followed(client: ParleyClient, { conversationId, thread }: Message): boolean {
  const { items } = client.threads.getSnapshot();
  return items.some((item) => item.conversationId === conversationId && item.seq === thread?.seq);
}

function nameOf(client: ParleyClient, { conversationId, senderId }: Message): string | undefined {
  const nickname = client.nicknames(conversationId).getSnapshot().get(senderId);
  return nickname ?? client.peerNames.getSnapshot().get(senderId) ?? client.people.getSnapshot().get(senderId)?.name;
}

/** In its thread, when it was said in one. */
function showSeq(client: ParleyClient, conversationId: string, seq: number): void {
  const thread = client.threads
    .getSnapshot()
    .items.find((item) => item.conversationId === conversationId && item.last?.seq === seq);
  requestJump(conversationId, seq, thread?.seq ?? null);
}
