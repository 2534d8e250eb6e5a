import type { AuditEntry } from '@loa/shared/api/logs';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DownloadButton } from '../../components/download-button.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { auditQuery } from './audit.js';
import { ChainNote } from './chain-note.js';
import { AuditFilters, useAuditFilter } from './filters.js';
import { pageOfSubject, sentenceOf } from './sentence.js';

/** Who changed what: one sentence a row, newest first. */
export default function AuditPage() {
  const { t } = useTranslation('audit');
  const { cursor } = useListAddress();
  const filter = useAuditFilter();
  const rows = useQuery(auditQuery({ ...filter, cursor }));
  return (
    <PageFrame
      title={t('title')}
      help={t('help')}
      actions={
        <DownloadButton path="/audit/export" query={{ ...filter }} name={`${t('title')}.csv`}>
          {t('export')}
        </DownloadButton>
      }
    >
      <ChainNote />
      <AuditFilters />
      <PagedList query={rows} empty={t('empty')}>
        {(items) => <Changes entries={items} />}
      </PagedList>
    </PageFrame>
  );
}

function Changes({ entries }: { entries: readonly AuditEntry[] }) {
  const { t } = useTranslation('audit');
  const { moment } = useFormat();
  const { data: areas } = useQuery(areasQuery);
  const toPage = useSubjectPage();
  return (
    <Rows label={t('title')}>
      {entries.map((entry) => {
        const place = entry.areaId === null ? null : placeNameOf(areas, entry.areaId);
        const why = entry.reason === null ? null : t('reason', { reason: entry.reason });
        const detail = [place, why].filter((part) => part !== null).join(' · ');
        const to = toPage(entry.subject);
        return (
          <Row
            key={entry.id}
            lead={<time dateTime={new Date(entry.at).toISOString()}>{moment(entry.at)}</time>}
            title={sentenceOf(entry)}
            {...(detail === '' ? {} : { detail })}
            {...(to === null ? {} : { to })}
          />
        );
      })}
    </Rows>
  );
}

/** Only pages that this person may open. */
function useSubjectPage(): (subject: string) => string | null {
  const hasPage = useHasPage();
  return (subject) => {
    const to = pageOfSubject(subject);
    if (to === null) return null;
    return hasPage(to.slice(0, to.lastIndexOf('/'))) ? to : null;
  };
}
