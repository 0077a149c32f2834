import type { Page } from 'playwright-core';

/** What stands where it should not: beside the page, beside its row, over its neighbour. Empty: nothing. */
export async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(findFaults);
}

/** In the page. */
function findFaults(): string[] {
  const faults: string[] = [];
  const named = (element: Element): string =>
    `${element.tagName.toLowerCase()} “${(element.textContent ?? '').slice(0, 20)}”`;
  const boxes = (selector: string, within: ParentNode = document): [Element, DOMRect][] =>
    [...within.querySelectorAll(selector)].map((one) => [one, one.getBoundingClientRect()]);
  const { documentElement: root } = document;
  if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth - innerWidth} px too wide`);
  for (const pane of document.querySelectorAll('main, main [role=log], nav + section')) {
    if (pane.scrollWidth > pane.clientWidth) faults.push(`${named(pane)} is too wide`);
  }
  const rows = boxes('main article');
  rows.forEach(([row, box], at) => {
    const next = rows[at + 1]?.[1];
    if (next !== undefined && box.bottom > next.top + 1) faults.push(`${named(row)} stands on the next one`);
    for (const [inner, own] of boxes('p, .said, h2, time, button', row)) {
      const scrolls = inner.closest('pre') !== null;
      const beside = own.left < box.left - 1 || own.right > box.right + 1;
      if (own.width > 1 && !scrolls && beside) faults.push(`${named(inner)} stands beside its row`);
    }
  });
  // A name, then its time: whatever the name is.
  for (const [time, at] of boxes('main article p > time, [role=listitem] time, li time')) {
    const name = time.parentElement?.firstElementChild?.getBoundingClientRect();
    if (name !== undefined && name.right > at.left + 1) faults.push(`${named(time)} is not behind its name`);
  }
  return faults;
}
