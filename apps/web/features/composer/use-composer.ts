import { MENTION_CONFIRM_MEMBERS } from '@parley/core';
import type { ChatRow, SendExtras, TimelineMessage } from '@parley/sdk';
import { useRef, useState, type KeyboardEvent } from 'react';
import { preferences } from '../../platform/preferences';
import { useClient } from '../../state/client';
import { useDraftStore } from '../../state/drafts';
import { shownError, type ShownError } from '../../state/use-error-text';
import { requestEnd } from '../timeline/end-requests';
import { isSend } from './composer-keys';
import { charactersLeft } from './length';
import { markOf, toggleMark } from './markup-keys';
import { mentionsIn } from './mention-text';
import { useMentionPicker, type MentionPicker } from './use-mention-picker';

/** On a touch keyboard Enter breaks the line: there is a button for sending. */
export function touchOnly(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}

export type ComposerInput = { row: ChatRow; reply: TimelineMessage | null; onReplyEnd: () => void };

export type ComposerState = {
  readonly text: string;
  readonly left: number | null;
  readonly sendable: boolean;
  readonly failure: ShownError | null;
  readonly picker: MentionPicker;
  /** Whether to really call that many. */
  readonly asking: boolean;
  readonly ask: (open: boolean) => void;
  readonly confirm: () => void;
  readonly change: (field: HTMLTextAreaElement) => void;
  readonly send: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  readonly onCompositionEnd: () => void;
};

/** What is being written to one conversation: kept as a draft with every keystroke, sent by Enter. */
export function useComposer({ row, reply, onReplyEnd }: ComposerInput): ComposerState {
  const { conversationId } = row;
  const client = useClient();
  const drafts = useDraftStore();
  const [text, setText] = useState(() => drafts.getSnapshot().get(conversationId) ?? '');
  const [failure, setFailure] = useState<ShownError | null>(null);
  const [asking, ask] = useState(false);
  const picker = useMentionPicker(row, text);
  const composedAt = useRef(-Infinity);
  const left = charactersLeft(text);
  const sendable = text.trim() !== '' && (left === null || left >= 0);

  const keep = (next: string): void => {
    setText(next);
    setFailure(null);
    drafts.set(conversationId, next);
  };
  const change = (field: HTMLTextAreaElement): void => {
    keep(field.value);
    picker.onCaret(field);
    if (field.value.trim() !== '') client.typing(conversationId);
  };
  const sendNow = (extras: SendExtras): void => {
    try {
      client.send(conversationId, text.trim(), extras);
    } catch (error) {
      setFailure(shownError(error));
      return;
    }
    keep('');
    onReplyEnd();
    if (preferences.getSnapshot().knowsEnter !== true) preferences.change({ knowsEnter: true });
    requestEnd();
  };
  const extras = (): SendExtras => extrasOf(mentionsIn(text.trim(), picker.known()), reply);
  const send = (): void => {
    if (!sendable) return;
    const made = extras();
    if (callsMany(made, row)) ask(true);
    else sendNow(made);
  };
  const confirm = (): void => {
    ask(false);
    sendNow(extras());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (picker.onKeyDown(event)) return;
    const mark = markOf(event.nativeEvent);
    if (mark !== null) {
      event.preventDefault();
      putMark(event.currentTarget, mark);
    } else if (event.key === 'Escape' && reply !== null && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onReplyEnd();
    } else if (!touchOnly() && isSend(event.nativeEvent, performance.now() - composedAt.current)) {
      event.preventDefault();
      send();
    }
  };
  const onCompositionEnd = (): void => {
    composedAt.current = performance.now();
  };
  const writing = { text, left, sendable, failure, change, send, onKeyDown, onCompositionEnd };
  return { ...writing, picker, asking, ask, confirm };
}

function extrasOf(mentions: NonNullable<SendExtras['mentions']>, reply: TimelineMessage | null): SendExtras {
  const seq = reply?.seq ?? null;
  return { ...(mentions.length > 0 && { mentions }), ...(seq !== null && { replyTo: { seq } }) };
}

function callsMany({ mentions = [] }: SendExtras, { memberCount }: ChatRow): boolean {
  return (memberCount ?? 0) > MENTION_CONFIRM_MEMBERS && mentions.some(({ type }) => type !== 'user');
}

/** As if it was typed: the field tells of the change itself, and can undo it. */
function putMark(field: HTMLTextAreaElement, mark: string): void {
  const edit = toggleMark(field.value, { start: field.selectionStart, end: field.selectionEnd }, mark);
  field.setSelectionRange(edit.from, edit.to);
  document.execCommand('insertText', false, edit.insert);
  field.setSelectionRange(...edit.select);
}
