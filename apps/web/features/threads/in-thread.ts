import { createContext, use } from 'react';

const Context = createContext<number | null>(null);

/** The thread that something is drawn in, by the message that it hangs on. */
export const InThread = Context.Provider;

/** null: it is drawn in the flow of the chat. */
export function useThreadHere(): number | null {
  return use(Context);
}
