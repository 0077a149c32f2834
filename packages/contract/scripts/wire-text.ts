/** The prose of docs/wire.md: what no schema says. */
import { ROUTES } from '../dist/index.js';

export const INTRO = `This page is for whoever writes a client: everything that a device says to Parley and hears from it over the socket.
The REST routes are in \`openapi.json\`; both speak camelCase JSON, ids are decimal strings, times are milliseconds since 1970
(UTC) by the server's clock.

## Rules

- **Client to server is strict.** An unknown event, a missing field or one too many is answered with a code; nothing is
  stored and the connection stays usable. A frame over the size limit closes it.
- **Server to client is open.** Keep your place past events, entries, signals, content types and fields that you don't know:
  new ones are added without a new version.
- **Every client event is acked** \`{ "ok": true, "data": … }\` or \`{ "ok": false, "error": { "code", "message", "details" } }\`.
  Send with an ack callback; without one the answer is a \`signal\` of kind \`error\` with \`ACK_REQUIRED\` and nothing is done.
- **Stored before acked.** The ack of \`message.send\` leaves after the commit. No ack, a lost connection or \`UNCERTAIN\`: send
  the same \`clientMsgId\` again, at any later time, over any connection or REST; the answer is the first \`messageId\` and \`seq\`.
- **Push is a hint, sync is truth.** \`event\` frames may be lost, doubled or out of order. A device keeps a cursor
  (incarnation, inboxSeq), applies entries in order of inboxSeq, drops what it has, and pulls when it sees a gap.

## A connection, start to end

1. Sign in over REST (\`POST /api/v1/auth/login\`) for an access token and a device id.
2. Connect a Socket.IO 4 client (protocol 5) to \`/socket.io\`, WebSocket only:
   \`io(url, { transports: ["websocket"], auth: { token, deviceId, protocol: [1, 1] } })\`. The token must be this device's. A refusal
   is a \`connect_error\` whose \`data\` is the error (\`TOKEN_EXPIRED\`: refresh and connect again; \`PROTOCOL_UNSUPPORTED\`: details
   name the supported range). A gateway that is full or about to
   stop refuses the upgrade itself, with 503 and \`Retry-After\`: wait with jitter, then try again. So does one (with 429) to an
   address of which too many did not sign in; an account that has too many sockets is refused with \`RATE_LIMITED\`. The same is spoken as
   MessagePack on \`/ws\`, see below.
3. The server says \`ready\` once its route to this connection is written: a pull that starts after \`ready\` misses nothing.
4. \`sync.pull\` from the cursor until \`hasMore\` is false. \`reset\` in the answer: load the chat list (\`GET /api/v1/conversations\`),
   whose \`cursor\` is the new one.
5. \`event\` frames arrive. An entry whose inboxSeq is cursor + 1 is applied; a higher one shows a gap: pull. Inbox places
   that hold the own sends of this connection are not sent to it; they come as \`own\` in event frames, acks and heartbeats.
6. \`cursor.ack\` what is applied, within \`cursorAckMs\` (5 s) and not more often; delivered receipts derive from it. A send or a
   heartbeat that leaves anyway takes it along as \`cursor\`.
7. \`heartbeat\` every \`ready.heartbeatMs\`: the answer names the head of the inbox and of every watched conversation, so the last
   lost hint is found too. Three without an answer: the connection is gone, connect again. A device that says what it is on
   (\`network\`) is told in the answer when the next one is expected (\`heartbeatMs\`: Wi-Fi 60 s, mobile 30 s, weak 15 s), and
   is closed when it was silent for three of them; one that never says it keeps the interval of \`ready\` and is held to nothing.
   Whatever a device writes is a sign of life: one that was silent for 35 s is pinged by Engine.IO's ping, which every client answers by itself, and
   closed after 50 s of silence. One that beats is pinged every 45 s; a client gives up when that doesn't come for a minute.
   \`idleMs\` says how long nobody has done anything at the device: after 10 minutes at all of them a person is away.
   Where \`ready.features\` names \`ledger\`, \`seen\` reports what the device saw of how its inbox was pushed: counts since the last
   report that was answered. Operators see by it what their network loses.
8. \`drain\`: connect again at a random moment within \`withinMs\`. \`resync\`: pull from the cursor.

Messages of one device to one conversation form an ordered stream: a send that leaves while an earlier one is unanswered names
it in \`after\`. When one is refused, those behind it are refused with \`AFTER_FAILED\`; send them again in order.
A timeline is ordered by \`seq\` alone, never by time or id. A hole in the seqs that is not declared in \`purged\` is healed
with \`sync.batch\` or \`GET /api/v1/conversations/{id}/messages\`.

## MessagePack

\`/ws\` speaks the same protocol in binary: events, acks, limits and codes are those of this page, and a conversation may hold devices of both
kinds. With a Socket.IO client it is \`io(url, { path: "/ws", parser: require("socket.io-msgpack-parser"), … })\`. By hand:

- The WebSocket is at \`/ws/?EIO=4&transport=websocket\`. Engine.IO's own packets (open, ping, pong, close) stay text. Each Socket.IO packet is one
  binary frame without a prefix, one map: \`type\` (0 connect, 1 disconnect, 2 event, 3 ack, 4 refusal), \`nsp\` (\`"/"\`), \`data\` and, of what
  is acked, \`id\`. Write \`type\` first: a packet that doesn't is read, but counts as none of the events of which a device may send many.
- \`data\` is \`[event, payload]\` of an event, \`[ack]\` of an ack, \`{ token, deviceId, protocol }\` of a connect.
- A time is an integer of 64 bits. No extension types, keys are strings and never \`__proto__\`, nothing lies deeper than 16. A packet that breaks this,
  or ends too early or too late, is answered by a \`signal\` of kind \`error\` with \`UNKNOWN_EVENT\`, like a text that is no packet on \`/socket.io\`.
`;

