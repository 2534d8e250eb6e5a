import {
  NewSpeech,
  SpeechEstimate,
  SpeechEstimateRequest,
  SpokenRecording,
  Voices,
} from '@loa/shared/api/speech';
import { MINUTE } from '@loa/shared/instant';
import { abbreviationsAt } from '../../db/abbreviations.js';
import { findArea } from '../../db/areas.js';
import type { Db } from '../../db/database.js';
import { languageName } from '../../planning/plan/language-name.js';
import { countWords, speakingMs } from '../../sources/tts/speaking-time.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Actor } from '../authorise.js';
import { importSound } from '../import-sound.js';
import { defineRoute, type Route, target } from '../route.js';

/** Longer than a news item should be: people stop listening (a setting of the request). */
const USUAL_LIMIT_MINUTES = 5;
/** What a machine reads in one go, characters in words. */
const LONGEST_READ = 40_000;

const NO_VOICE_NOTE =
  'Máy chỉ đọc được tiếng Việt. Tiếng Jrai, Bahnar, Xơ Đăng, Êđê, Thái, Mường, Khmer chưa có giọng máy: hãy thu giọng người đọc.';

/** Text to speech, and how long a text will be. */
export function createSpeechRoutes(ports: ApiPorts): Route[] {
  return [voices(ports), estimate(ports), speak(ports)];
}

function voices({ speech }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/speech/voices',
    tag: 'speech',
    summary: 'The voices that can read a text aloud',
    action: 'recording.write',
    response: { status: 200, schema: Voices },
    target: ({ actor }) => target([actor.areaId], null),
    async handle() {
      const items = [...(await speech.voices())];
      const none = 'Máy chủ chưa cài giọng đọc. Hãy thu giọng hoặc tải tệp lên.';
      return json({ items, note: items.length === 0 ? none : NO_VOICE_NOTE });
    },
  });
}

function estimate({ db, speech }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/speech/estimate',
    tag: 'speech',
    summary: 'How a text is read, its words and about how long it takes; nothing is kept',
    action: 'bulletin.read',
    body: SpeechEstimateRequest,
    response: { status: 200, schema: SpeechEstimate },
    target: ({ actor, body }) => placeOf(db, actor, body.areaId),
    async handle({ body, subject: areaId }) {
      const { language, ratePercent, limitMinutes = USUAL_LIMIT_MINUTES } = body;
      const read = speech.read(body.text, language, await abbreviationsAt(db, areaId));
      const estimatedMs = speakingMs(read.text, ratePercent);
      const limitMs = Math.round(limitMinutes * MINUTE);
      const tooLong = estimatedMs > limitMs;
      const hasVoice = (await speech.voices()).some((voice) => voice.language === language);
      return json({
        ...{ text: read.text, words: countWords(read.text), estimatedMs, limitMs, tooLong },
        warning: tooLong ? tooLongText(estimatedMs, limitMs) : null,
        ...{ readings: read.readings, unknown: read.unknown, hasVoice },
      });
    },
  });
}

function tooLongText(estimatedMs: number, limitMs: number): string {
  const minutes = (ms: number) => (ms / MINUTE).toFixed(1).replace('.', ',').replace(',0', '');
  return `Bài đọc khoảng ${minutes(estimatedMs)} phút, dài hơn mức ${minutes(limitMs)} phút. Bà con khó nghe hết; nên rút gọn hoặc tách làm hai bài.`;
}

function speak(ports: ApiPorts): Route {
  const { db, speech } = ports;
  return defineRoute({
    method: 'post',
    path: '/speech',
    tag: 'speech',
    summary: 'Read a text aloud: a canonical recording, like an upload; listen to its AAC copy',
    action: 'recording.write',
    body: NewSpeech,
    response: { status: 201, schema: SpokenRecording },
    target: ({ actor, body }) => placeOf(db, actor, body.areaId),
    async handle({ actor, body, subject: areaId, signal }) {
      const { text, language, ratePercent } = body;
      const known = await speech.voices();
      const voice = known.find(({ id, language: of }) => of === language && id === (body.voice ?? id));
      if (!voice) return noVoice(language, known.length > 0);
      const read = speech.read(text, language, await abbreviationsAt(db, areaId));
      if (read.text.length > LONGEST_READ) {
        return problem(422, 'too_long', 'Bài quá dài để máy đọc một lần. Hãy tách thành nhiều bài ngắn hơn.');
      }
      const originalName = `Máy đọc: ${firstWords(text)}`;
      const madeBy = { voice: voice.id, ratePercent, characters: text.length };
      const spoken = await speech.speak({ text: read.text, voice, ratePercent, signal }, (path) =>
        importSound(ports, { path, originalName, actor, signal, madeBy }),
      );
      if (!spoken.ok) return notSpoken(spoken.reason, language);
      const imported = spoken.value;
      if (imported.kind === 'problem') return imported;
      const about = { voice: voice.id, ratePercent, spokenFrom: text, readAs: read.text };
      return json({ ...imported.recording, ...about, words: countWords(read.text) }, 201);
    },
  });
}

async function placeOf(db: Db, actor: Actor, areaId: string | undefined) {
  const area = await findArea(db, areaId ?? actor.areaId);
  return area ? target([area.id], area.id) : notFound('địa bàn');
}

function noVoice(language: string, others: boolean) {
  const why = others ? `Máy chưa có giọng đọc ${languageName(language)}.` : 'Máy chủ chưa cài giọng đọc.';
  return problem(422, 'no_voice', `${why} Hãy thu giọng người đọc hoặc tải tệp ghi âm lên.`);
}

function notSpoken(reason: 'no_voice' | 'timeout' | 'failed', language: string) {
  if (reason === 'no_voice') return noVoice(language, true);
  return problem(
    503,
    'speech_failed',
    'Máy chưa đọc được bài này. Hãy thử lại sau ít phút, hoặc thu giọng người đọc.',
  );
}

function firstWords(text: string): string {
  // A name is no path: 21/11 would lose its 21.
  const line = text.replace(/\s+/g, ' ').replace(/[\\/]/g, '-').trim();
  return line.length <= 60 ? line : `${line.slice(0, 60)}…`;
}
