import { LIMITS, type Preferences } from '@parley/contract';
import { DEFAULT_PREFERENCES } from '@parley/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { Scene, type SceneDevice, type SceneTab } from './scene.js';

let scene: Scene;
let anna: string;
let phone: SceneDevice;
let desk: SceneDevice;

beforeEach(() => {
  scene = new Scene();
  anna = scene.user('Anna');
  phone = scene.device(anna, 'device_phone');
  desk = scene.device(anna, 'device_desk_');
});

/** As a screen that shows them. */
async function shown(device: SceneDevice): Promise<SceneTab> {
  const tab = await scene.open(device);
  tab.client.preferences.subscribe(() => undefined);
  await scene.clock.advance(100);
  return tab;
}

const at = ({ client }: SceneTab): Preferences | null => client.preferences.getSnapshot().preferences;
const onServer = (): Preferences => scene.server.store.own.preferencesOf(anna);

function cutConnections(): void {
  for (const connection of scene.server.connections.values()) connection.ended(true);
}

describe('how I like my client', () => {
  test('is on all my devices, and nothing is asked for those who do not look', async () => {
    const [a, b] = [await shown(phone), await scene.open(desk)];
    expect([at(a), at(b)]).toEqual([DEFAULT_PREFERENCES, null]);
    b.client.setPreferences({ theme: 'dark', textSize: 125 });
    await scene.clock.advance(100);
    expect(at(a)).toMatchObject({ theme: 'dark', textSize: 125, language: 'auto' });
    expect([at(a), at(b)]).toEqual([onServer(), onServer()]);
  });

  test('shows at once; what was set offline is told later, also after a restart', async () => {
    const [a, b] = [await shown(phone), await shown(desk)];
    scene.server.down = true;
    cutConnections();
    a.client.setPreferences({ theme: 'dark' });
    a.client.setPreferences({ timeFormat: '12' });
    expect(at(a)).toMatchObject({ theme: 'dark', timeFormat: '12', version: 0 });
    await scene.clock.advance(100);
    await a.client.stop();
    const again = await shown(phone);
    expect(at(again)).toMatchObject({ theme: 'dark', timeFormat: '12', version: 0 });
    expect(onServer().version).toBe(0);
    scene.server.down = false;
    await scene.clock.advance(LIMITS.heartbeatMs * 2);
    expect(onServer()).toMatchObject({ theme: 'dark', timeFormat: '12' });
    expect([at(again), at(b)]).toEqual([onServer(), onServer()]);
  });

  test('a tab without the lock hands over what was set in it', async () => {
    const [a, tab] = [await shown(phone), await shown(phone)];
    expect([a.client.isLeader, tab.client.isLeader]).toEqual([true, false]);
    tab.client.setPreferences({ density: 'compact' });
    expect(at(tab)?.density).toBe('compact');
    await scene.clock.advance(100);
    expect(onServer().density).toBe('compact');
    expect([at(a), at(tab)]).toEqual([onServer(), onServer()]);
  });

  test('is known offline, and loaded anew when the inbox began anew', async () => {
    const a = await shown(phone);
    a.client.setPreferences({ theme: 'dark' });
    await scene.clock.advance(100);
    await a.client.stop();
    scene.server.store.own.prefer(anna, { theme: 'light' }, 99);
    scene.server.store.renewInbox(anna);
    scene.server.down = true;
    const again = await shown(phone);
    expect(at(again)?.theme).toBe('dark');
    scene.server.down = false;
    await scene.clock.advance(LIMITS.heartbeatMs * 2);
    expect(at(again)).toMatchObject({ theme: 'light', version: 99 });
  });

  test('of what two devices set offline, the one that is told last counts, field by field', async () => {
    const [a, b] = [await shown(phone), await shown(desk)];
    scene.server.down = true;
    cutConnections();
    a.client.setPreferences({ theme: 'dark', language: 'en' });
    b.client.setPreferences({ theme: 'light', textSize: 150 });
    scene.server.down = false;
    await scene.clock.advance(LIMITS.heartbeatMs * 2);
    expect([at(a), at(b)]).toEqual([onServer(), onServer()]);
    expect(onServer()).toMatchObject({ language: 'en', textSize: 150 });
    expect(['dark', 'light']).toContain(onServer().theme);
  });

  test('a server of before is not asked, and is told once it is a new one', async () => {
    const { features } = scene.server;
    scene.server.features = features.filter((name) => name !== 'preferences');
    const a = await shown(phone);
    a.client.setPreferences({ theme: 'dark' });
    await scene.clock.advance(LIMITS.heartbeatMs);
    expect([at(a), onServer()]).toEqual([null, DEFAULT_PREFERENCES]);
    scene.server.features = features;
    cutConnections();
    await scene.clock.advance(LIMITS.heartbeatMs);
    expect(onServer().theme).toBe('dark');
    expect(at(a)).toEqual(onServer());
  });

  test('of one who signed out nothing stays', async () => {
    const a = await shown(phone);
    a.client.setPreferences({ theme: 'dark' });
    await scene.clock.advance(100);
    await a.client.logout();
    expect(at(a)).toBeNull();
    expect(await phone.storage.get('meta', ['preferences'])).toEqual([undefined]);
  });
});
