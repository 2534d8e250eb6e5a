import type { Box } from '@loa/shared/api/boxes';
import type { Sim } from '@loa/shared/api/fleet';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Input } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts.js';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { fleetQuery, simEndsSoon } from '../../lib/fleet.js';
import { lazily } from '../../lib/lazily.js';
import { phoneOf, phoneText } from '../../lib/phone.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { simQuery, usePutSim } from './box.js';
import { SimTag } from './fleet-tags.js';

const DateField = lazily(() => import('../../components/date-field.js'));
const OPERATORS = ['Viettel', 'VinaPhone', 'MobiFone', 'Vietnamobile'] as const;

/** The SIM in a receiver: one that has ended is a silent village. */
export function SimCard({ box }: { box: Box }) {
  const { t } = useTranslation(['fleet', 'app']);
  const sim = useQuery(simQuery(box.id));
  const may = useMay();
  const [editing, setEditing] = useState(false);
  return (
    <section className="stack">
      <h2>{t('sim.title')}</h2>
      <Loaded query={sim}>
        {(data) =>
          editing ? (
            <SimForm boxId={box.id} sim={data} onDone={() => setEditing(false)} />
          ) : (
            <>
              <SimFacts boxId={box.id} areaId={box.areaId} sim={data} />
              {may('box.write') && (
                <div className="row">
                  <Button onClick={() => setEditing(true)}>
                    {t(data.number === null ? 'sim.add' : 'sim.edit')}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function SimFacts({ boxId, areaId, sim }: { boxId: string; areaId: string; sim: Sim }) {
  const { t } = useTranslation('fleet');
  const { date } = useFormat();
  const { data: fleet } = useQuery(fleetQuery({ area: areaId, box: boxId }));
  const row = fleet?.items.find((each) => each.boxId === boxId);
  const { number, operator, expiresOn, note } = sim;
  if (number === null && operator === null && expiresOn === null && note === null)
    return <p className="card soft">{t('sim.none')}</p>;
  return (
    <Facts
      facts={[
        [t('sim.number'), number && phoneText(number)],
        [t('sim.operator'), operator],
        [
          t('sim.expires'),
          expiresOn && (
            <>
              {date(expiresOn)} {row && simEndsSoon(row) && <SimTag daysLeft={row.simDaysLeft ?? 0} />}
            </>
          ),
        ],
        [t('sim.note'), note],
      ]}
    />
  );
}

function SimForm({ boxId, sim, onDone }: { boxId: string; sim: Sim; onDone: () => void }) {
  const { t } = useTranslation(['fleet', 'app']);
  const tell = useToast();
  const [fields, setFields] = useState({
    ...{ number: sim.number ?? '', operator: sim.operator ?? '', note: sim.note ?? '' },
    expiresOn: sim.expiresOn,
  });
  const { mutate, isPending, error } = usePutSim(boxId, () => {
    tell(t('saved'));
    onDone();
  });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const given = (text: string) => (text.trim() === '' ? null : text.trim());
  const save = () =>
    mutate({
      number: phoneOf(fields.number),
      operator: given(fields.operator),
      expiresOn: fields.expiresOn,
      note: given(fields.note),
    });
  return (
    <Suspense fallback={<Skeleton />}>
      <form
        className="card stack fleet-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label={t('sim.number')} hint={t('sim.numberHint')}>
          {(id) => (
            <Input
              id={id}
              type="tel"
              inputMode="tel"
              autoComplete="off"
              value={fields.number}
              onChange={({ target }) => set({ number: target.value })}
            />
          )}
        </Field>
        <Field label={t('sim.operator')}>
          {(id) => (
            <AutoComplete
              id={id}
              value={fields.operator}
              options={OPERATORS.map((value) => ({ value }))}
              onChange={(value: string) => set({ operator: value })}
            />
          )}
        </Field>
        <div className="field">
          <span aria-hidden>
            <strong>{t('sim.expires')}</strong>
          </span>
          <DateField
            bare
            label={t('sim.expires')}
            value={fields.expiresOn}
            onChange={(expiresOn) => set({ expiresOn })}
          />
        </div>
        <Field label={t('sim.note')}>
          {(id) => (
            <Input
              id={id}
              maxLength={200}
              value={fields.note}
              onChange={({ target }) => set({ note: target.value })}
            />
          )}
        </Field>
        <ProblemNote error={error} />
        <div className="row">
          <Button type="primary" htmlType="submit" loading={isPending}>
            {t('app:act.save')}
          </Button>
          <Button onClick={onDone}>{t('app:act.cancel')}</Button>
        </div>
      </form>
    </Suspense>
  );
}
