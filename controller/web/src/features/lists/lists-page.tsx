import type { ImportKind } from '@loa/shared/api/imports';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { DownloadButton } from '../../components/download-button.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { useMay } from '../../lib/session.js';
import { ImportSteps } from './import-steps.js';
import './lists.css';

const KINDS = ['sims', 'clusters', 'areas'] as const satisfies readonly ImportKind[];

/** Villages, places of loudspeakers and SIMs from Excel and back; what a file would do is shown before it is done. */
export default function ListsPage() {
  const { t } = useTranslation('lists');
  const address = useListAddress();
  const may = useMay();
  const kinds = KINDS.filter((kind) => kind !== 'areas' || may('area.write'));
  const kind = kinds.find((name) => name === address.get('loai')) ?? 'sims';
  return (
    <PageFrame title={t('title')} help={t('help')}>
      <Segmented
        block
        aria-label={t('kind')}
        value={kind}
        onChange={(value: ImportKind) => address.set({ loai: value, xem: null })}
        options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <section className="card stack">
        <h2>{t('get')}</h2>
        <p>{t(`about.${kind}`)}</p>
        <div className="row">
          <DownloadButton path={`/exports/${kind}.xlsx`} name={`${kind}.xlsx`}>
            {t('export')}
          </DownloadButton>
          <DownloadButton path={`/exports/${kind}.xlsx`} query={{ empty: '1' }} name={`${kind}.xlsx`}>
            {t('template')}
          </DownloadButton>
        </div>
      </section>
      <ImportSteps key={kind} kind={kind} />
    </PageFrame>
  );
}
