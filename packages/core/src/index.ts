export { bucketOf, BUCKETS } from './routing.js';
