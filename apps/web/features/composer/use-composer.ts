import { isVisible } from '@parley/contract';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { preferences } from '../../platform/preferences';
import { useClient, useMe } from '../../state/client';
import { useStore } from '../../state/use-store';
import { shownError, type ShownError } from '../../state/use-error-text';
import { editLast, isPlainUp } from '../message-acts/edit-last';
import { requestEnd } from '../timeline/end-requests';
import { isSend } from './composer-keys';
import { charactersLeft } from './length';
import { markOf, toggleMark } from './markup-keys';

/** On a touch keyboard Enter breaks the line: there is a button for sending. */
export function touchOnly(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}

/** Who typed this lately is still typing: what another device says waits. */
const TYPING_MS = 10_000;

export type ComposerState = {
  readonly text: string;
  readonly left: number | null;
  readonly sendable: boolean;
  readonly failure: ShownError | null;
  readonly change: (text: string) => void;
  readonly send: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  readonly onCompositionEnd: () => void;
};

/** What is being written to one conversation: kept as a draft with every keystroke, sent by Enter unless it is not my turn. */
export function useComposer(conversationId: string, waiting: boolean): ComposerState {
  const client = useClient();
  const me = useMe();
  const [text, setText] = useState(() => client.draft(conversationId));
  const typedAt = useRef(-Infinity);
  useOtherDevices({ conversationId, text, typedAt, take: setText });
  const [failure, setFailure] = useState<ShownError | null>(null);
  const composedAt = useRef(-Infinity);
  const left = charactersLeft(text);
  const sendable = !waiting && isVisible(text) && (left === null || left >= 0);

  const keep = (next: string): void => {
    setText(next);
    setFailure(null);
    typedAt.current = performance.now();
    client.setDraft(conversationId, next);
  };
  const change = (next: string): void => {
    keep(next);
    if (isVisible(next)) client.typing(conversationId);
  };
  const send = (): void => {
    if (!sendable) return;
    try {
      client.send(conversationId, text.trim());
    } catch (error) {
      setFailure(shownError(error));
      return;
    }
    keep('');
    if (preferences.getSnapshot().knowsEnter !== true) preferences.change({ knowsEnter: true });
    requestEnd();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (text === '' && isPlainUp(event) && editLast(client.timeline(conversationId), me)) return event.preventDefault();
    const mark = markOf(event.nativeEvent);
    if (mark !== null) {
      event.preventDefault();
      putMark(event.currentTarget, mark);
      return;
    }
    if (touchOnly() || !isSend(event.nativeEvent, performance.now() - composedAt.current)) return;
    event.preventDefault();
    send();
  };
  const onCompositionEnd = (): void => {
    composedAt.current = performance.now();
  };
  return { text, left, sendable, failure, change, send, onKeyDown, onCompositionEnd };
}

type Typed = {
  readonly conversationId: string;
  readonly text: string;
  readonly typedAt: RefObject<number>;
  readonly take: (text: string) => void;
};

/** The draft as another device left it, or sent it: taken over, but never while somebody types here. */
function useOtherDevices({ conversationId, text, typedAt, take }: Typed): void {
  const client = useClient();
  // A draft is a part of its row.
  useStore(client.chatList);
  const draft = client.draft(conversationId);
  useEffect(() => {
    if (draft === text || (draft === '' && text.trim() === '')) return;
    const wait = text === '' ? 0 : typedAt.current + TYPING_MS - performance.now();
    const timer = setTimeout(() => take(draft), Math.max(0, wait));
    return () => clearTimeout(timer);
  }, [draft, text, typedAt, take]);
}

/** As if it was typed: the field tells of the change itself, and can undo it. */
function putMark(field: HTMLTextAreaElement, mark: string): void {
  const edit = toggleMark(field.value, { start: field.selectionStart, end: field.selectionEnd }, mark);
  field.setSelectionRange(edit.from, edit.to);
  document.execCommand('insertText', false, edit.insert);
  field.setSelectionRange(...edit.select);
}
