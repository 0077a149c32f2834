import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changePersonal, NO_PERSONAL } from './personal.js';
import { DEFAULT_NOTIFICATIONS, planNotifications } from './notification.js';
import { DEFAULT_STATUS, planStatus } from './status.js';
import { nextVersion } from './version.js';

test('a version is always higher than the one before, and the place of its change where that is higher', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (version, place) => {
      const next = nextVersion({ version }, place);
      expect(next).toBeGreaterThan(version);
      if (place > version) expect(next).toBe(place);
    }),
  );
});

test('it is so for everything of one’s own, though its inbox began anew', () => {
  const at = { now: 1, headSeq: 0, version: 3 };
  expect(planStatus({ ...DEFAULT_STATUS, version: 9 }, { lastSeen: 'nobody' }, at).version).toBe(10);
  expect(changePersonal({ ...NO_PERSONAL, version: 9 }, { pinned: true }, at)?.version).toBe(10);
  expect(planNotifications({ ...DEFAULT_NOTIFICATIONS, version: 9 }, DEFAULT_NOTIFICATIONS, at).version).toBe(10);
});
