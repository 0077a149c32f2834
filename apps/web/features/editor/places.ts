import type { Node } from '@tiptap/pm/model';
import { nameIn } from './schema';

/** Only so long after the end of a composition is its word in the document. */
export const AFTER_WORD_MS = 30;

/** Where in a document a place of its text is: signs that are not shown have the place of what comes after them. */
export function placeOf(doc: Node, text: string, at: number): number {
  const shown: string[] = [];
  const places: number[] = [];
  let end = 0;
  doc.descendants((node, pos) => {
    if (node.isTextblock) {
      if (places.length > 0 || end > 0) {
        shown.push('\n');
        places.push(end);
      }
      end = pos + 1 + node.content.size;
    }
    const letters = node.isText ? (node.text ?? '') : node.isInline ? nameIn(node) : '';
    for (let index = 0; index < letters.length; index += 1) {
      shown.push(letters.charAt(index));
      places.push(node.isText ? pos + index : pos);
    }
  });
  let found = 0;
  for (let index = 0; index < at; index += 1) if (text.charAt(index) === shown[found]) found += 1;
  return places[found] ?? end;
}
