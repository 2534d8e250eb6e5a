import { accountAdd, accountFirst, accountList, accountReset } from './account.js';
import { approve } from './approve.js';
import { areaMerge } from './area-merge.js';
import { auditExport, auditHeadShown, auditVerify } from './audit.js';
import { backup } from './backup.js';
import { boxAdd, boxCode, boxList } from './boxes.js';
import { clockRight } from './clock.js';
import type { Command } from './command.js';
import { demoRemove } from './demo-remove.js';
import { health } from './health.js';
import { keyNew } from './key-new.js';
import { keysExport, keysImport, keysWrap } from './keys.js';
import { keysController, keysRotateRoot, keysSignRoster } from './keys-roster.js';
import { brokerMosquitto } from './mosquitto.js';
import { areaAdd, areaList, areaRename, clusterAdd } from './places.js';
import { plan } from './plan.js';
import { rosterAddPerson } from './roster-add-person.js';
import { rosterClock } from './roster-clock.js';
import { rosterHours } from './roster-hours.js';
import { rosterRequestSign } from './roster-request-sign.js';
import { rosterShow } from './roster-show.js';
import { signIn } from './sign-in.js';
import { rosterTls, tlsPrepare, tlsRenew, tlsSwitch } from './tls.js';
import { why } from './why.js';

/** Every command, in the order in which they are listed. */
export const commands: readonly Command[] = [
  signIn,
  ...[accountFirst, accountReset, accountList, accountAdd],
  approve,
  ...[plan, why],
  ...[areaList, areaRename, areaAdd, areaMerge, clusterAdd],
  ...[boxList, boxAdd, boxCode],
  keyNew,
  ...[keysWrap, keysExport, keysImport, keysSignRoster, keysRotateRoot, keysController],
  ...[rosterShow, rosterRequestSign, rosterAddPerson, rosterHours, rosterClock],
  ...[auditVerify, auditHeadShown, auditExport],
  health,
  clockRight,
  brokerMosquitto,
  ...[tlsRenew, tlsPrepare, tlsSwitch, rosterTls],
  backup,
  demoRemove,
];
