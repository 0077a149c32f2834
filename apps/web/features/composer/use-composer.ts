import { isVisible } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { preferences } from '../../platform/preferences';
import { touchOnly } from '../../platform/touch-only';
import { useClient, useMe } from '../../state/client';
import type { SteadyChat } from '../../state/steady-chat';
import { shownError, type ShownError } from '../../state/use-error-text';
import { editLast, isPlainUp } from '../message-acts/edit-last';
import { replying, useReplying } from '../message-acts/replying';
import { useThreadHere } from '../threads/in-thread';
import { requestEnd } from '../timeline/end-requests';
import { isSend } from './composer-keys';
import { charactersLeft } from './length';
import { mentionsIn, type Called, type Said } from './mention-text';
import { useCallQuestion, type CallQuestion } from './use-call-question';
import { useMentionPicker, type MentionPicker } from './use-mention-picker';

/** Who typed this lately is still typing: what another device says waits. */
const TYPING_MS = 10_000;

export type ComposerState = {
  readonly text: string;
  readonly left: number | null;
  readonly sendable: boolean;
  readonly failure: ShownError | null;
  /** null while it can't be sent. */
  readonly said: Said | null;
  readonly reply: TimelineMessage | null;
  readonly picker: MentionPicker;
  readonly question: CallQuestion;
  readonly change: (text: string) => void;
  readonly send: () => void;
  /** It is on its way. */
  readonly done: () => void;
  /** Whether the key was for what stands around the field. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
  readonly onCompositionEnd: () => void;
};

/** What is being written to one conversation, or in the thread that this is drawn in: kept as a draft with every keystroke, sent by Enter unless it is not my turn. */
export function useComposer(row: SteadyChat, waiting: boolean): ComposerState {
  const { conversationId } = row;
  const client = useClient();
  const me = useMe();
  const thread = useThreadHere();
  const [text, setText] = useState(() => client.draft(conversationId, thread ?? undefined));
  const typedAt = useRef(-Infinity);
  useOtherDevices({ conversationId, thread, text, typedAt, take: setText });
  const [failure, setFailure] = useState<ShownError | null>(null);
  const question = useCallQuestion(row);
  const picker = useMentionPicker(row, text);
  const reply = useReplying(conversationId, thread);
  const composedAt = useRef(-Infinity);
  const left = charactersLeft(text);
  const said =
    isVisible(text) && (left === null || left >= 0)
      ? saidOf(text.trim(), { known: picker.known(), reply, thread })
      : null;
  const sendable = !waiting && said !== null;

  const keep = (next: string): void => {
    setText(next);
    setFailure(null);
    typedAt.current = performance.now();
    client.setDraft(conversationId, next, thread ?? undefined);
  };
  const change = (next: string): void => {
    keep(next);
    // Whoever only sees the chat would wait for what comes elsewhere.
    if (thread === null && isVisible(next)) client.typing(conversationId);
  };
  const done = (): void => {
    keep('');
    replying.end();
  };
  const sendNow = ({ text: words, ...extras }: Said): void => {
    try {
      client.send(conversationId, words, extras);
    } catch (error) {
      setFailure(shownError(error));
      return;
    }
    done();
    if (preferences.getSnapshot().knowsEnter !== true) preferences.change({ knowsEnter: true });
    requestEnd(thread);
  };
  const send = (): void => {
    if (sendable) question.guard(said.mentions ?? [], () => sendNow(said));
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const here = thread === null ? client.timeline(conversationId) : client.thread(conversationId, thread);
    const { messages } = here.getSnapshot();
    if (text === '' && isPlainUp(event) && editLast(messages, { me, thread, now: client.now() })) {
      // It begins to be edited.
    } else if (event.key === 'Escape' && reply !== null && !event.isComposing) replying.end();
    else if (!touchOnly() && isSend(event, performance.now() - composedAt.current)) send();
    else return false;
    event.preventDefault();
    return true;
  };
  const onCompositionEnd = (): void => {
    composedAt.current = performance.now();
  };
  const writing = { text, left, said, sendable, failure, change, send, done, onKeyDown, onCompositionEnd };
  return { ...writing, reply, picker, question };
}

type With = {
  readonly known: readonly Called[];
  readonly reply: TimelineMessage | null;
  readonly thread: number | null;
};

function saidOf(text: string, { known, reply, thread }: With): Said {
  const mentions = mentionsIn(text, known);
  const seq = reply?.seq ?? null;
  return {
    text,
    ...(mentions.length > 0 && { mentions }),
    ...(seq !== null && { replyTo: { seq } }),
    ...(thread !== null && { thread: { seq: thread } }),
  };
}

type Typed = {
  readonly conversationId: string;
  readonly thread: number | null;
  readonly text: string;
  readonly typedAt: RefObject<number>;
  readonly take: (text: string) => void;
};

/** The draft as another device left it, or sent it: taken over, but never while somebody types here. */
function useOtherDevices({ conversationId, thread, text, typedAt, take }: Typed): void {
  const client = useClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      const draft = client.draft(conversationId, thread ?? undefined);
      if (draft === text || (draft === '' && text.trim() === '')) return;
      const wait = text === '' ? 0 : typedAt.current + TYPING_MS - performance.now();
      timer = setTimeout(() => take(draft), Math.max(0, wait));
    };
    look();
    // A draft is a part of its row, or of what is mine about its thread; that it changes with every key is not drawn.
    const stop = (thread === null ? client.row(conversationId) : client.thread(conversationId, thread)).subscribe(look);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, conversationId, thread, text, typedAt, take]);
}
