import type { NotificationSettings } from '@parley/contract';
import { DEFAULT_NOTIFICATIONS } from '@parley/core';
import { describe, expect, test } from 'vitest';
import { Notifications } from './notifications.js';
import type { RestClient } from './rest.js';

/** A server that keeps the settings and counts how often it is asked. */
function someServer() {
  let settings: NotificationSettings = DEFAULT_NOTIFICATIONS;
  const asked: string[] = [];
  const call = (name: string, { body }: { body?: NotificationSettings }): Promise<unknown> => {
    asked.push(name);
    if (body !== undefined) settings = { ...body, version: settings.version + 1 };
    return Promise.resolve(settings);
  };
  return { asked, rest: { call } as unknown as RestClient };
}

/** What is under way with nothing to wait for has ended. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('when I want to be notified', () => {
  test('is asked for once somebody looks, and with each connection while they do', async () => {
    const { rest, asked } = someServer();
    const notifications = new Notifications(rest);
    notifications.ready();
    expect(asked).toEqual([]);
    const stop = notifications.subscribe(() => undefined);
    expect(notifications.getSnapshot()).toMatchObject({ status: 'loading', settings: null });
    await settled();
    expect(notifications.getSnapshot()).toMatchObject({ status: 'ready', settings: DEFAULT_NOTIFICATIONS });
    notifications.ready();
    stop();
    notifications.ready();
    await settled();
    expect(asked).toEqual(['notifications', 'notifications']);
  });

  test('is as the highest version says, in whatever order they come', async () => {
    const notifications = new Notifications(someServer().rest);
    notifications.apply({ ...DEFAULT_NOTIFICATIONS, version: 7, preview: 'none' });
    notifications.apply({ ...DEFAULT_NOTIFICATIONS, version: 3, preview: 'sender' });
    expect(notifications.getSnapshot().settings?.preview).toBe('none');
    notifications.clear();
    const { version: _, ...input } = DEFAULT_NOTIFICATIONS;
    await notifications.set({ ...input, preview: 'sender' });
    expect(notifications.getSnapshot().settings).toMatchObject({ version: 1, preview: 'sender' });
  });

  test('after the inbox began anew it is as the server says, however low its version', async () => {
    const { rest } = someServer();
    const notifications = new Notifications(rest);
    notifications.subscribe(() => undefined);
    notifications.apply({ ...DEFAULT_NOTIFICATIONS, version: 7, preview: 'none' });
    notifications.replaced();
    await settled();
    expect(notifications.getSnapshot().settings).toEqual(DEFAULT_NOTIFICATIONS);
  });

  test('an answer that was asked for before a sign-out is not the next one’s', async () => {
    const notifications = new Notifications(someServer().rest);
    notifications.subscribe(() => undefined);
    notifications.clear();
    await settled();
    expect(notifications.getSnapshot().settings).toBeNull();
  });
});
