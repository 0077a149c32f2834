import { Later } from './later';
import type { MenuItem } from './menu-items';
import type { MenuLayerProps } from './menu-layer';

/** What menus are drawn with, fetched with the first pointer or focus on something that opens one. */
export const menuPart = new Later<MenuLayerProps<MenuItem>>(async () => (await import('./menu-layer')).MenuLayer);
