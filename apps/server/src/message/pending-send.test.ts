import { ParleyError } from '@parley/contract';
import { expect, test } from 'vitest';
import { PendingSend } from './pending-send.js';
import { SendStreams } from './send-streams.js';

const actor = { userId: '7', deviceId: 'd_device01', role: 'member' as const };
const columns = { kind: 1, text: 'hello', structure: null, threadSeq: null };

function send(streams: SendStreams, clientMsgId: string, after?: string): PendingSend {
  const content = { type: 'text' as const, text: 'hello' };
  const input = { conversationId: '9', clientMsgId, content, ...(after === undefined ? {} : { after }) };
  const pending = new PendingSend({ actor, origin: 'connection', input, columns }, streams);
  pending.done.catch(() => undefined);
  return pending;
}

test('what waits behind a refused send is refused before the device can begin again', async () => {
  const streams = new SendStreams();
  const first = send(streams, 'm_first_1');
  const second = send(streams, 'm_second1', 'm_first_1');
  first.onRefused = () => void second.refuseIfBehindRefused();
  first.refuse(new ParleyError('UNAVAILABLE'));
  // The device hears of the first and sends it again while the second still waits in the lane.
  const again = send(streams, 'm_first_1');
  await expect(second.done).rejects.toMatchObject({ code: 'AFTER_FAILED' });
  expect(again.refuseIfBehindRefused()).toBe(false);
});
