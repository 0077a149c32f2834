import compile from 'icu-minify/compile';

type Tree<T> = { readonly [key: string]: T | Tree<T> };
export type Compiled = Tree<ReturnType<typeof compile>>;

/** A catalogue whose messages need no parser in the browser: what takes no argument stays a string, the rest becomes a list. */
export function compileCatalogue(catalogue: Tree<string>): Compiled {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === 'string' ? compile(value) : compileCatalogue(value),
    ]),
  );
}
