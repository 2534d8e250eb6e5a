import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { KEYS } from '../../lib/keys.js';
import { isNoLine, mayPass } from '../../lib/problem-error.js';
import { useOutbox } from '../../lib/use-outbox.js';
import { type SendJob, type Sent, sendBulletin } from './send-bulletin.js';
import type { SoundDraft } from './sound-draft.js';

export interface SendOptions {
  /** A sound went up: it is kept at the controller from now on, whatever comes. */
  onMade: (part: Pick<SoundDraft, 'made' | 'takeId'>) => void;
  /** The controller took the sound and its text: from then on that is what stands there. */
  onPut?: (updatedAt: number) => void;
  onSent: (bulletinId: string, scheduleProblem: string | null) => void;
  onKept: () => void;
}

/** Sends a bulletin. Without a line it waits in the outbox with how far it came; refused, a second press goes on from there. */
export function useSend({ onMade, onPut, onSent, onKept }: SendOptions) {
  const outbox = useOutbox();
  const client = useQueryClient();
  const reached = useRef<SendJob | null>(null);
  const { mutate, isPending, error } = useMutation({
    async mutationFn({ job, title }: { job: SendJob; title: string }): Promise<Sent | null> {
      let at = goOn(job, reached.current);
      const progress = async (next: SendJob) => {
        if (next.sound.made !== at.sound.made) onMade({ made: next.sound.made, takeId: null });
        if (next.put !== undefined && next.put !== at.put) onPut?.(next.put.updatedAt);
        at = next;
        reached.current = next;
      };
      try {
        return await sendBulletin(at, progress);
      } catch (failure) {
        // Sent already, it lacks no more than its time: that goes on by itself, or it would be made a second time.
        if (!isNoLine(failure) && !(at.submitted && mayPass(failure))) throw failure;
        await outbox.add({ kind: 'bulletin', label: title, payload: at });
        return null;
      }
    },
    // Somebody may have changed it meanwhile.
    onError: (failure) =>
      mayPass(failure) ? undefined : client.invalidateQueries({ queryKey: [KEYS.bulletins] }),
    async onSuccess(sent) {
      reached.current = null;
      await Promise.all(SENT_CHANGES.map((key) => client.invalidateQueries({ queryKey: [key] })));
      if (sent === null) onKept();
      else onSent(sent.bulletinId, sent.scheduleProblem);
    },
  });
  return {
    isPending,
    error,
    begin: (job: SendJob, title: string) => mutate({ job, title }),
  };
}

const SENT_CHANGES = [KEYS.bulletins, KEYS.approvals, KEYS.today, KEYS.schedules, KEYS.outlook];

/** What an attempt with the same facts has done already is not done again; a new sound is sent anew. */
export function goOn(job: SendJob, before: SendJob | null): SendJob {
  if (before === null || said(job) !== said(before)) return job;
  const sameSound =
    job.sound.made?.sha256 === before.sound.made?.sha256 && job.sound.text === before.sound.text;
  const own = before.put?.updatedAt ?? before.readAt;
  // Somebody else's was seen since, and this is to take its place.
  const anew = job.fresh === null && job.readAt !== own;
  const goesOn = sameSound && !anew;
  return {
    ...{ ...before, sound: job.sound, readAt: anew ? job.readAt : own },
    ...{ put: goesOn ? before.put : undefined, submitted: before.submitted && goesOn },
  };
}

const said = ({ fresh, schedule, sound }: SendJob) => JSON.stringify([fresh, schedule, sound.language]);
