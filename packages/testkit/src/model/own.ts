import type { Draft, Personal, PersonalChange, Preferences, PreferencesChange } from '@parley/contract';
import {
  changePersonal,
  clampDraft,
  DEFAULT_PREFERENCES,
  newerDraft,
  NO_PERSONAL,
  planPreferences,
  samePreferences,
} from '@parley/core';

type Mine = { readonly personal: Personal; readonly draft: Draft | null };
const NOTHING: Mine = { personal: NO_PERSONAL, draft: null };

/** What each person has set for a conversation, and typed there; and how they like their client. */
export class OwnStore {
  readonly #rows = new Map<string, Mine>();
  readonly #preferences = new Map<string, Preferences>();

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

  preferencesOf(userId: string): Preferences {
    return this.#preferences.get(userId) ?? DEFAULT_PREFERENCES;
  }

  /** false: nothing changed. */
  prefer(userId: string, change: PreferencesChange, version: number): boolean {
    const before = this.#preferences.get(userId);
    const after = planPreferences(before ?? DEFAULT_PREFERENCES, change, { version });
    if (before !== undefined && samePreferences(after, before)) return false;
    this.#preferences.set(userId, after);
    return true;
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
