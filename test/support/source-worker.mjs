// Runs a worker thread from its TypeScript source, which its last argument names.
import { register } from 'tsx/esm/api';

register();
await import(process.argv.at(-1) ?? '');
