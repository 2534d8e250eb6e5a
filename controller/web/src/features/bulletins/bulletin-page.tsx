import type { Bulletin } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'react-router';
import { z } from 'zod';
import { Facts } from '../../components/facts.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { bulletinQuery } from '../../lib/bulletins.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { useSpeech } from '../../lib/use-speech.js';
import { historyQuery } from './bulletins.js';
import { useMayWrite } from './may-write.js';
import { VariantCard } from './variant-card.js';
import './bulletins.css';

/** What the form that led here has to say. */
const From = z.object({ scheduleProblem: z.string().nullable() });

export default function BulletinPage() {
  const { t } = useTranslation('bulletins');
  const { bulletinId = '' } = useParams();
  const bulletin = useQuery(bulletinQuery(bulletinId));
  const from = From.safeParse(useLocation().state).data;
  return (
    <PageFrame title={bulletin.data?.title ?? t('one.title')}>
      {from?.scheduleProblem && (
        <Alert type="warning" showIcon title={t('one.notScheduled', { why: from.scheduleProblem })} />
      )}
      <Loaded query={bulletin}>
        {(data) => (
          <>
            {data.variants.map((variant) => (
              <VariantCard key={variant.id} bulletin={data} variant={variant} />
            ))}
            <Actions bulletin={data} />
            <About bulletin={data} />
            <History bulletinId={data.id} />
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Actions({ bulletin }: { bulletin: Bulletin }) {
  const { t } = useTranslation('bulletins');
  const hasPage = useHasPage();
  const writes = useMayWrite()(bulletin);
  const base = `/ban-tin/${bulletin.id}`;
  return (
    <div className="row not-printed">
      {writes && hasPage('/lich-phat/moi') && (
        <LinkButton to={`/lich-phat/moi?bai=${bulletin.id}&noi=${bulletin.areaId}`}>
          {t('one.schedule')}
        </LinkButton>
      )}
      {writes && <LinkButton to={`${base}/thu-tieng`}>{t('one.addLanguage')}</LinkButton>}
      {writes && <LinkButton to={`${base}/sua`}>{t('one.edit')}</LinkButton>}
      <LinkButton to={`${base}/ban-doc`}>{t('one.script')}</LinkButton>
    </div>
  );
}

function About({ bulletin }: { bulletin: Bulletin }) {
  const { t } = useTranslation('bulletins');
  const { data: areas } = useQuery(areasQuery);
  const { moment, date } = useFormat();
  const { kind, areaId, columnName, topics, audiences, fieldCode, sourceUnit, taskRef } = bulletin;
  return (
    <section className="stack">
      <h2>{t('one.facts')}</h2>
      <Facts
        facts={[
          [t('one.kind'), t(`kind.${kind}`)],
          [t('one.place'), placeNameOf(areas, areaId)],
          [t('form.column'), columnName],
          [t('form.topics'), topics.join(', ')],
          [t('form.audiences'), audiences.join(', ')],
          [t('form.fieldCode'), fieldCode],
          [t('form.sourceUnit'), sourceUnit],
          [t('form.taskRef'), taskRef],
          [t('form.validFrom'), bulletin.validFrom && date(bulletin.validFrom)],
          [t('form.validUntil'), bulletin.validUntil && date(bulletin.validUntil - 1)],
          [t('one.by'), moment(bulletin.createdAt)],
        ]}
      />
    </section>
  );
}

function History({ bulletinId }: { bulletinId: string }) {
  const { t } = useTranslation('bulletins');
  const { moment } = useFormat();
  const speech = useSpeech();
  const history = useQuery(historyQuery(bulletinId));
  return (
    <section className="stack">
      <h2>{t('one.history')}</h2>
      <Loaded query={history}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('one.historyNone')}</p>
          ) : (
            <ol className="bulletin-history">
              {items.map(({ at, who, what, language, detail }) => (
                <li key={`${at} ${what} ${language}`}>
                  <time dateTime={new Date(at).toISOString()}>{moment(at)}</time> · {who}: {what}
                  {language !== null && ` (${speech(language)})`}
                  {detail !== null && <span className="soft"> — {detail}</span>}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  );
}
