import { useEffectEvent, useLayoutEffect, useState } from 'react';
import { rowsInView, type Range } from './rows-in-view';

type Options = {
  count: number;
  getScrollElement: () => HTMLElement | null;
  estimateSize: () => number;
  getItemKey: (index: number) => string | number;
  overscan: number;
};
type Item = { readonly index: number; readonly key: string | number; readonly start: number };
type Virtualizer = { readonly getVirtualItems: () => readonly Item[]; readonly getTotalSize: () => number };

/**
 * As the one of TanStack, for rows that are all as high as each other: the list is the first thing that anybody loads, and what that
 * one knows of rows that are measured weighs 9 KB.
 */
export function useVirtualizer({ count, getItemKey, overscan, ...options }: Options): Virtualizer {
  const size = options.estimateSize();
  const [{ first, last }, setRange] = useState<Range>({ first: 0, last: 0 });
  const scroller = useEffectEvent(options.getScrollElement);
  useLayoutEffect(() => {
    const element = scroller();
    if (element === null) return;
    const look = (): void => {
      const next = rowsInView({ top: element.scrollTop, height: element.clientHeight }, size, overscan);
      setRange((now) => (now.first === next.first && now.last === next.last ? now : next));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [size, overscan]);
  const items = Array.from({ length: Math.max(0, Math.min(last, count) - first) }, (_, place) => {
    const index = first + place;
    return { index, key: getItemKey(index), start: index * size };
  });
  return { getVirtualItems: () => items, getTotalSize: () => count * size };
}
