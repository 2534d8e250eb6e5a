import type { Box } from '@loa/shared/api/boxes';
import type { Trouble } from '@loa/shared/api/fleet';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BoxTag } from '../../components/state-tag.js';
import { troublesQuery } from '../../lib/fleet.js';
import { phoneText } from '../../lib/phone.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { BOX_TONES, SILENT_CONDITIONS } from '../../lib/words.js';
import { RepairDialog } from './repair-dialog.js';
import { RepairNote } from './repair-note.js';

/** "Vì sao loa im": one sentence, one remedy, whom to call, who mends it. */
export function WhyCard({ box }: { box: Box }) {
  const { t } = useTranslation('fleet');
  const { data } = useQuery(troublesQuery({ area: box.areaId, box: box.id }));
  const trouble = data?.items.find(({ boxId }) => boxId === box.id);
  const { kind } = box.condition;
  if (!trouble) {
    return (
      <p>
        <BoxTag condition={box.condition} />
      </p>
    );
  }
  const title = t(SILENT_CONDITIONS.includes(kind) ? 'why.silent' : 'why.other');
  return (
    <section className="card stack fleet-why" data-tone={BOX_TONES[kind]} aria-label={title}>
      <h2>{title}</h2>
      <p>
        <BoxTag condition={box.condition} />
      </p>
      <div>
        <p>
          <strong>{trouble.text}</strong>
        </p>
        <p>{trouble.remedy}</p>
      </div>
      <Lost trouble={trouble} />
      <Remedies trouble={trouble} />
      {trouble.repair && <RepairNote trouble={trouble} repair={trouble.repair} />}
    </section>
  );
}

function Lost({ trouble }: { trouble: Trouble }) {
  const { t } = useTranslation('fleet');
  const { moment } = useFormat();
  const { since, lostToday, lostPlaybackId } = trouble;
  if (since === null && lostToday === 0) return null;
  return (
    <p className="soft">
      {since !== null && t('why.since', { at: moment(since) })}{' '}
      {lostPlaybackId !== null && (
        <Link to={`/nhat-ky/${lostPlaybackId}`}>{t('why.lost', { count: lostToday })}</Link>
      )}
    </p>
  );
}

function Remedies({ trouble }: { trouble: Trouble }) {
  const { t } = useTranslation('fleet');
  const may = useMay();
  const [giving, setGiving] = useState(false);
  const { contact, clusterId, repair } = trouble;
  return (
    <div className="row">
      {contact?.phone ? (
        <Button type="primary" size="large" href={`tel:${contact.phone}`}>
          {t('why.call', { name: contact.name ?? t('why.head') })} · {phoneText(contact.phone)}
        </Button>
      ) : (
        <Link to={`/cum-loa/${clusterId}`}>{t(may('cluster.write') ? 'why.addPhone' : 'why.noPhone')}</Link>
      )}
      {may('box.sound') && (
        <Button size="large" onClick={() => setGiving(true)}>
          {t(repair ? 'repair.another' : 'repair.give')}
        </Button>
      )}
      {giving && <RepairDialog trouble={trouble} onClose={() => setGiving(false)} />}
    </div>
  );
}
