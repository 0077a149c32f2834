import { useRef, useState, type KeyboardEvent } from 'react';
import { preferences } from '../../platform/preferences';
import { useClient } from '../../state/client';
import { useDraftStore } from '../../state/drafts';
import { shownError, type ShownError } from '../../state/use-error-text';
import { requestEnd } from '../timeline/end-requests';
import { isSend } from './composer-keys';
import { charactersLeft } from './length';
import { markOf, toggleMark } from './markup-keys';

/** On a touch keyboard Enter breaks the line: there is a button for sending. */
export function touchOnly(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}

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

/** What is being written to one conversation: kept as a draft with every keystroke, sent by Enter. */
export function useComposer(conversationId: string): ComposerState {
  const client = useClient();
  const drafts = useDraftStore();
  const [text, setText] = useState(() => drafts.getSnapshot().get(conversationId) ?? '');
  const [failure, setFailure] = useState<ShownError | null>(null);
  const composedAt = useRef(-Infinity);
  const left = charactersLeft(text);
  const sendable = text.trim() !== '' && (left === null || left >= 0);

  const keep = (next: string): void => {
    setText(next);
    setFailure(null);
    drafts.set(conversationId, next);
  };
  const change = (next: string): void => {
    keep(next);
    if (next.trim() !== '') client.typing(conversationId);
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

/** As if it was typed: the field tells of the change itself, and can undo it. */
function putMark(field: HTMLTextAreaElement, mark: string): void {
  const edit = toggleMark(field.value, { start: field.selectionStart, end: field.selectionEnd }, mark);
  field.setSelectionRange(edit.from, edit.to);
  document.execCommand('insertText', false, edit.insert);
  field.setSelectionRange(...edit.select);
}
