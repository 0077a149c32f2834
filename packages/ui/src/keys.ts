/** Keys as they are printed on a keyboard: names, the same in every language. */
export const KEYS = { escape: 'Esc', enter: 'Enter' } as const;
