type Touch = { readonly clientX: number; readonly clientY: number };

const LONG_PRESS_MS = 500;
const MOVED_PX = 10;

/** One finger that stays where it is, where a browser says nothing of that itself. */
export class LongPress {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #from: Touch = { clientX: 0, clientY: 0 };

  start(touches: readonly Touch[], run: (at: Touch) => void): void {
    this.end();
    const [touch] = touches;
    if (touch === undefined || touches.length > 1) return;
    this.#from = touch;
    this.#timer = setTimeout(() => run(touch), LONG_PRESS_MS);
  }

  move([touch]: readonly Touch[]): void {
    const { clientX, clientY } = this.#from;
    const isThere = touch && Math.hypot(touch.clientX - clientX, touch.clientY - clientY) <= MOVED_PX;
    if (isThere !== true) this.end();
  }

  readonly end = (): void => clearTimeout(this.#timer);
}
