/** One hash slot for all keys of the queues, so that their scripts also run on a Redis cluster. */
export const QUEUE_PREFIX = '{parley}';