export const EVENT_TEXT: Record<string, string> = {
  'message.send':
    'Stores a message. The ack means: committed. The same `clientMsgId` by the same sender in the same conversation is the same message, for ever; with other content it is `CONFLICT`.',
  'receipt.read':
    'I have read up to this seq. Only moves forward; the answer is where I am now. What I say in a conversation counts as read, with all before it, as long as it is among its newest 200 messages: report it too, or all of it is unread again behind them.',
  'cursor.ack': 'Everything up to here is applied on this device. Never goes back; another incarnation is ignored.',
  'sync.pull': 'The next entries of my inbox after `lastSeq`, contiguous.',
  'sync.batch':
    'What is missing of several timelines: the oldest page after `lastSeq` of each. Conversations that are not mine are left out.',
  heartbeat:
    'I am here, this is what I am on, and so long nobody has used me. The answer lets a device find what it missed.',
  watch:
    'The conversations that are open on this connection: they get typing, presence and receipts, in read mode what is said, and their heads come with heartbeats. Replaces the earlier list.',
  typing: 'I am typing here. Send at most every 3 s while typing; others show it for 6 s.',
  'presence.get':
    'Who of these people is there now, lining up with the ids. Of whom I may not see: as of somebody who was never there. With `look` they are on my screen: a `presence` signal follows with each change, for a minute; ask again every 30 s. In a group of more than 200 don’t ask.',
  ready: 'First frame of a connection.',
  event: 'Durable changes, the same entries that `sync.pull` serves.',
  timeline:
    'What was just said and changed in a large (read-mode) conversation that this connection watches; it has no place in the inbox. At most five a second per conversation. Many changes of one message travel as what it is after all of them. With neither, only the head is told: pull what is missing.',
  signal: 'Hints that may be lost; nothing needs them to be correct.',
  drain: 'The gateway is about to stop.',
  resync: 'Frames were dropped: pull from the cursor. After `slow-reader` the connection is closed.',
};

export const EVENT_ERRORS: Record<string, readonly string[]> = {
  'message.send': [...ROUTES.sendMessage.errors, 'AFTER_FAILED', 'BUSY', 'UNCERTAIN'],
  'receipt.read': ['CONVERSATION_NOT_FOUND'],
  typing: ['CONVERSATION_NOT_FOUND'],
};

