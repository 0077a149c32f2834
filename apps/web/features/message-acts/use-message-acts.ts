import type { ChatRow, TimelineMessage } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { messageUrl, openThread } from '../../state/location';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { forwards } from '../forward/forwards';
import { askedWhy } from '../notifications/asked-why';
import { askedReaders } from '../readers/asked-readers';
import { useThreadHere } from '../threads/in-thread';
import type { MessageAct } from './acts';
import { editing } from './editing';
import { replying } from './replying';

export type MessageActs = {
  readonly react: (emoji: string, on: boolean) => void;
  readonly run: (act: Exclude<MessageAct, 'recall' | 'hide'>) => void;
  readonly recall: () => void;
  readonly hide: () => void;
};

/** Does what is chosen for a message; what is refused is said in a passing notice. */
export function useMessageActs(row: Pick<ChatRow, 'conversationId'>, message: TimelineMessage): MessageActs {
  const t = useTranslations('acts');
  const client = useClient();
  const errorText = useErrorText();
  const thread = useThreadHere();
  const { conversationId } = row;
  const at = { conversationId, seq: message.seq ?? 0 };
  const attempt = (act: Promise<unknown>): void => {
    act.catch((error: unknown) => tellNotice(errorText(shownError(error))));
  };
  const copy = (text: string, told: 'copied' | 'linkCopied'): void =>
    attempt(navigator.clipboard.writeText(text).then(() => tellNotice(t(told))));
  return {
    react: (emoji, on) => attempt(client.react(at, emoji, on)),
    run: (act) => {
      const text = message.content.text ?? '';
      if (act === 'edit') editing.start({ ...at, thread, text });
      else if (act === 'reply') replying.start(message, thread);
      else if (act === 'thread') openThread(conversationId, at.seq);
      else if (act === 'select') forwards.toggle(message);
      else if (act === 'forward') forwards.forward({ messages: [message], merged: false });
      else if (act === 'copy') copy(text, 'copied');
      else if (act === 'link') copy(messageUrl(conversationId, at.seq), 'linkCopied');
      else if (act === 'readers') askedReaders.open(at);
      else if (act === 'why') askedWhy.open(at);
      else if (act === 'pin' || act === 'unpin') attempt(client.pinMessage(at, act === 'pin'));
      else
        attempt(
          client.saveMessage(at, act === 'save').then(() => tellNotice(t(act === 'save' ? 'savedNow' : 'unsavedNow'))),
        );
    },
    recall: () => attempt(client.recallMessage(at)),
    hide: () => attempt(client.hideMessages(conversationId, [at.seq])),
  };
}
