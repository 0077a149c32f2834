export { FakeClock, settle } from './fake-clock.js';
export { SeededRandom } from './seeded-random.js';
export { BLOCKED, ModelServer, NO_FAULTS } from './model/server.js';
export type { Faults, ModelServerOptions } from './model/server.js';
export { ModelConnection } from './model/connection.js';
export type { Outgoing } from './model/connection.js';
export { ModelStore } from './model/store.js';
export type { Entry, OutboxRow, Pointer, Send } from './model/store.js';
