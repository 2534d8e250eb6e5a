/** Why a recording rests: the person wished it, the microphone is away, or it is back and the person goes on when ready. */
export type PausedWhy = 'asked' | 'taken' | 'back';

/**
 * Some phones end the microphone's track when a call comes, others only mute it: what is recorded then is silence, and nobody is told. So
 * a muted microphone lets the recording rest, with what was said so far handed out; whoever speaks says when it goes on.
 */
export function watchMicrophone(
  track: Pick<MediaStreamTrack, 'muted' | 'onmute' | 'onunmute' | 'onended'>,
  recorder: Pick<MediaRecorder, 'state' | 'pause' | 'requestData'>,
  tell: { paused(why: PausedWhy): void; ended(): void },
): void {
  const away = () => {
    if (recorder.state === 'inactive') return;
    if (recorder.state === 'recording') {
      recorder.requestData();
      recorder.pause();
    }
    tell.paused('taken');
  };
  track.onmute = away;
  track.onunmute = () => {
    if (recorder.state !== 'inactive') tell.paused('back');
  };
  track.onended = () => tell.ended();
  if (track.muted) away();
}
