import { messageParts } from '@parley/core';

/** As people write them behind three backticks. A word that may be the first line of a code is none of them. */
const LANGUAGES: ReadonlySet<string> = new Set(
  (
    'bash c c# c++ clojure cpp cs csharp css csv dart diff docker dockerfile elixir elm erlang f# fish fsharp go golang gql graphql ' +
    'groovy haskell hcl html http ini java javascript js json json5 jsonc jsx julia kotlin kt latex lua makefile markdown ' +
    'matlab md mermaid nginx nix objc ocaml perl php plaintext powershell proto ps1 py python r rb rs ruby rust sass scala scss sh ' +
    'shell sol solidity sql svelte svg swift tex text toml ts tsx txt typescript vue xml yaml yml zig zsh'
  ).split(' '),
);

/** Of what stands behind them, as core reads it. */
export function languageIn(written: string | null): string | null {
  const [part] = messageParts(`\`\`\`${written ?? ''}\n\`\`\``, []);
  return part?.type === 'block' && part.block.type === 'code' ? part.block.language : null;
}

export function isLanguage(word: string): boolean {
  return LANGUAGES.has(word.toLowerCase());
}
