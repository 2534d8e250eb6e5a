import { LoaError } from '@loa/shared/errors';
import { z } from 'zod';

const SystemError = z.object({
  code: z.string(),
  port: z.number().optional(),
  address: z.string().optional(),
  path: z.string().optional(),
});

/** Why the controller could not start, in one English sentence that says what to do. */
export function troubleText(error: unknown): string {
  // Ours say it themselves.
  if (error instanceof LoaError) return error.message;
  const { data } = SystemError.safeParse(error);
  switch (data?.code) {
    case 'EADDRINUSE':
      return `Port ${data.port} of ${data.address} is taken: another controller may be running. Stop it, or set LOA_HTTP_PORT, LOA_MQTT_PORT or LOA_BOX_HTTPS_PORT, LOA_BOX_MQTTS_PORT.`;
    case 'EADDRNOTAVAIL':
      return `${data.address} is no address of this machine. Set LOA_HTTP_HOST, LOA_MQTT_HOST or LOA_BOX_HOST to one that is.`;
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return 'The disk is full: nothing was changed. Free some space where LOA_DATA is, then start again.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'SQLITE_READONLY':
      return `Not permitted: ${data.path ?? data.address ?? 'the data folder'}. Let this user write to LOA_DATA, and use ports above 1023.`;
    case 'SQLITE_CANTOPEN':
      return 'The database cannot be opened: is LOA_DATA a folder that this user may write to?';
    case 'SQLITE_BUSY':
      return 'The database is in use by another program. Stop it, then start again.';
    default:
      return `The controller could not start: ${error instanceof Error ? error.message : String(error)}`;
  }
}
