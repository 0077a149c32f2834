import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planFanout } from './fanout.js';

test('every member gets exactly one entry, the sender too', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 50 }).map(String), { minLength: 1 }), (memberIds) => {
      const plan = planFanout({ senderId: memberIds[0] ?? '', memberIds });
      expect(new Set(plan.inboxOwners)).toEqual(new Set(memberIds));
      expect(plan.inboxOwners.length).toBe(new Set(memberIds).size);
    }),
  );
});
