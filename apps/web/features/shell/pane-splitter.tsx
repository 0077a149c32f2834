import { Splitter } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { PANES, paneWidth, setPaneWidth, type Pane } from '../../platform/pane-widths';
import { usePreferences } from '../../state/preferences';

/** Between two panes: how wide one of them is, remembered by this browser. */
export function PaneSplitter({ pane, className }: { pane: Pane; className?: string }) {
  const t = useTranslations('nav');
  const { widths } = usePreferences();
  return (
    <Splitter
      label={t(`width-${pane}`)}
      width={paneWidth(pane, widths?.[pane])}
      side={pane === 'list' ? 'left' : 'right'}
      range={PANES[pane]}
      onChange={(width) => setPaneWidth(pane, width)}
      {...(className === undefined ? {} : { className })}
    />
  );
}
