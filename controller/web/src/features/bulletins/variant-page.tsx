import type { Bulletin } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { Anew } from '../../components/anew.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { SaveProblem } from '../../components/save-problem.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { bulletinQuery } from '../../lib/bulletins.js';
import { useDraft } from '../../lib/drafts.js';
import { useMe } from '../../lib/session.js';
import { useSpeech } from '../../lib/use-speech.js';
import { LANGUAGES } from '../../lib/words.js';
import { emptySound, SoundDraft, soundLack } from './sound-draft.js';
import { SoundForm } from './sound-form.js';
import { soundKey } from './sound-key.js';
import { useSend } from './use-send.js';
import { useVariantVersion } from './use-variant-version.js';

/** Another language beside those that there are, or another recording of one: `?tieng=jra`. */
export default function VariantPage() {
  const { t } = useTranslation('bulletins');
  const { bulletinId = '' } = useParams();
  const [params] = useSearchParams();
  const speech = useSpeech();
  const asked = params.get('tieng');
  const bulletin = useQuery(bulletinQuery(bulletinId));
  const title = asked === null ? t('variant.title') : t('variant.replaceTitle', { language: speech(asked) });
  return (
    <PageFrame title={title}>
      <Loaded query={bulletin}>
        {(data) => (
          <Anew key={`${data.id} ${asked}`}>
            {(anew) => <Form bulletin={data} asked={asked} onSeeNew={anew} />}
          </Anew>
        )}
      </Loaded>
    </PageFrame>
  );
}

interface FormProps {
  bulletin: Bulletin;
  asked: string | null;
  onSeeNew: () => void;
}

function Form({ bulletin, asked, onSeeNew }: FormProps) {
  const { t } = useTranslation(['bulletins', 'app']);
  const { accountId } = useMe();
  const navigate = useNavigate();
  const toast = useToast();
  const speech = useSpeech();
  const taken = bulletin.variants.map(({ language }) => language);
  const before = bulletin.variants.find(({ language }) => language === asked);
  // The village's own language is what mostly comes second.
  const language = asked ?? LANGUAGES.find((each) => !taken.includes(each)) ?? 'vi';
  const empty = { ...emptySound(language), text: before?.text ?? '' };
  const draft = useDraft(soundKey(accountId, bulletin, asked), SoundDraft, empty);
  const { value } = draft;
  const seeNew = () => void draft.sent().then(onSeeNew);
  const { version, ownIs } = useVariantVersion(bulletin, value?.language ?? language, seeNew);
  const leave = async (text: string) => {
    await draft.sent();
    toast(text);
    await navigate(`/ban-tin/${bulletin.id}`, { replace: true });
  };
  const send = useSend({
    onMade: draft.change,
    onPut: ownIs,
    onSent: () => void leave(t('one.submitted')),
    onKept: () => void leave(t('app:outbox.kept')),
  });
  if (value === null) return <Skeleton />;
  const lack = soundLack(value);
  const voided = bulletin.variants.find((each) => each.language === value.language)?.state === 'approved';
  return (
    <>
      <Alert
        type={voided ? 'warning' : 'info'}
        showIcon
        title={voided ? t('variant.voids', { language: speech(value.language) }) : t('variant.untouched')}
      />
      <SoundForm value={value} onChange={draft.change} />
      {(value.way === 'text' || lack === null) && (
        <div className="bulletin-foot">
          {lack !== null && <p className="soft">{t(`fresh.${lack}`)}</p>}
          {/* While it is sent, what changes is one's own. */}
          {!send.isPending && <SaveProblem error={send.error} version={version} />}
          <Button
            type="primary"
            size="large"
            block
            disabled={lack !== null}
            loading={send.isPending}
            onClick={() =>
              send.begin(
                {
                  ...{ sound: value, fresh: null, bulletinId: bulletin.id, schedule: null },
                  readAt: version.readAt,
                  ...{ tried: false, submitted: false, scheduled: false, scheduleProblem: null },
                },
                bulletin.title,
              )
            }
          >
            {t('form.send')}
          </Button>
        </div>
      )}
    </>
  );
}
