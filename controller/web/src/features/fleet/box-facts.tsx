import type { Box } from '@loa/shared/api/boxes';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts.js';
import { useFormat } from '../../lib/use-format.js';
import { outputName } from './output-name.js';

/** What a receiver last said of itself. */
export function BoxFacts({ box }: { box: Box }) {
  const { t } = useTranslation('fleet');
  const { moment, date, number } = useFormat();
  const { status } = box;
  const megabytes = (bytes: number | undefined) =>
    bytes === undefined ? null : `${number(bytes / 1_000_000)} MB`;
  const used = status?.data && status.data.control + status.data.audio + status.data.stream;
  const ready = status?.readyItems;
  return (
    <section className="stack">
      <h2>{t('facts')}</h2>
      <Facts
        facts={[
          [t('place'), box.areaName],
          [t('clusterName'), box.clusterName],
          [t('seen'), box.lastSeenAt === null ? t('never') : moment(box.lastSeenAt)],
          [t('enrolled'), box.enrolledAt === null ? null : date(box.enrolledAt)],
          [
            t('clockState'),
            status?.clock && t(status.clock.state === 'untrusted' ? 'clockBad' : 'clockGood'),
          ],
          [t('free'), megabytes(status?.freeBytes)],
          [t('data'), megabytes(used)],
          [
            t('ready'),
            ready === undefined ? null : t('readyText', { ready, missing: status?.missingItems ?? 0 }),
          ],
          [t('pending'), status?.pendingEntries ? t('pendingText', { count: status.pendingEntries }) : null],
          [
            t('outputs'),
            status?.outputs
              ?.map(({ id, ok }, index) => {
                const name = outputName(id) ?? t('outputNumber', { number: index + 1 });
                return `${name}: ${t(ok ? 'outputOk' : 'outputBad')}`;
              })
              .join(', '),
          ],
          [t('version'), status?.version],
        ]}
      />
    </section>
  );
}
