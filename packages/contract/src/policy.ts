import { z } from 'zod';

/** off: nobody is told who has read; on: everybody chooses for themselves; must: everybody is told of everybody. */
export const ReceiptPolicy = z.enum(['off', 'on', 'must']);
export type ReceiptPolicy = z.infer<typeof ReceiptPolicy>;

/** What the org decides for everybody, as it is stored; what is not stored is as here. */
export const OrgPolicy = z.object({
  receipts: ReceiptPolicy.default('on'),
});
export type OrgPolicy = z.infer<typeof OrgPolicy>;
