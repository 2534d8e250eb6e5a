import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import vi from '../app/texts.vi.js';
import { keep, kept, keyOf } from './kept.js';

export type Language = 'vi' | 'en';

/** A feature's words come with the feature: `features/x/texts.vi.ts` and `texts.en.ts`, namespace `x`; of others, here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  app: 'app',
  map: 'components/map',
  rules: 'components/place-rules',
};
const files = import.meta.glob<{ default: object }>([
  '../features/*/texts.{vi,en}.ts',
  '../components/*/texts.{vi,en}.ts',
  '../app/texts.en.ts',
]);

function fileOf(language: string, namespace: string): string {
  return `../${ELSEWHERE[namespace] ?? `features/${namespace}`}/texts.${language}.ts`;
}

const loader = {
  type: 'backend' as const,
  init: () => {},
  read(language: string, namespace: string, done: (error: Error | null, texts: object | null) => void) {
    const load = files[fileOf(language, namespace)];
    if (!load) {
      done(new Error(`No texts ${namespace} in ${language}.`), null);
      return;
    }
    load().then(
      (file) => done(null, file.default),
      (error: Error) => done(error, null),
    );
  },
};

/** Vietnamese, unless the person chose English on this machine. */
export function startI18n(): Promise<unknown> {
  const language = chosenLanguage();
  // Chosen in another tab: this one follows, and keeps what is typed.
  window.addEventListener('storage', ({ key }) => {
    if (key === keyOf('language')) void show(chosenLanguage());
  });
  document.documentElement.lang = language;
  return i18next
    .use(loader)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: ['vi', 'en'],
      fallbackLng: 'vi',
      ns: ['app'],
      defaultNS: 'app',
      resources: { vi: { app: vi } },
      partialBundledLanguages: true,
      // React writes texts, never markup.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** A feature's words, asked for before its first page stands. */
export function loadTexts(feature: string): Promise<void> {
  return i18next.loadNamespaces(feature);
}

export async function switchLanguage(language: Language): Promise<void> {
  keep('language', language);
  await show(language);
}

const chosenLanguage = (): Language => (kept('language') === 'en' ? 'en' : 'vi');

async function show(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export default i18next;
