import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { BOOT_SCRIPT } from '../platform/boot-script';
import './globals.css';

export const metadata: Metadata = {
  title: 'Parley',
  manifest: '/manifest.webmanifest',
  icons: { icon: '/icon.svg', apple: '/apple-touch-icon.png' },
  formatDetection: { telephone: false, date: false, address: false, email: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  interactiveWidget: 'resizes-content',
  colorScheme: 'light dark',
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The boot script sets language and theme before the first paint; React keeps what it finds.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script>{BOOT_SCRIPT}</script>
      </head>
      <body>{children}</body>
    </html>
  );
}
