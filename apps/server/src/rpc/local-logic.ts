import { Injectable } from '@nestjs/common';
import type { MessageSent, ReadState, SyncPage } from '@parley/contract';
import { BUCKETS } from '@parley/core';
import type { ShardRouter } from '@parley/db';
import { AccessTokens } from '../auth/access-tokens.js';
import { Revocations } from '../auth/revocations.js';
import { NoteDevicesSeen } from '../device/note-devices-seen.js';
import { FindMembers } from '../conversation/find-members.js';
import { toParleyError } from '../http/to-parley-error.js';
import { SendMessage } from '../message/send-message.js';
import { ChangePresence } from '../presence/change-presence.js';
import { FindPresence } from '../presence/find-presence.js';
import { SignalTyping } from '../presence/signal-typing.js';
import { MarkRead } from '../receipt/mark-read.js';
import { AckCursors } from '../sync/ack-cursors.js';
import { AnswerHeartbeats } from '../sync/answer-heartbeats.js';
import { PullInbox } from '../sync/pull-inbox.js';
import { PullTimelines } from '../sync/pull-timelines.js';
import type { LogicPort, PresenceAnswer } from './logic.port.js';

/** The logic port as it is: each method is a command. A gateway in the same process calls it directly. */
@Injectable()
export class MessagingCalls implements Pick<
  LogicPort,
  'send' | 'read' | 'typing' | 'presence' | 'presenceChanged' | 'devicesSeen'
> {
  constructor(
    private readonly sendMessage: SendMessage,
    private readonly markRead: MarkRead,
    private readonly signalTyping: SignalTyping,
    private readonly findPresence: FindPresence,
    private readonly changePresence: ChangePresence,
    private readonly noteDevices: NoteDevicesSeen,
  ) {}

  send({ actor, input, ...from }: Parameters<LogicPort['send']>[0]): Promise<MessageSent> {
    return this.sendMessage.execute(actor, input, from);
  }

  read({ actor, conversationId, seq }: Parameters<LogicPort['read']>[0]): Promise<ReadState> {
    return this.markRead.execute(actor, { conversationId, seq });
  }

  async typing({ actor, conversationId }: Parameters<LogicPort['typing']>[0]): Promise<Record<string, never>> {
    await this.signalTyping.execute(actor, conversationId);
    return {};
  }

  presence({ viewerId, userIds }: Parameters<LogicPort['presence']>[0]): Promise<PresenceAnswer> {
    return this.findPresence.execute(viewerId ?? null, userIds);
  }

  async presenceChanged({ gateway, changes }: Parameters<LogicPort['presenceChanged']>[0]) {
    // A gateway of before doesn't say who it is; whom it holds is known by their routes.
    if (gateway !== undefined) await this.changePresence.execute(gateway, changes);
    return {};
  }

  async devicesSeen({ devices }: Parameters<LogicPort['devicesSeen']>[0]): Promise<Record<string, never>> {
    await this.noteDevices.execute(devices);
    return {};
  }
}

@Injectable()
export class SyncCalls implements Pick<
  LogicPort,
  'pull' | 'pullTimelines' | 'heartbeats' | 'watch' | 'members' | 'ackCursors'
> {
  constructor(
    private readonly pullInbox: PullInbox,
    private readonly timelines: PullTimelines,
    private readonly answerHeartbeats: AnswerHeartbeats,
    private readonly cursors: AckCursors,
    private readonly findMembers: FindMembers,
  ) {}

  pull({ actor, request }: Parameters<LogicPort['pull']>[0]): Promise<SyncPage> {
    return this.pullInbox.execute(actor, request);
  }

  pullTimelines({ actor, request }: Parameters<LogicPort['pullTimelines']>[0]): ReturnType<LogicPort['pullTimelines']> {
    return this.timelines.execute(actor, request);
  }

  async heartbeats({ queries }: Parameters<LogicPort['heartbeats']>[0]): ReturnType<LogicPort['heartbeats']> {
    return { answers: await this.answerHeartbeats.execute(queries) };
  }

  async watch({ queries }: Parameters<LogicPort['watch']>[0]): ReturnType<LogicPort['watch']> {
    return { answers: await this.answerHeartbeats.heads(queries) };
  }

  members({ conversationId, userIds }: Parameters<LogicPort['members']>[0]): ReturnType<LogicPort['members']> {
    return this.findMembers.execute(conversationId, userIds);
  }

  async ackCursors({ acks }: Parameters<LogicPort['ackCursors']>[0]): ReturnType<LogicPort['ackCursors']> {
    return { stored: await this.cursors.execute(acks) };
  }
}

/** What the roles hand to a gateway, in process or over the link. */
export function localLogic(parts: {
  messaging: MessagingCalls;
  sync: SyncCalls;
  tokens: AccessTokens;
  revocations: Revocations;
  shards: ShardRouter;
}): LogicPort {
  const { messaging, sync, tokens, revocations, shards } = parts;
  return coded({
    info: () => tokens.trust(),
    places: async () => ({ shardOf: Array.from({ length: BUCKETS }, (_, bucket) => shards.map.shardOf(bucket)) }),
    revocations: ({ since }) => revocations.since(since),
    send: (input) => messaging.send(input),
    read: (input) => messaging.read(input),
    typing: (input) => messaging.typing(input),
    presence: (input) => messaging.presence(input),
    presenceChanged: (input) => messaging.presenceChanged(input),
    devicesSeen: (input) => messaging.devicesSeen(input),
    pull: (input) => sync.pull(input),
    pullTimelines: (input) => sync.pullTimelines(input),
    heartbeats: (input) => sync.heartbeats(input),
    watch: (input) => sync.watch(input),
    members: (input) => sync.members(input),
    ackCursors: (input) => sync.ackCursors(input),
  });
}

/** A database that is away is UNAVAILABLE to a gateway, as it is to REST: nothing was done, try again. */
function coded(logic: LogicPort): LogicPort {
  const methods = Object.entries(logic).map(([name, method]: [string, (input: never) => Promise<unknown>]) => [
    name,
    (input: never) =>
      method(input).catch((error: unknown) => {
        throw toParleyError(error) ?? error;
      }),
  ]);
  return Object.fromEntries(methods) as LogicPort;
}
