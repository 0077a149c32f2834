import type { Draft, Personal, PersonalChange } from '@parley/contract';
import { changePersonal, clampDraft, newerDraft, NO_PERSONAL } from '@parley/core';

type Mine = { readonly personal: Personal; readonly draft: Draft | null };
const NOTHING: Mine = { personal: NO_PERSONAL, draft: null };

/** What each person has set for a conversation, and typed there. */
export class OwnStore {
  readonly #rows = new Map<string, Mine>();

  of(userId: string, conversationId: string): Mine {
    return this.#rows.get(`${userId}/${conversationId}`) ?? NOTHING;
  }

  /** null: nothing changed. */
  change(
    [userId, conversationId]: readonly [string, string],
    change: PersonalChange,
    at: { now: number; headSeq: number; version: number },
  ): Personal | null {
    const mine = this.of(userId, conversationId);
    const personal = changePersonal(mine.personal, change, at);
    if (personal !== null) this.#rows.set(`${userId}/${conversationId}`, { ...mine, personal });
    return personal;
  }

  /** null: what is there counts. */
  type([userId, conversationId]: readonly [string, string], typed: Draft, now: number): Draft | null {
    const mine = this.of(userId, conversationId);
    const given = clampDraft(typed, now);
    const draft = mine.draft === null ? given : newerDraft(mine.draft, given);
    if (draft === mine.draft) return null;
    this.#rows.set(`${userId}/${conversationId}`, { ...mine, draft });
    return draft;
  }
}
