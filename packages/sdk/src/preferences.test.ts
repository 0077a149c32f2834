import { ParleyError, type Preferences, type PreferencesChange } from '@parley/contract';
import { DEFAULT_PREFERENCES, planPreferences } from '@parley/core';
import { describe, expect, test } from 'vitest';
import type { Persistence } from './persistence.js';
import { OwnPreferences } from './preferences.js';
import type { RestClient } from './rest.js';

/** A server that keeps them, or refuses; timers are due at once. */
function someDevice() {
  const server = { kept: DEFAULT_PREFERENCES, refuses: null as ParleyError | null, asked: [] as string[] };
  const call = (name: string, { body }: { body?: PreferencesChange }): Promise<Preferences> => {
    server.asked.push(name);
    if (server.refuses !== null) return Promise.reject(server.refuses);
    if (body !== undefined) server.kept = planPreferences(server.kept, body, { version: server.kept.version + 1 });
    return Promise.resolve(server.kept);
  };
  const written: unknown[] = [];
  const preferences = new OwnPreferences({
    rest: { call } as unknown as RestClient,
    persistence: { write: ({ value }: { value: unknown }) => written.push(value) } as unknown as Persistence,
    clock: {
      now: () => 0,
      setTimeout: (run) => {
        void Promise.resolve().then(run);
        return () => undefined;
      },
    },
    random: { number: () => 0, id: () => 'x' },
    isOnline: () => true,
    warn: () => undefined,
  });
  return { server, preferences, written, theme: () => preferences.getSnapshot().preferences?.theme };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('how I like my client', () => {
  test('is as the highest version says, in whatever order they come', () => {
    const { preferences, theme } = someDevice();
    preferences.apply({ ...DEFAULT_PREFERENCES, version: 7, theme: 'dark' });
    preferences.apply({ ...DEFAULT_PREFERENCES, version: 3, theme: 'light' });
    expect(theme()).toBe('dark');
  });

  test('are as the tab before has stored them, where that is newer than what was set here', () => {
    const { preferences, theme } = someDevice();
    preferences.apply({ ...DEFAULT_PREFERENCES, version: 3, theme: 'system' });
    preferences.show({ theme: 'dark' });
    expect(theme()).toBe('dark');
    preferences.startTelling({
      known: { ...DEFAULT_PREFERENCES, version: 5, theme: 'light' },
      untold: {},
      stale: false,
    });
    expect(theme()).toBe('light');
  });

  test('of a server that was restored, lower versions count', () => {
    const { preferences, theme } = someDevice();
    preferences.apply({ ...DEFAULT_PREFERENCES, version: 7, theme: 'dark' });
    preferences.replaced();
    expect(theme()).toBe('dark');
    preferences.apply({ ...DEFAULT_PREFERENCES, version: 3, theme: 'light' });
    expect(theme()).toBe('light');
  });

  test('what the server refuses for good is shown no more', async () => {
    const { server, preferences, theme } = someDevice();
    preferences.subscribe(() => undefined);
    preferences.ready(true);
    await settled();
    server.refuses = new ParleyError('BAD_REQUEST');
    preferences.show({ theme: 'dark' });
    preferences.tell({ theme: 'dark' });
    expect(theme()).toBe('dark');
    await settled();
    expect(theme()).toBe('system');
    expect(server.asked).toEqual(['preferences', 'changePreferences']);
  });

  test('what was set again while it was told is told again', async () => {
    const { server, preferences, theme } = someDevice();
    preferences.ready(true);
    preferences.tell({ theme: 'dark', textSize: 110 });
    await Promise.resolve();
    preferences.show({ theme: 'light' });
    preferences.tell({ theme: 'light' });
    await settled();
    expect([theme(), server.kept.theme, server.kept.textSize]).toEqual(['light', 'light', 110]);
  });

  test('what another tab sets later counts in this one too, also where the server knows it already', async () => {
    const { server, preferences, theme } = someDevice();
    server.kept = { ...server.kept, version: 5, theme: 'dark' };
    preferences.apply(server.kept);
    preferences.ready(true);
    preferences.show({ theme: 'light' });
    preferences.tell({ theme: 'light' });
    preferences.tell({ theme: 'dark' });
    expect(theme()).toBe('dark');
    await settled();
    expect([theme(), server.kept.theme]).toEqual(['dark', 'dark']);
  });

  test('what was told is not told again by a later tab, also when another device came between it and the answer', async () => {
    const { server, preferences, theme, written } = someDevice();
    preferences.ready(true);
    preferences.tell({ theme: 'dark' });
    await Promise.resolve();
    expect(server.kept.theme).toBe('dark');
    preferences.apply({ ...server.kept, version: server.kept.version + 1, theme: 'light' });
    await settled();
    const { preferences: later, server: told, theme: shown } = someDevice();
    later.startTelling(written.at(-1));
    later.ready(true);
    await settled();
    expect([theme(), shown(), told.asked]).toEqual(['light', 'light', []]);
  });

  test('stored by a later release, is read as far as it is known', () => {
    const { preferences } = someDevice();
    preferences.showStored({ known: { version: 4, theme: 'sepia', language: 'en' }, untold: 'nothing', stale: false });
    expect(preferences.getSnapshot().preferences).toEqual({ ...DEFAULT_PREFERENCES, version: 4, language: 'en' });
    for (const stored of [undefined, null, 7, { known: 'nothing' }]) someDevice().preferences.showStored(stored);
  });
});
