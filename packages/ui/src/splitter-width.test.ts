import { describe, expect, it } from 'vitest';
import { clampWidth, widthByKey } from './splitter-width';

const range = { min: 240, max: 400, usual: 300 };

describe('the width beside a splitter', () => {
  it('stays between its ends, in whole pixels', () => {
    expect(clampWidth(100, range)).toBe(240);
    expect(clampWidth(1000, range)).toBe(400);
    expect(clampWidth(299.6, range)).toBe(300);
  });

  it('moves by 16 px with the arrow keys, and not beyond the ends', () => {
    expect(widthByKey('ArrowLeft', 300, range)).toBe(284);
    expect(widthByKey('ArrowRight', 300, range)).toBe(316);
    expect(widthByKey('ArrowLeft', 245, range)).toBe(240);
    expect(widthByKey('ArrowRight', 395, range)).toBe(400);
  });

  it('goes to an end with Home and End, and leaves other keys alone', () => {
    expect(widthByKey('Home', 300, range)).toBe(240);
    expect(widthByKey('End', 300, range)).toBe(400);
    expect(widthByKey('Tab', 300, range)).toBeNull();
  });
});
