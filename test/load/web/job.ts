/** What ./parley bench web gives to the process that drives the browser, on its standard input: a password is in it. */
export type WebJob = {
  readonly url: string;
  readonly login: string;
  readonly password: string;
  /** How many conversations there are in the list. */
  readonly conversations: number;
  /** The one with the many messages, and who else is in it. */
  readonly conversationId: string;
  readonly writerToken: string;
  /** How many times slower than here the browser's processor is. */
  readonly slowDown: number;
  /** Of use, each with its switches, words, scrolling and what arrives. */
  readonly minutes: number;
};

/** What it answers with, on its standard output; times in milliseconds, one of each try. */
export type WebResult = {
  /** From the call of the page until rows of the list are drawn; everything is on the device. */
  readonly firstPaint: readonly number[];
  /** Nothing is on the device but the sign-in: until a row that was pressed at once is the chosen one. */
  readonly cold: readonly number[];
  readonly coldPaint: readonly number[];
  /** From the press of a row until messages of that chat are drawn. */
  readonly switches: readonly number[];
  /** From a key to what it has drawn, while messages arrive; under 16 ms the browser tells 16. */
  readonly keys: readonly number[];
  readonly arrivedPerSecond: number;
  /** Between two frames while the long timeline is scrolled. */
  readonly frames: readonly number[];
  readonly scrolledPast: number;
  readonly burst: {
    readonly events: number;
    /** From the first of their bytes until the last of them is drawn. */
    readonly ms: number;
    /** For which nothing else could be done. */
    readonly longestTaskMs: number;
    readonly keys: readonly number[];
  };
  /** After a collection, as used: at first each thing is done for the first time, so the first quarter does not count. */
  readonly heap: { readonly samples: readonly number[]; readonly nodes: readonly number[] };
  readonly bytesOfScripts: number;
};
