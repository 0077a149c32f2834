import { type ChatAct, chatActs } from '../chat-list/chat-acts';
import type { Query } from './mention-text';

/** What a `/` at the start of a message does: what a button or a menu does elsewhere. */
export type Command = { readonly act: CommandAct; readonly word: string };
type MuteAct = Extract<ChatAct, 'muteHour' | 'muteDay' | 'muteAlways' | 'unmute'>;
export type CommandAct = MuteAct | 'status' | 'dnd' | 'topic' | 'leave' | 'code';

export type CommandsFor = {
  readonly muted: boolean;
  readonly mayTopic: boolean;
  readonly mayLeave: boolean;
  /** What is about the chat is done in the chat. */
  readonly inThread: boolean;
};

const CALL = /^\/([a-z]*)$/i;
const WORDS: Readonly<Record<MuteAct, string>> = {
  muteHour: 'mute',
  muteDay: 'mute',
  muteAlways: 'mute',
  unmute: 'unmute',
};

/** Only the whole beginning of a message: a path or a date has a slash, too. */
export function commandQuery(text: string, caret: number): Query | null {
  const found = CALL.exec(text.slice(0, Math.max(0, caret)));
  return found?.[1] === undefined || caret !== text.length ? null : { from: 0, query: found[1].toLowerCase() };
}

/** Those that what is typed begins, and that may be given here. */
export function commandsFor(query: string, { muted, mayTopic, mayLeave, inThread }: CommandsFor): readonly Command[] {
  const mutes = chatActs({ pinned: false, muted, unread: false }).filter((act): act is MuteAct => act in WORDS);
  const about: Command[] = [
    { act: 'status', word: 'status' },
    { act: 'dnd', word: 'dnd' },
    ...mutes.map((act) => ({ act, word: WORDS[act] })),
    ...(mayTopic ? [{ act: 'topic', word: 'topic' } as const] : []),
    ...(mayLeave ? [{ act: 'leave', word: 'leave' } as const] : []),
  ];
  const all: Command[] = [{ act: 'code', word: 'code' }, ...(inThread ? [] : about)];
  return all.filter(({ word }) => word.startsWith(query));
}
