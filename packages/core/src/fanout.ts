/** Up to here every member gets an inbox entry; beyond, later capabilities read the timeline. */
export const WRITE_FANOUT_MAX_MEMBERS = 200;

export type FanoutInput = {
  senderId: string;
  /** Members entitled to the message: those whose interval covers its seq. */
  memberIds: readonly string[];
};

export type FanoutPlan = {
  mode: 'write';
  /** Whose inboxes get an entry; the sender is one of them, for the other devices. */
  inboxOwners: readonly string[];
};

/** From one message to its inbox entries. Members are unique whatever the caller loaded twice. */
export function planFanout(input: FanoutInput): FanoutPlan {
  return { mode: 'write', inboxOwners: [...new Set(input.memberIds)] };
}
