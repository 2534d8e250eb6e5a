import type { Area } from '@loa/shared/api/areas';
import type { IssuedCalendarAddress } from '@loa/shared/api/calendar-address';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../components/ask-first.js';
import { Loaded } from '../../components/loaded.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { IssuedAddress } from './issued-address.js';
import { addressQuery, useIssueAddress, useRevokeAddress } from './phone-calendar.js';

/** The address by which phones follow the week of a place: made, made anew, taken back. */
export function AddressCard({ area }: { area: Area }) {
  const { t } = useTranslation('village');
  const may = useMay();
  const { date } = useFormat();
  const address = useQuery(addressQuery(area.id));
  const [issued, setIssued] = useState<IssuedCalendarAddress | null>(null);
  return (
    <section className="card stack">
      <h2>{t('phone.address')}</h2>
      <p>{t('phone.addressAbout')}</p>
      <Loaded query={address}>
        {({ createdAt }) => (
          <>
            {/* One that a colleague made since has ended it. */}
            {issued && issued.createdAt === createdAt ? (
              <IssuedAddress issued={issued} place={placeName(area)} />
            ) : (
              <p>
                {createdAt === null
                  ? t(may('schedule.write') ? 'phone.none' : 'phone.askStaff')
                  : t('phone.since', { date: date(createdAt) })}
              </p>
            )}
            {may('schedule.write') && <Change area={area} createdAt={createdAt} onIssued={setIssued} />}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Change({
  area,
  createdAt,
  onIssued,
}: {
  area: Area;
  createdAt: number | null;
  onIssued: (issued: IssuedCalendarAddress) => void;
}) {
  const { t } = useTranslation('village');
  const tell = useToast();
  const place = placeName(area);
  const issue = useIssueAddress(area.id, onIssued);
  const revoke = useRevokeAddress(area.id, () => tell(t('phone.revoked', { place })));
  if (createdAt === null) {
    return (
      <>
        <ProblemNote error={issue.error} />
        <div>
          <Button type="primary" loading={issue.isPending} onClick={() => issue.mutate(0)}>
            {t('phone.issue')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <ProblemNote error={issue.error ?? revoke.error} />
      <div className="row">
        <AskFirst
          ask={t('phone.againAsk', { place })}
          text={t('phone.againText')}
          yes={t('phone.again')}
          busy={issue.isPending}
          onYes={() => issue.mutate(createdAt)}
        >
          {t('phone.again')}
        </AskFirst>
        <AskFirst
          danger
          ask={t('phone.revokeAsk', { place })}
          text={t('phone.revokeText')}
          yes={t('phone.revoke')}
          busy={revoke.isPending}
          onYes={() => revoke.mutate(undefined)}
        >
          {t('phone.revoke')}
        </AskFirst>
      </div>
    </>
  );
}
