/** Says what went wrong without anybody having to act; the client passes it to its onWarning listeners. */
export type Warn = (text: string, error?: unknown) => void;
