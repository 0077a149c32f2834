/** Where one writes, whatever it is made of: a textarea, or the editor that takes its place. */
export type Field = {
  readonly element: HTMLElement;
  /** As it is read, with one character for each place that the caret can have. */
  readonly shown: string;
  /** In what is shown; -1: something is selected. */
  readonly caret: number;
  /** An input method is at it. */
  readonly composing: boolean;
  readonly focus: (where?: 'end') => void;
  /** As if it was typed, in place of what stands between there and the caret: it can be undone. */
  readonly type: (text: string, from?: number) => void;
  /** The same, for somebody who is called. */
  readonly call: (name: string, from: number) => void;
  /** The same, for words that lead somewhere. */
  readonly link: (words: string, href: string, from: number) => void;
  /** A block of code, with the caret in it. */
  readonly code: (from: number) => void;
};

/** What would be more than a letter within the words of a link. */
const SIGNS = /[\\*_~`[\]]/g;
const BLOCK = '```\n\n```';
const INSIDE = 4;

export function fieldOf(element: HTMLTextAreaElement, composing: () => boolean): Field {
  const type = (text: string, from = element.selectionStart): void => {
    element.focus();
    element.setSelectionRange(from, element.selectionEnd);
    document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  };
  return {
    element,
    get shown() {
      return element.value;
    },
    get caret() {
      return element.selectionStart === element.selectionEnd ? element.selectionStart : -1;
    },
    get composing() {
      return composing();
    },
    focus: (where) => {
      element.focus();
      if (where === 'end') element.setSelectionRange(element.value.length, element.value.length);
    },
    type,
    call: (name, from) => type(`@${name} `, from),
    link: (words, href, from) => type(`[${words.replaceAll(SIGNS, String.raw`\$&`)}](${href}) `, from),
    code: (from) => {
      type(BLOCK, from);
      element.setSelectionRange(from + INSIDE, from + INSIDE);
    },
  };
}
