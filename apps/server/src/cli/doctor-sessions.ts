import { SYSTEM } from '@parley/db';
import type { DoctorSessionsAnswer, MintedDevice } from './index.js';
import { keepDevices } from './mint.repo.js';
import type { Operator } from './operator.js';

/** Two devices each, so that a message can be seen to arrive on the other one, too. */
const DEVICES = ['a', 'b'] as const;

/** Short-lived sessions of the two users whose real traffic proves the install; nobody can sign in as them. */
export async function doctorSessions(operator: Operator): Promise<DoctorSessionsAnswer> {
  const { directory } = await operator.shards();
  const tokens = await operator.tokens();
  const wanted = SYSTEM.users.flatMap(({ id }) =>
    DEVICES.map((letter) => ({ userId: id, deviceId: `d_doctor_${id}_${letter}` })),
  );
  await keepDevices(directory, { devices: wanted, name: 'parley doctor', now: new Date(operator.clock.now()) });
  const mint = async (userId: string, deviceId: string): Promise<MintedDevice> => {
    const { token } = await tokens.sign({ userId, deviceId, role: 'member' });
    return { deviceId, token };
  };
  const users = await Promise.all(
    SYSTEM.users.map(async ({ id }) => {
      const own = wanted.filter(({ userId }) => userId === id);
      return { userId: id, devices: await Promise.all(own.map(({ deviceId }) => mint(id, deviceId))) };
    }),
  );
  return { conversationId: SYSTEM.conversationId, users };
}
