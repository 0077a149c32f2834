import { isVisible } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { preferences } from '../../platform/preferences';
import { touchOnly } from '../../platform/touch-only';
import { useClient, useMe } from '../../state/client';
import { SharedState, useShared } from '../../state/shared-state';
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
  /** What stands in the field. Who draws takes a part of it: a letter more is not drawn but there. */
  readonly typed: SharedState<string>;
  readonly left: number | null;
  readonly sayable: boolean;
  readonly sendable: boolean;
  readonly failure: ShownError | null;
  /** null while it can't be sent. */
  readonly said: () => Said | null;
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
  const [typed] = useState(() => new SharedState(client.draft(conversationId, thread ?? undefined)));
  const typedAt = useRef(-Infinity);
  useOtherDevices({ conversationId, thread, typed, typedAt });
  const [failure, setFailure] = useState<ShownError | null>(null);
  const question = useCallQuestion(row);
  const picker = useMentionPicker(row, useShared(typed, calls));
  const reply = useReplying(conversationId, thread);
  const composedAt = useRef(-Infinity);
  const left = useShared(typed, charactersLeft);
  const sayable = useShared(typed, isSayable);
  const sendable = !waiting && sayable;
  const said = (): Said | null => {
    const { current: text } = typed;
    return isSayable(text) ? saidOf(text.trim(), { known: picker.known(), reply, thread }) : null;
  };

  const keep = (next: string): void => {
    typedAt.current = performance.now();
    client.setDraft(conversationId, next, thread ?? undefined);
    typed.set(next);
    setFailure(null);
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
    const what = waiting ? null : said();
    if (what !== null) question.guard(what.mentions ?? [], () => sendNow(what));
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const here = thread === null ? client.timeline(conversationId) : client.thread(conversationId, thread);
    const { messages } = here.getSnapshot();
    if (typed.current === '' && isPlainUp(event) && editLast(messages, { me, thread, now: client.now() })) {
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
  const writing = { typed, left, said, sayable, sendable, failure, change, send, done, onKeyDown, onCompositionEnd };
  return { ...writing, reply, picker, question };
}

const calls = (text: string): boolean => text.includes('@');

function isSayable(text: string): boolean {
  return isVisible(text) && (charactersLeft(text) ?? 0) >= 0;
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
  readonly typed: SharedState<string>;
  readonly typedAt: RefObject<number>;
};

/** The draft as another device left it, or sent it: taken over, but never while somebody types here. */
function useOtherDevices({ conversationId, thread, typed, typedAt }: Typed): void {
  const client = useClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      const { current: text } = typed;
      const draft = client.draft(conversationId, thread ?? undefined);
      if (draft === text || (draft === '' && text.trim() === '')) return;
      const wait = text === '' ? 0 : typedAt.current + TYPING_MS - performance.now();
      timer = setTimeout(() => typed.set(draft), Math.max(0, wait));
    };
    look();
    // A draft is a part of its row, or of what is mine about its thread; that it changes with every key is not drawn.
    const place = thread === null ? client.row(conversationId) : client.thread(conversationId, thread);
    const stops = [place.subscribe(look), typed.subscribe(look)];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
    };
  }, [client, conversationId, thread, typed, typedAt]);
}
