/** Stands in the policy until the build knows the inline scripts of the prerendered pages (finish-build.ts). */
export const HASHES_PLACEHOLDER = "'parley-inline-script-hashes'";

/** No inline script but those whose hash the build computed; no style, picture or connection from anywhere else. */
const policy = [
  "default-src 'none'",
  `script-src 'self' ${HASHES_PLACEHOLDER}`,
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  // Forms are handled by script; one that is not must not put a password into an address.
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Nothing becomes code that the boot script doesn't let through; the other one is the composer's, which reads what is pasted with it.
  "require-trusted-types-for 'script'",
  'trusted-types default ProseMirrorClipboard',
].join('; ');

export function securityHeaders(): { key: string; value: string }[] {
  return [
    { key: 'Content-Security-Policy', value: policy },
    { key: 'X-Content-Type-Options', value: 'nosniff' },
    { key: 'X-Frame-Options', value: 'DENY' },
    { key: 'Referrer-Policy', value: 'no-referrer' },
    { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
    { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
    { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  ];
}
