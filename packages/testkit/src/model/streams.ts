type InStream = { readonly origin: string; readonly conversationId: string; readonly clientMsgId: string };

/**
 * The sends of one connection to one conversation are one ordered stream: what names a refused send is refused too. It
 * outlives the connection, because sends of a connection that is gone may still wait for their turn.
 */
export class ModelStreams {
  readonly #refused = new Map<string, string>();

  isBehindRefused(send: InStream & { readonly after: string | undefined }): boolean {
    const last = this.#refused.get(nameOf(send));
    if (last !== undefined && send.after === last) return true;
    if (send.after === undefined) this.#refused.delete(nameOf(send));
    return false;
  }

  markRefused(send: InStream): void {
    this.#refused.set(nameOf(send), send.clientMsgId);
  }
}

function nameOf({ origin, conversationId }: InStream): string {
  return `${origin}/${conversationId}`;
}
