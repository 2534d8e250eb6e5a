/**
 * Loaded into the demonstration's processes before their own program (`node --import`): when the launcher is gone,
 * even by SIGKILL, its end of our standard input closes, and we end in order instead of staying behind.
 */
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
// Listening must not keep a program alive that is done.
if ('unref' in process.stdin) process.stdin.unref();
