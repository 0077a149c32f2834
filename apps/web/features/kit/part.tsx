import type { ReactNode } from 'react';

/** One part with its states. */
export function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <article className="flex flex-col gap-4 border-t border-line py-6">
      <h3 className="text-message font-semibold">{name}</h3>
      {children}
    </article>
  );
}

/** What the things beside it show. */
export function State({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-meta text-muted">{name}</p>
      <div className="flex min-w-0 flex-wrap items-center gap-3">{children}</div>
    </div>
  );
}
