import { type Box, IssuedCode } from '@loa/shared/api/boxes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { ProblemNote } from '../../components/problem-note.js';
import { ask } from '../../lib/api.js';
import { lazily } from '../../lib/lazily.js';
import { useFormat } from '../../lib/use-format.js';
import { boxQuery } from './box.js';
import { type Code, keepCode, keptCode } from './kept-codes.js';
import { TestButton } from './test-button.js';
import { placeOf } from './use-level-words.js';
import './fleet.css';

const QrCode = lazily(() => import('../../components/qr-code.js'));
/** Events tell of the box at once; this is for a line that lost them, milliseconds. */
const LOOK_EVERY_MS = 10_000;

/** The code, then the receiver as it comes: taken in, heard from, heard. */
export default function InstallBoxPage() {
  const { t } = useTranslation('fleet');
  const { boxId = '' } = useParams();
  const box = useQuery({ ...boxQuery(boxId), refetchInterval: LOOK_EVERY_MS });
  return (
    <PageFrame
      title={t('install.title')}
      actions={
        <Button onClick={() => window.print()} disabled={box.data?.state !== 'created'}>
          {t('install.print')}
        </Button>
      }
    >
      <Loaded query={box}>{(data) => <Installing key={data.id} box={data} />}</Loaded>
    </PageFrame>
  );
}

function Installing({ box }: { box: Box }) {
  const { t } = useTranslation('fleet');
  const [code, setCode] = useState<Code | null>(() => keptCode(box.id));
  const issue = useMutation({
    mutationFn: () => ask('POST', `/boxes/${box.id}/enrolment-code`, IssuedCode),
    onSuccess(fresh) {
      keepCode(box.id, fresh);
      setCode(fresh);
    },
  });
  if (box.state === 'revoked') {
    return (
      <Alert
        type="warning"
        showIcon
        title={t('install.revoked')}
        action={<Link to={`/lap-moi?cum=${box.clusterId}&thon=${box.areaId}`}>{t('install.again')}</Link>}
      />
    );
  }
  return (
    <>
      <p>
        <strong>{placeOf(box)}</strong>
      </p>
      {box.state === 'created' && code && <CodeCard box={box} code={code} />}
      {box.state === 'created' && (
        <div className="stack not-printed">
          {!code && <p>{t('install.noCode')}</p>}
          <div className="row">
            <Button
              type={code ? 'default' : 'primary'}
              size="large"
              loading={issue.isPending}
              onClick={() => issue.mutate()}
            >
              {t(code ? 'install.newCode' : 'install.showCode')}
            </Button>
          </div>
          <ProblemNote error={issue.error} />
        </div>
      )}
      <Steps box={box} />
    </>
  );
}

/** What goes along to the village: also on paper. */
function CodeCard({ box, code }: { box: Box; code: Code }) {
  const { t } = useTranslation('fleet');
  const { moment } = useFormat();
  const server = code.server ?? location.origin;
  return (
    <section className="card fleet-card" aria-label={t('install.card')}>
      <Suspense fallback={null}>
        <QrCode text={code.code} label={t('install.qr')} />
      </Suspense>
      <div className="stack">
        <p>{t('install.codeFor', { name: box.name })}</p>
        <p className="fleet-code">{code.code}</p>
        <p>{t('install.how', { server })}</p>
        <p className="soft">{t('install.until', { at: moment(code.expiresAt) })}</p>
        <details className="fleet-command">
          <summary>{t('install.byCommand')}</summary>
          <p>{t('install.command')}</p>
          <p>
            <code>
              loa-agent enrol {code.code} --server {server}
            </code>
          </p>
        </details>
      </div>
    </section>
  );
}

function Steps({ box }: { box: Box }) {
  const { t } = useTranslation('fleet');
  const { moment } = useFormat();
  const taken = box.state === 'enrolled';
  const heard = taken && box.lastSeenAt !== null;
  return (
    <section className="card stack not-printed" aria-live="polite">
      <h2>{t('install.steps')}</h2>
      <ol className="fleet-steps">
        <Step done={taken}>
          {taken && box.enrolledAt !== null
            ? t('install.taken', { at: moment(box.enrolledAt) })
            : t('install.waitTaken')}
        </Step>
        <Step done={heard}>{t(heard ? 'install.heard' : 'install.waitHeard')}</Step>
        <Step done={false}>{t('install.listen')}</Step>
      </ol>
      {taken && (
        <div className="row">
          <TestButton box={box} type="primary" size="large" />
          <LinkButton to={`/loa/${box.id}`}>{t('install.done')}</LinkButton>
        </div>
      )}
    </section>
  );
}

function Step({ done, children }: { done: boolean; children: string }) {
  const { t } = useTranslation('fleet');
  return (
    <li>
      <span aria-hidden>{done ? '✓' : '…'}</span>
      <span>
        {done && <span className="only-read">{t('install.stepDone')} </span>}
        {children}
      </span>
    </li>
  );
}
