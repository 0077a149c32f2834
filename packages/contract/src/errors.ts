import * as z from 'zod';

type ErrorSpec = {
  /** HTTP status of the REST answer. */
  status: number;
  /** What happened, then what to do; English. Clients translate by code. */
  message: string;
  /** The same request may succeed later, unchanged. */
  retry?: boolean;
};

const specs = {
  BAD_REQUEST: { status: 400, message: 'The request does not fit the contract. Correct the fields named in details.' },
  UNKNOWN_EVENT: { status: 400, message: 'There is no such event. See docs/wire.md for the events of this protocol.' },
  ACK_REQUIRED: { status: 400, message: 'This event needs an ack callback. Send it again with one.' },
  PROTOCOL_UNSUPPORTED: {
    status: 400,
    message: 'No common protocol version. Update the app; details name the supported range.',
  },
  FRAME_TOO_LARGE: { status: 413, message: 'The message is larger than the server accepts. Send it in smaller parts.' },
  TEXT_EMPTY: { status: 400, message: 'The message is empty. Type something first.' },
  TEXT_TOO_LONG: { status: 400, message: 'The message is too long. Shorten it or send it in parts.' },
  TEXT_INVALID: { status: 400, message: 'The text has characters that cannot be stored. Remove them and send again.' },
  MENTION_INVALID: { status: 400, message: 'A mention does not fit the text: it covers an @ and a name, in order.' },
  MENTION_NOT_A_MEMBER: {
    status: 409,
    message: 'Somebody who is mentioned is not in the conversation. Take them out.',
  },
  MENTION_ALL_REFUSED: { status: 403, message: 'You may not call everybody here. Ask the owner or an admin to.' },
  REPLY_NOT_FOUND: { status: 404, message: 'The message that this answers is not there. Send it without the quote.' },
  THREAD_NOT_FOUND: {
    status: 404,
    message: 'There is no message here that a thread can hang on. Send it without one.',
  },
  FORWARD_NOT_FOUND: { status: 404, message: 'A message that you forward is not there, or you may not see it.' },
  FORWARD_REFUSED: { status: 409, message: 'Only what somebody said can be forwarded. Take the other messages out.' },
  FORWARD_NESTED: { status: 409, message: 'Merged messages can only be forwarded alone. Take them out.' },
  FORWARD_TOO_LARGE: { status: 413, message: 'These messages are too long to be merged. Forward fewer at a time.' },
  CONVERSATION_NOT_FOUND: { status: 404, message: 'There is no such conversation, or you are not in it.' },
  MESSAGE_NOT_FOUND: { status: 404, message: 'There is no such message, or you may not see it.' },
  NOT_YOUR_MESSAGE: { status: 403, message: 'Only who sent a message may change it. Answer it instead.' },
  NOT_EDITABLE: { status: 409, message: 'This message cannot be changed. Only texts that were not recalled can.' },
  EDIT_WINDOW_OVER: { status: 409, message: 'It is too late to edit this message. Send a new one.' },
  RECALL_WINDOW_OVER: { status: 409, message: 'It is too late to recall this message. Ask an admin of the group.' },
  REACTIONS_FULL: { status: 409, message: 'This message has too many different reactions. Use one that is there.' },
  PINS_FULL: { status: 409, message: 'Too many messages are pinned here. Take one off first.' },
  SCHEDULE_TIME_INVALID: {
    status: 400,
    message: 'A message can be scheduled from now until a year ahead. Choose another time.',
  },
  SCHEDULED_FULL: { status: 409, message: 'Too many messages are scheduled. Delete one, or wait until one is sent.' },
  SCHEDULED_NOT_FOUND: { status: 404, message: 'There is no such scheduled message. It may have been deleted.' },
  SCHEDULED_SENT: {
    status: 409,
    message: 'This message is sent already, or is being sent. Edit or recall it in its chat.',
  },
  USER_NOT_FOUND: { status: 404, message: 'There is no such person.' },
  MEMBER_NOT_FOUND: { status: 404, message: 'This person is not in the group.' },
  NOT_A_GROUP: { status: 409, message: 'Only a group can be changed like this. Make a group first.' },
  GROUP_FULL: { status: 409, message: 'The group would get too large. Add fewer people.' },
  ROLE_REQUIRED: { status: 403, message: 'Your role in this group does not allow this. Ask its owner or an admin.' },
  OWNER_MUST_HAND_OVER: { status: 409, message: 'The group needs an owner. Make somebody else the owner first.' },
  GROUP_LEFT: { status: 409, message: 'You made this group before and are not in it any more. Use a new key.' },
  MUTED: { status: 403, message: 'You may not write here for now. Wait until the time in details.' },
  ALL_MUTED: { status: 403, message: 'Only the owner and admins may write here at the moment.' },
  POSTING_RESTRICTED: { status: 403, message: 'Only those named in details may write here.' },
  SLOW_MODE: { status: 429, message: 'Members write here only now and then. Wait for the time in details.' },
  ARCHIVED: { status: 409, message: 'This channel is archived: it can be read only.' },
  REMOVED: { status: 403, message: 'You were taken out of this group. Ask its owner or an admin to add you again.' },
  JOIN_LINK_INVALID: { status: 404, message: 'This link leads nowhere any more. Ask for a new one.' },
  JOIN_REQUEST_NOT_FOUND: { status: 404, message: 'Nobody waits to be let in under this id.' },
  JOIN_REQUESTS_FULL: { status: 409, message: 'Too many people wait to be let in. Try again later.' },
  RECEIPTS_OFF: { status: 409, message: 'Who has read what is not told here, or you chose not to take part in it.' },
  RECEIPTS_DECIDED: { status: 409, message: 'Your organisation has decided this for everybody.' },
  PUSH_ENDPOINT_REFUSED: {
    status: 400,
    message: 'This server does not push to that address. Ask its operator to allow the host.',
  },
  DEVICE_NOT_FOUND: { status: 404, message: 'There is no such device.' },
  NOT_FOUND: { status: 404, message: 'There is nothing at this address.' },
  CONFLICT: { status: 409, message: 'This clientMsgId already stands for another message. Use a new one.' },
  AFTER_FAILED: {
    status: 409,
    retry: true,
    message: 'A message before this one was refused. Send them again in order.',
  },
  BUSY: {
    status: 503,
    retry: true,
    message: 'The server is busy. Nothing was stored; try again after the time in details.',
  },
  UNCERTAIN: {
    status: 503,
    retry: true,
    message: 'The answer got lost: it may have been done. Try again: nothing is done twice.',
  },
  UNAVAILABLE: {
    status: 503,
    retry: true,
    message: 'A part of the server is down. Nothing was stored; try again soon.',
  },
  DRAINING: { status: 503, retry: true, message: 'This gateway is restarting. Connect again.' },
  RATE_LIMITED: { status: 429, retry: true, message: 'Too many requests. Wait for the time in details.' },
  FORBIDDEN: { status: 403, message: 'You may not do this. Ask an administrator.' },
  TOKEN_MISSING: { status: 401, message: 'Sign in first.' },
  TOKEN_INVALID: { status: 401, message: 'This sign-in is not valid here. Sign in again.' },
  TOKEN_EXPIRED: { status: 401, message: 'The access token has expired. Refresh it.' },
  REFRESH_INVALID: { status: 401, message: 'This sign-in has ended. Sign in again.' },
  DEVICE_MISMATCH: { status: 401, message: 'The device is not the one that the token was made for. Sign in again.' },
  DEVICE_REVOKED: {
    status: 401,
    message:
      'This device was signed out. Sign in again. `reason` in details: signed-out (from another device), replaced.',
  },
  USER_DISABLED: { status: 403, message: 'This account is disabled. Ask an administrator.' },
  LOGIN_FAILED: { status: 401, message: 'Wrong name or password.' },
  LOGIN_LIMITED: { status: 429, retry: true, message: 'Too many failed sign-ins. Wait for the time in details.' },
  LOGIN_TAKEN: { status: 409, message: 'This login is taken. Choose another.' },
  PASSWORD_WEAK: { status: 400, message: 'The password is too short. Use 10 characters or more.' },
  ORIGIN_REFUSED: { status: 403, message: 'This page may not use the API. Open Parley at its own address.' },
  SETUP_DONE: { status: 409, message: 'The organisation is already set up. Sign in.' },
  SETUP_LINK_INVALID: {
    status: 403,
    message: 'The set-up link is not valid any more. Ask the operator for a new one.',
  },
  INTERNAL: {
    status: 500,
    retry: true,
    message: 'Something went wrong on the server. Try again; if it stays, tell your administrator.',
  },
} as const satisfies Record<string, ErrorSpec>;

