/** What tests of other folders may use of the server; nothing that ships imports it. */
export { startRestApp, TestClock } from './testing/rest-app.js';
export type { RestApp } from './testing/rest-app.js';
export { openPeopleMaker } from './testing/people.js';
