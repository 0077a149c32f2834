/** The mark: two people in one speech bubble. */
export function Brand({ size = 40 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 32 32" className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path d="M9 9h9a5.5 5.5 0 0 1 0 11h-4.5L9 24z" className="fill-on-accent" />
      <circle cx="14" cy="14.5" r="1.4" className="fill-accent" />
      <circle cx="18.5" cy="14.5" r="1.4" className="fill-accent" />
    </svg>
  );
}
