import { PUSH_ANSWERS, PUSH_DERIVED, PUSH_SENT, PUSH_SUPPRESSED } from '@parley/core';
import { useTranslations } from 'next-intl';

/** Every reason that a server of this release may tell. */
export const REASONS = [...PUSH_SUPPRESSED, ...PUSH_SENT, ...PUSH_DERIVED] as const;
export type Reason = (typeof REASONS)[number];
const DECISIONS = ['sent', 'merged', 'suppressed'] as const;

export type ReasonText = {
  readonly decision: (code: string) => string;
  readonly reason: (code: string) => string;
  /** What became of a push; null: there is nothing to say. */
  readonly answer: (decision: string, code: string | null) => string | null;
};

/** The sentences for what the ledger holds; for what a later server says, that one has to update. */
export function useReasonText(): ReasonText {
  const t = useTranslations('why');
  return {
    decision: (code) => t(`decision.${known(DECISIONS, code) ?? 'unknown'}`),
    reason: (code) => {
      const reason = known(REASONS, code);
      return reason === null ? t('reason.unknown', { code }) : t(`reason.${reason}`);
    },
    answer: (decision, code) => {
      if (decision === 'suppressed') return null;
      if (code === null) return t('answer.open');
      const answer = known(PUSH_ANSWERS, code);
      return answer === null ? null : t(`answer.${answer}`);
    },
  };
}

function known<T extends string>(codes: readonly T[], code: string): T | null {
  return codes.find((one) => one === code) ?? null;
}