export const ENTRY_TEXT: Record<string, string> = {
  message: 'A message was sent to a conversation of mine.',
  change:
    'A message that I may see was edited, recalled, reacted to or pinned. It comes whole, as it is now; the highest `rev` counts. It is nothing unread. Where a reaction counts more people than it names, keep what you know of yourself, unless `by` is you.',
  hidden: 'I deleted messages for myself. Drop them, and take their seqs for present.',
  saved: 'I saved a message for myself, or took it off (`savedAt` is null).',
  scheduled:
    'A scheduled message of mine came, changed, was sent, missed, refused or deleted (`scheduled` is null). It comes as it is now; the highest `version` counts, and a deleted one never comes back.',
  personal: 'I pinned, muted, hid or marked a conversation. All of it, as it is then; the highest `version` counts.',
  draft: 'What I typed in a conversation and did not send, as it is now; an empty text: sent or cleared.',
  thread:
    'Something was said in a thread that I follow, or I followed, read or typed in one. The state of the thread as it is now. Of two, the higher `count` tells what was said last, the higher `version` whether I follow, the later draft counts, and `readOrd` only moves forward.',
  notifications:
    'I set when I want to be notified, on whichever device: all of it, as it is now; the highest `version` counts. It belongs to no conversation.',
  status:
    'I set how others see me, on whichever device: all of it, as it is now; the highest `version` counts. It belongs to no conversation.',
  preferences:
    'I set how I like my client, on whichever device: all of it, as it is now; the highest `version` counts, and a value that you don’t know counts as the default. It belongs to no conversation.',
  read: 'I read on another device.',
  conversation: 'A conversation appeared in my chat list, or its row has to be replaced.',
  gone: 'What stood here was purged or is not mine to see any more. Drop it; keep the place.',
};

export const SIGNAL_TEXT: Record<string, string> = {
  typing: 'Somebody types in a conversation that this connection watches.',
  presence:
    'Somebody came, left, is away or set something about themselves: told to the 20 people they talked with last, and to whoever looks.',
  head: 'How far a large (read-mode) conversation of mine is that this connection does not watch; at most one a second. Pull it when it is opened.',
  receipt: 'A member’s watermarks moved. Only forward: drop what is lower than what you have.',
  error:
    'The answer to an event that had no ack callback (`event` names it), or why the server closes the connection (`closing`).',
};

export const SYSTEM_INTRO = `## System messages

What happens to a conversation is a message of its timeline: \`content.type\` is \`system\`, \`content.system\` is one of these, told apart
by \`event\`. The actor is the message's \`senderId\`; say it in the reader's language. It has a seq and a rev like any message and
counts as nothing unread. \`name\`, \`memberCount\` and \`profile\` are those after it: of several, the highest \`rev\` counts.`;

export const SYSTEM_TEXT: Record<string, string> = {
  created: 'The actor made the group with these people.',
  added: 'The actor brought these people in. They see what is said from this message on.',
  removed: 'The actor took these people out. They get a `gone` entry instead.',
  left: 'The actor left.',
  renamed: 'The actor gave the group another name.',
  role: 'The actor gave somebody a role. With `owner` the group was handed over, and the actor is an admin now.',
  joined: 'The actor came in by themselves: into a public channel, or by a link.',
  topic: 'The actor said in a line what it is about: `profile.topic`.',
  avatar: 'The actor gave it another picture: `profile.avatar`.',
  announcement: 'The actor told everybody something; an empty `text` takes the last one back.',
  settings: 'The actor changed rules: `changed` names them, `profile.settings` has them.',
  muted: 'Somebody may not send until `until`; null: they may again. It ends by itself.',
  nickname: 'What somebody is called here; null: by their own name.',
  visibility: 'The channel is public or private from now on: `profile.visibility`.',
  archived: 'The channel can only be read from now on.',
  unarchived: 'The channel can be written in again.',
  dissolved: 'The actor ended the group: the last message of its timeline. Everybody gets a `gone` entry.',
};
