import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into the demonstration's processes before their own program (`node --import`): when the launcher is gone,
 * even by SIGKILL, its end of our standard input closes, and we end in order instead of staying behind.
 */
if (isMainThread) {
  // A worker thread loads this file, too, but its standard input is its own and ends at once.
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.resume();
  // Listening must not keep a program alive that is done.
  if ('unref' in process.stdin) process.stdin.unref();
}
