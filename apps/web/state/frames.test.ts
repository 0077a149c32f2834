import { beforeEach, describe, expect, it, vi } from 'vitest';

let frames: Map<number, () => void>;

/** Anew for each test: what is going on is the module's. */
async function fresh(): Promise<typeof import('./frames')> {
  vi.resetModules();
  frames = new Map();
  let asked = 0;
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    asked += 1;
    frames.set(asked, run);
    return asked;
  });
  return import('./frames');
}

function draw(): void {
  const due = [...frames.values()];
  frames.clear();
  for (const run of due) run();
}

beforeEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('what changes', () => {
  it('is told at once, with all that changes with it, and then once a frame', async () => {
    const { byFrame } = await fresh();
    // Drawing takes no time.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const told: string[] = [];
    const [row, list] = [() => void told.push('row'), () => void told.push('list')];
    byFrame(row);
    byFrame(list);
    expect(told).toEqual(['row', 'list']);
    await Promise.resolve();
    for (let event = 0; event < 50; event += 1) {
      byFrame(row);
      byFrame(list);
    }
    expect(told).toHaveLength(2);
    draw();
    expect(told).toEqual(['row', 'list', 'row', 'list']);
    await Promise.resolve();
    byFrame(row);
    expect(told).toHaveLength(4);
    draw();
    await Promise.resolve();
    draw();
    byFrame(row);
    expect(told.slice(4)).toEqual(['row', 'row']);
  });

  it('is told the less often the longer it takes to be drawn, so that there is time to type', async () => {
    vi.useFakeTimers();
    const { byFrame } = await fresh();
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = vi.fn(() => {
      now += 30;
    });
    byFrame(slow);
    await Promise.resolve();
    byFrame(slow);
    await vi.advanceTimersByTimeAsync(70);
    draw();
    expect(slow).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10);
    draw();
    expect(slow).toHaveBeenCalledTimes(2);
  });

  it('is not told to who has left meanwhile', async () => {
    const { byFrame, forget } = await fresh();
    const listener = vi.fn();
    byFrame(listener);
    await Promise.resolve();
    byFrame(listener);
    forget(listener);
    draw();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is told where nothing is drawn, too', async () => {
    vi.useFakeTimers();
    const { byFrame } = await fresh();
    const listener = vi.fn();
    byFrame(listener);
    await Promise.resolve();
    byFrame(listener);
    await vi.advanceTimersByTimeAsync(200);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is told behind a key that is drawn, while somebody types', async () => {
    vi.useFakeTimers();
    const { byFrame, keyStruck } = await fresh();
    const listener = vi.fn();
    keyStruck();
    byFrame(listener);
    await vi.advanceTimersByTimeAsync(10);
    expect(listener).not.toHaveBeenCalled();
    draw();
    await vi.advanceTimersByTimeAsync(0);
    expect(listener).toHaveBeenCalledTimes(1);
    // What comes between two keys waits for the second.
    byFrame(listener);
    await vi.advanceTimersByTimeAsync(60);
    draw();
    await vi.advanceTimersByTimeAsync(30);
    expect(listener).toHaveBeenCalledTimes(1);
    keyStruck();
    draw();
    await vi.advanceTimersByTimeAsync(0);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is told to who has stopped typing', async () => {
    vi.useFakeTimers();
    const { byFrame, keyStruck } = await fresh();
    const listener = vi.fn();
    keyStruck();
    draw();
    await vi.advanceTimersByTimeAsync(0);
    byFrame(listener);
    await vi.advanceTimersByTimeAsync(240);
    expect(listener).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is told after a while to who never stops, where a key is not drawn', async () => {
    vi.useFakeTimers();
    const { byFrame, keyStruck } = await fresh();
    const listener = vi.fn();
    byFrame(listener);
    await vi.advanceTimersByTimeAsync(0);
    byFrame(listener);
    for (let key = 0; key < 10; key += 1) {
      keyStruck();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is told in one go, when all is there that was missed', async () => {
    vi.useFakeTimers();
    const { byFrame, drawTogether } = await fresh();
    const [listener, caughtUp] = [vi.fn(), Promise.withResolvers<void>()];
    drawTogether(caughtUp.promise);
    byFrame(listener);
    await vi.advanceTimersByTimeAsync(100);
    draw();
    byFrame(listener);
    expect(listener).not.toHaveBeenCalled();
    caughtUp.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(listener).toHaveBeenCalledTimes(1);
    byFrame(listener);
    await vi.advanceTimersByTimeAsync(0);
    draw();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is told after a while, where it takes long until all is there', async () => {
    vi.useFakeTimers();
    const { byFrame, drawTogether } = await fresh();
    const listener = vi.fn();
    drawTogether(new Promise(() => {}));
    byFrame(listener);
    await vi.advanceTimersByTimeAsync(390);
    expect(listener).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
