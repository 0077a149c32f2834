import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

/**
 * The icons that systems want as pictures, drawn from icon.svg; run it by hand when that changes (`npm run icons -w @parley/web`), and
 * commit what comes of it.
 */
const folder = path.join(import.meta.dirname, '..', '..', 'public');
const rounded = readFileSync(path.join(folder, 'icon.svg'), 'utf8');
/** A system cuts it into a shape of its own: the ground fills it, and what is drawn stands within the circle that is always left. */
const full = rounded.replace(/ rx="\d+"/, '');
if (full === rounded) throw new Error('icon.svg has no corners to fill');

const ICONS = [
  { name: 'icon-192.png', svg: rounded, size: 192 },
  { name: 'icon-512.png', svg: rounded, size: 512 },
  { name: 'icon-maskable-192.png', svg: full, size: 192 },
  { name: 'icon-maskable-512.png', svg: full, size: 512 },
  { name: 'apple-touch-icon.png', svg: full, size: 180 },
];

for (const { name, svg, size } of ICONS) {
  const density = (72 * size) / 32;
  await sharp(Buffer.from(svg), { density })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(path.join(folder, name));
}