/** Every code that the server can answer; additions only. */
export type ErrorCode = keyof typeof specs;
export const ERROR_CODES = Object.keys(specs) as ErrorCode[];

/** Status, English sentence and whether a retry can help, for a code. */
export function errorSpec(code: ErrorCode): ErrorSpec {
  return specs[code];
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(specs, code);
}

/** Data of an error; never a secret, never a stack. `retryAfterMs` is the hint of BUSY, RATE_LIMITED and LOGIN_LIMITED. */
export const ErrorDetails = z.record(z.string(), z.unknown());
export type ErrorDetails = z.infer<typeof ErrorDetails>;

/** An error as it travels, in REST bodies, socket acks and connect errors alike. */
export const WireError = z
  .object({
    code: z
      .string()
      .meta({ description: 'One of the codes listed in docs/wire.md; unknown codes are treated as INTERNAL.' }),
    message: z.string(),
    details: ErrorDetails,
  })
  .meta({ id: 'Error' });
export type WireError = z.infer<typeof WireError>;

/** The one error class of Parley, free of transport; server and SDK throw the same. */
export class ParleyError extends Error {
  override readonly name = 'ParleyError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(`${code}: ${specs[code].message}`);
    this.code = code;
    this.details = details;
  }

  get retryable(): boolean {
    return errorSpec(this.code).retry === true;
  }

  toWire(): WireError {
    return { code: this.code, message: specs[this.code].message, details: this.details };
  }

  static fromWire(error: WireError): ParleyError {
    return new ParleyError(isErrorCode(error.code) ? error.code : 'INTERNAL', error.details);
  }
}
