import type { WaitingApproval } from '@loa/shared/api/approvals';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { Message } from '../../components/message.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { ShareButton } from '../../components/share-button.js';
import { waitingSetQuery, waitingTogetherQuery } from '../../lib/approvals.js';
import { now } from '../../lib/clock.js';
import { itemQuery } from '../../lib/paged-query.js';
import { PROGRAMMES } from '../../lib/programmes.js';
import { useFormat } from '../../lib/use-format.js';
import { choiceOf, NOTHING } from './set-choice.js';
import { SetItem } from './set-item.js';
import { SignSet } from './sign-set.js';
import './approval.css';

interface Signed {
  text: string;
  /** What others must sign, too; null: it is approved. */
  together: readonly string[] | null;
}

/**
 * Tunes, idents, fillers and short items: each is heard, and one signature approves all. `?bai=…,…` are those chosen,
 * `?ct=…` takes what a programme names and waits.
 */
export default function SetPage() {
  const { t } = useTranslation('approval');
  const { get } = useListAddress();
  const programmeId = get('ct');
  // The set that somebody leads to is read by its ids: it may stand behind a hundred others.
  const [opened] = useState(
    () =>
      get('bai')
        ?.split(',')
        .filter((id) => id !== NOTHING) ?? [],
  );
  const own = useQuery(waitingSetQuery(opened));
  const waiting = useQuery(waitingTogetherQuery(programmeId));
  const [signed, setSigned] = useState<Signed | null>(null);
  return (
    <PageFrame title={t('set.title')} help={t('set.help')}>
      {signed ? (
        <Done {...signed} />
      ) : (
        <Loaded query={opened.length > 0 && !own.data ? own : waiting}>
          {() => (
            <Choose
              items={together(own.data?.items, waiting.data?.items)}
              more={waiting.data?.next != null}
              programmeId={programmeId}
              onSigned={setSigned}
            />
          )}
        </Loaded>
      )}
    </PageFrame>
  );
}

/** Each once. */
function together(...lists: readonly (readonly WaitingApproval[] | undefined)[]): WaitingApproval[] {
  const items = lists.flatMap((list) => list ?? []);
  return [...new Map(items.map((item) => [item.variant.id, item])).values()];
}

function Done({ text, together }: Signed) {
  const { t } = useTranslation('approval');
  return (
    <Message title={text}>
      <div className="row">
        {together && (
          <ShareButton
            title={t('set.title')}
            text={t('set.ask', { count: together.length })}
            path={`/cho-duyet/loat?bai=${together.join()}`}
          />
        )}
        <LinkButton type={together ? 'default' : 'primary'} to="/cho-duyet">
          {t('toList')}
        </LinkButton>
        <LinkButton to="/cho-duyet/loat-da-duyet">{t('sets.title')}</LinkButton>
      </div>
    </Message>
  );
}

interface ChooseProps {
  items: readonly WaitingApproval[];
  /** Whether others wait that are not among them. */
  more: boolean;
  programmeId: string | null;
  onSigned: (signed: Signed) => void;
}

function Choose({ items, more, programmeId, onSigned }: ChooseProps) {
  const { t } = useTranslation('approval');
  const { date } = useFormat();
  const { get, set } = useListAddress();
  const programme = useQuery({ ...itemQuery(PROGRAMMES, programmeId ?? ''), enabled: programmeId !== null });
  const asked = get('bai')?.split(',') ?? null;
  const { offered, chosen, missing } = choiceOf(items, { asked, all: programmeId !== null });
  if (offered.length === 0) return <Empty text={t(items.length === 0 ? 'empty' : 'set.none')} />;
  const ids = chosen.map(({ variant }) => variant.id);
  const choose = (next: readonly string[]) =>
    set({ bai: next.length > 0 ? next.join() : programmeId && NOTHING });
  const all = chosen.length === offered.length;
  return (
    <>
      <div className="row">
        <Button onClick={() => choose(all ? [] : offered.map(({ variant }) => variant.id))}>
          {t(all ? 'set.noneChosen' : 'set.all', { count: offered.length })}
        </Button>
        <span className="soft">{t('set.chosen', { count: chosen.length })}</span>
      </div>
      <ul className="stack" aria-label={t('set.items')}>
        {offered.map((item) => {
          const others = ids.filter((id) => id !== item.variant.id);
          return (
            <SetItem
              key={item.variant.id}
              item={item}
              chosen={chosen.includes(item)}
              onChoose={(yes) => choose(yes ? [...others, item.variant.id] : others)}
            />
          );
        })}
      </ul>
      {more && <p className="soft">{t('set.more')}</p>}
      {missing > 0 && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('set.missing', { count: missing })}
          action={<Button onClick={() => choose(ids)}>{t('set.without')}</Button>}
        />
      )}
      {chosen.length > 0 && missing === 0 && (
        <SignSet
          items={chosen}
          usualTitle={programme.data?.name ?? t('set.usual', { date: date(now()) })}
          onDone={(text, waits) => onSigned({ text, together: waits ? ids : null })}
        />
      )}
    </>
  );
}
