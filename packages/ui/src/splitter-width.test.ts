import { describe, expect, it } from 'vitest';
import { clampWidth, widthByKey } from './splitter-width';

const range = { min: 240, max: 400, usual: 300 };
const at = (width: number): Parameters<typeof widthByKey>[1] => ({ width, side: 'left', range });

describe('the width beside a splitter', () => {
  it('stays between its ends, in whole pixels', () => {
    expect(clampWidth(100, range)).toBe(240);
    expect(clampWidth(1000, range)).toBe(400);
    expect(clampWidth(299.6, range)).toBe(300);
  });

  it('moves by 16 px with the arrow keys, and not beyond the ends', () => {
    expect(widthByKey('ArrowLeft', at(300))).toBe(284);
    expect(widthByKey('ArrowRight', at(300))).toBe(316);
    expect(widthByKey('ArrowLeft', at(245))).toBe(240);
    expect(widthByKey('ArrowRight', at(395))).toBe(400);
  });

  it('goes where the arrow points, wherever its pane is', () => {
    expect(widthByKey('ArrowLeft', { ...at(300), side: 'right' })).toBe(316);
    expect(widthByKey('ArrowRight', { ...at(300), side: 'right' })).toBe(284);
  });

  it('goes to an end with Home and End, and leaves other keys alone', () => {
    expect(widthByKey('Home', at(300))).toBe(240);
    expect(widthByKey('End', at(300))).toBe(400);
    expect(widthByKey('Tab', at(300))).toBeNull();
  });
});
