/**
 * The layers of the system, lowest first. A file may import from its own layer and from those that `sees` names.
 * The first pattern that matches a path decides.
 */
interface Layer {
  name: string;
  files: RegExp;
  sees: readonly string[];
}

const VOCABULARY = ['vocabulary', 'ports'];
const SHARED = [...VOCABULARY, 'adapters'];

const layers: readonly Layer[] = [
  { name: 'ports', files: /^shared\/src\/ports\//, sees: ['vocabulary'] },
  { name: 'adapters', files: /^shared\/src\/node\//, sees: VOCABULARY },
  { name: 'vocabulary', files: /^shared\/src\//, sees: ['ports'] },

  { name: 'planning', files: /^controller\/src\/planning\//, sees: VOCABULARY },
  { name: 'db', files: /^controller\/src\/db\//, sees: [...SHARED, 'planning'] },
  { name: 'library', files: /^controller\/src\/library\//, sees: SHARED },
  { name: 'trust', files: /^controller\/src\/trust\//, sees: SHARED },
  { name: 'dispatch', files: /^controller\/src\/dispatch\//, sees: [...SHARED, 'planning', 'db', 'trust'] },
  { name: 'broker', files: /^controller\/src\/broker\//, sees: SHARED },
  { name: 'reports', files: /^controller\/src\/reports\//, sees: [...SHARED, 'planning', 'db'] },
  { name: 'sources', files: /^controller\/src\/sources\//, sees: [...SHARED, 'db', 'library'] },
  {
    name: 'http',
    files: /^controller\/src\/http\//,
    sees: [...SHARED, 'planning', 'db', 'library', 'trust', 'sources', 'reports', 'controller config'],
  },
  {
    name: 'controller config',
    files: /^controller\/src\/(config(-listeners)?|settings)\.ts$/,
    sees: VOCABULARY,
  },
  { name: 'api client', files: /^controller\/src\/client\//, sees: VOCABULARY },
  {
    name: 'cli',
    files: /^controller\/src\/cli\//,
    // `loa plan` reads a controller's database by itself.
    sees: [...SHARED, 'api client', 'trust', 'controller config', 'demo', 'planning', 'db'],
  },
  {
    name: 'demo',
    files: /^controller\/src\/demo\//,
    sees: [...SHARED, 'api client', 'trust', 'controller config'],
  },
  {
    name: 'controller main',
    files: /^controller\/src\/(main|system-[a-z-]+|start-[a-z-]+)\.ts$/,
    sees: [
      ...SHARED,
      'planning',
      'db',
      'library',
      'trust',
      'dispatch',
      'broker',
      'sources',
      'reports',
      'http',
      'controller config',
    ],
  },

  {
    name: 'agent core',
    files:
      /^edge-agent\/src\/(reconcile|steps|state|sound-port|trusted-time)\.ts$|^edge-agent\/src\/reconcile\//,
    sees: VOCABULARY,
  },
  {
    name: 'agent sound',
    files: /^edge-agent\/src\/(audio|capture|player|outputs)\/|^edge-agent\/src\/sound\.ts$/,
    sees: [...SHARED, 'agent core'],
  },
  {
    name: 'agent main',
    files: /^edge-agent\/src\/main\.ts$/,
    sees: [...SHARED, 'agent core', 'agent sound', 'agent shell'],
  },
  { name: 'agent shell', files: /^edge-agent\/src\//, sees: [...SHARED, 'agent core'] },
];

export function layerOf(file: string): string | null {
  return layers.find((layer) => layer.files.test(file))?.name ?? null;
}

export function mayImport(file: string, target: string): boolean {
  const from = layers.find((layer) => layer.files.test(file));
  const to = layerOf(target);
  return from !== undefined && to !== null && (from.name === to || from.sees.includes(to));
}
