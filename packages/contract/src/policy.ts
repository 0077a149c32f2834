import * as z from 'zod';

/** off: nobody is told who has read; on: everybody chooses for themselves; must: everybody is told of everybody. */
export const ReceiptPolicy = z.enum(['off', 'on', 'must']);
export type ReceiptPolicy = z.infer<typeof ReceiptPolicy>;

/** How many devices of a kind one may be signed in on at a time. */
export const DeviceLimit = z.union([z.literal('any'), z.coerce.number().int().min(1).max(100)]);
export type DeviceLimit = z.infer<typeof DeviceLimit>;

/** What the org decides for everybody, as it is stored; what is not stored is as here. */
export const OrgPolicy = z.object({
  receipts: ReceiptPolicy.default('on'),
  phones: DeviceLimit.default(1),
  tablets: DeviceLimit.default(1),
  computers: DeviceLimit.default('any'),
  browsers: DeviceLimit.default('any'),
});
export type OrgPolicy = z.infer<typeof OrgPolicy>;
