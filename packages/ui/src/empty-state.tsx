import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type EmptyStateProps = { icon?: LucideIcon; title: string; body: ReactNode; action?: ReactNode };

/** What a place is for, and its first step. */
export function EmptyState({ icon: Icon, title, body, action }: EmptyStateProps) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1 px-6 py-8 text-center">
      {Icon && (
        <span className="mb-3 inline-flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent">
          <Icon aria-hidden size={22} strokeWidth={1.75} />
        </span>
      )}
      <p className="text-message font-semibold text-text">{title}</p>
      <p className="max-w-[36ch] text-list text-balance text-muted">{body}</p>
      {action !== undefined && <div className="mt-4">{action}</div>}
    </div>
  );
}
