import { metrics } from '../platform/metrics.js';
import type { DeliveryMeasure } from './envelope.js';

/** Once for a frame, however many devices got it: the first and the last of them are a moment apart. */
export function countDelivered({ entries, committedAt }: DeliveryMeasure, devices: number): void {
  if (devices === 0) return;
  metrics.deliveries.inc(entries * devices);
  // Clocks of two machines may differ: what seems to come before its commit came at once.
  if (committedAt !== null) metrics.deliveryLagSeconds.observe(Math.max(0, Date.now() - committedAt) / 1_000);
}
