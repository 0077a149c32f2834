/** Protocol versions that this build speaks. The handshake offers [min, max]; the answer picks the highest both know. */
export const PROTOCOL = { min: 1, max: 1 } as const;

/** What a connection may rely on; additions only. */
export const FEATURES = [
  'direct',
  'groups',
  'channels',
  'receipts',
  'presence',
  'typing',
  'changes',
  'saved',
  'scheduled',
  'threads',
  'push',
  'status',
  'ledger',
  'preferences',
] as const;
