/** What is wrong with the card by an error of SQLite or of the file system, or null when it is no fault of the card. */
export function cardFault(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code, message } = error;
  const faulty = code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_IOERR');
  const missing = code.startsWith('SQLITE_CANTOPEN') || code === 'EROFS' || code === 'EIO';
  return faulty || missing ? `${code}: ${message}`.slice(0, 200) : null;
}
