import type { DecisionSide, PriorityDecision } from '@loa/shared/api/conflicts';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { inOneLine } from '../../lib/in-one-line.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { decisionsQuery, useDecide } from './decisions.js';
import './decisions.css';

/** Two urgent schedules at one time and place: a person says which goes first. */
export default function DecisionsPage() {
  const { t } = useTranslation('decisions');
  const { cursor } = useListAddress();
  const decisions = useQuery(decisionsQuery(cursor));
  return (
    <PageFrame title={t('title')} help={t('help')}>
      <PagedList query={decisions} empty={t('empty')}>
        {(items) => (
          <ul className="stack">
            {items.map((decision) => (
              <Pair key={decision.id} decision={decision} />
            ))}
          </ul>
        )}
      </PagedList>
    </PageFrame>
  );
}

function Pair({ decision }: { decision: PriorityDecision }) {
  const { t } = useTranslation('decisions');
  const { moment } = useFormat();
  const may = useMay();
  const [chosen, setChosen] = useState<string | null>(null);
  const { sides = [], winner, decidedBy, decidedAt, firstAt, names } = decision;
  const decided = sides.find(({ scheduleId }) => scheduleId === winner);
  const choosing = sides.find(({ scheduleId }) => scheduleId === chosen);
  const other = sides.find((side) => side !== choosing);
  return (
    <li className="card stack">
      <h2>{t('meet', { at: moment(firstAt) })}</h2>
      {decided && decidedAt !== null ? (
        <p>
          <Tag tone="good">{t('decided')}</Tag>{' '}
          {t('decidedBy', { name: decided.name, who: decidedBy ?? '', at: moment(decidedAt) })}
        </p>
      ) : (
        <p>
          <Tag tone="warn">{t('waiting')}</Tag> {t('meanwhile', { name: names[0] })}
        </p>
      )}
      <div className="decision-sides">
        {sides.map((side) => (
          <section key={side.scheduleId} className="decision-side stack">
            <h3>
              <Link to={`/lich-phat/${side.scheduleId}`}>{side.name}</Link>
            </h3>
            <p>
              {side.sentence}
              <br />
              {side.places.join(', ')}
              <br />
              <span className="soft">{t('setBy', { who: side.setBy })}</span>
            </p>
            {may('decision.write') && (
              <Button disabled={side.scheduleId === winner} onClick={() => setChosen(side.scheduleId)}>
                {side.scheduleId === winner ? t('goesFirst') : t('choose', { name: side.name })}
              </Button>
            )}
          </section>
        ))}
      </div>
      {choosing && other && (
        <Choose decision={decision} first={choosing} other={other} onClose={() => setChosen(null)} />
      )}
    </li>
  );
}

interface ChooseProps {
  decision: PriorityDecision;
  first: DecisionSide;
  other: DecisionSide;
  onClose: () => void;
}

/** What sounds and what waits, where and when, and why, before it is said. */
function Choose({ decision, first, other, onClose }: ChooseProps) {
  const { t } = useTranslation('decisions');
  const { moment } = useFormat();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const decide = useDecide(decision.id);
  const why = inOneLine(reason);
  return (
    <Dialog
      open
      title={t('ask', { name: first.name })}
      okText={t('yes')}
      cancelText={t('no')}
      closable={false}
      confirmLoading={decide.isPending}
      okButtonProps={{ disabled: why === '' }}
      onOk={() =>
        decide.mutate(
          { winner: first.scheduleId, reason: why },
          {
            onSuccess() {
              toast(t('done', { name: first.name }));
              onClose();
            },
          },
        )
      }
      onCancel={onClose}
    >
      <div className="stack">
        <p>
          {t('outcome', {
            first: first.name,
            other: other.name,
            at: moment(decision.firstAt),
            where: first.places.join(', '),
          })}
        </p>
        <Field label={t('reason')} hint={t('reasonHint')}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoFocus
              maxLength={500}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        <ProblemNote error={decide.error} />
      </div>
    </Dialog>
  );
}
