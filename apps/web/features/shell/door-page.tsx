import type { ReactNode } from 'react';
import { DoorSettings } from '../settings/door-settings';
import { Brand } from './brand';

/** The pages before the chat: one narrow column, language and theme within reach. */
export function DoorPage({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  return (
    <main className="flex h-dvh flex-col overflow-y-auto bg-bg px-4 py-6">
      <div className="mx-auto my-auto flex w-full max-w-[380px] flex-col gap-6 rounded-card bg-surface p-6 panes:border panes:border-line panes:p-8">
        <div className="flex flex-col gap-3">
          <Brand />
          <h1 className="text-title font-semibold">{title}</h1>
          {intro !== undefined && <p className="-mt-2 text-list text-muted">{intro}</p>}
        </div>
        {children}
      </div>
      <DoorSettings />
    </main>
  );
}
