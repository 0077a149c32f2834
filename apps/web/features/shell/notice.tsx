/** What went wrong, above the button that tries again. */
export function Notice({ text }: { text: string }) {
  return (
    <p role="alert" className="rounded-control bg-warn-soft px-3 py-2 text-list text-text">
      {text}
    </p>
  );
}
