/** The logo: two carets, leaning together. */
export function Logo({ size = 24, className = "" }: { size?: number; className?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path d="M7.5 20 11 4" stroke="var(--accent)" strokeWidth="3" strokeLinecap="round" />
      <path d="M16.5 20 13 4" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
