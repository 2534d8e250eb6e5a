import type { Proof } from './proof.js';

/** Every proof by name; loaded only when it runs. */
export const proofs: Record<string, { about: string; load: () => Promise<{ proof: Proof }> }> = {
  'fresh-clone': {
    about:
      'in an empty folder: git clone, npm start; a playback is finished within 60 s of the controller’s start',
    load: () => import('./fresh-clone.js'),
  },
  timetables: {
    about: '10,000 random timetables in twelve zones against rrule-temporal [--runs N] [--seed N]',
    load: () => import('./timetables.js'),
  },
  'rtp-drift': {
    about: 'paging packets over ten minutes (or as many as you say), one core loaded: no drift, no jitter',
    load: () => import('./rtp-drift.js'),
  },
  simulation: {
    about:
      'a million cluster-days of seeded trouble in simulated communes [--cluster-days N]; goes on where it was ended [--seed N]',
    load: () => import('./simulation/simulation.js'),
  },
  fuzz: {
    about:
      'a million bent documents, 0 accepted; 100,000 requests, 0 answers of 500 (--documents N, --requests N, --seed N)',
    load: () => import('./fuzz.js'),
  },
  'fuzz-mqtt': {
    about:
      'a million malformed or hostile MQTT sessions against the embedded broker [--sessions N] [--seed N]',
    load: () => import('./fuzz-mqtt.js'),
  },
  paho: {
    about:
      'Eclipse Paho’s MQTT 3.1.1 interoperability client against the embedded broker, --from DIR its checkout',
    load: () => import('./paho.js'),
  },
  lighthouse: {
    about: 'sign-in, home and schedule on a slow phone: accessibility 100, performance at least 90',
    load: () => import('./lighthouse.js'),
  },
  'data-day': {
    about: 'a clerk’s scripted day at 400 kbit/s, with drops: at most 5 MB',
    load: () => import('./data-day.js'),
  },
};
