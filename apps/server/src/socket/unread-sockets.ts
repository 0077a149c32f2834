/** `_handle`: a stream that is paused goes on reading until its buffer is full, one system call for each frame that comes. */
export type ReadableSocket = { _handle?: { readStop(): void; readStart(): void } | null };

/** Of those that wait to be read again, so many between two looks at all the others: at least, and as a share. */
const LEAST_AT_ONCE = 8;
const SHARE_AT_ONCE = 1 / 20;

/**
 * Sockets that nobody reads for a while: what comes waits in the kernel, and then at the other end. They are read again few at a time:
 * each comes with all that has gathered, and thousands whose time is up together would hold up everybody else's sends for as long.
 */
export class UnreadSockets {
  private readonly due: (() => void)[] = [];
  private pumping = false;

  /** `again` is called as it is read again, unless the timeout was cleared before. */
  stop(socket: ReadableSocket | null | undefined, ms: number, again: () => void): NodeJS.Timeout {
    socket?._handle?.readStop();
    const start = (): void => {
      again();
      socket?._handle?.readStart();
    };
    return setTimeout(() => this.queue(start), ms).unref();
  }

  private queue(start: () => void): void {
    this.due.push(start);
    if (this.pumping) return;
    this.pumping = true;
    setImmediate(() => this.pump());
  }

  private pump(): void {
    const most = Math.max(LEAST_AT_ONCE, Math.ceil(this.due.length * SHARE_AT_ONCE));
    for (const start of this.due.splice(0, most)) start();
    this.pumping = this.due.length > 0;
    if (this.pumping) setImmediate(() => this.pump());
  }
}
