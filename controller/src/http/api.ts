import { type Express, json, Router } from 'express';
import { createAllow } from './allow.js';
import { problem } from './answer.js';
import { createApiDocs } from './api-docs.js';
import type { ApiPorts } from './api-ports.js';
import { createAuthenticate } from './authenticate.js';
import { mountRoutes } from './mount-routes.js';
import { openApiDocument } from './openapi.js';
import { parse } from './parse.js';
import type { Route } from './route.js';
import { createAbbreviationRoutes } from './routes/abbreviations.js';
import { createAccessReviewRoutes } from './routes/access-reviews.js';
import { createAccountRoutes } from './routes/accounts.js';
import { createAnswerRoutes } from './routes/answers.js';
import { createApiTokenRoutes } from './routes/api-tokens.js';
import { createApprovalRoutes } from './routes/approval.js';
import { createApprovalInboxRoutes } from './routes/approval-inbox.js';
import { createApprovalRuleRoutes } from './routes/approval-rules.js';
import { createAreaMergeRoutes } from './routes/area-merge.js';
import { createAreaRoutes } from './routes/areas.js';
import { createBoxReplaceRoutes } from './routes/box-replace.js';
import { createBoxSoundRoutes } from './routes/box-sound.js';
import { createBoxRoutes } from './routes/boxes.js';
import { createBrokerRoutes } from './routes/broker.js';
import { createBulletinPageRoutes } from './routes/bulletin-pages.js';
import { createBulletinPreviewRoutes } from './routes/bulletin-preview.js';
import { createBulletinRoutes } from './routes/bulletins.js';
import { createCalendarAddressRoutes } from './routes/calendar-addresses.js';
import { createCalendarFeedRoutes } from './routes/calendar-feed.js';
import { createCampaignRoutes } from './routes/campaigns.js';
import { createClusterRoutes } from './routes/clusters.js';
import { createColumnRoutes } from './routes/columns.js';
import { createDecisionRoutes } from './routes/decisions.js';
import { createEventRoutes } from './routes/events.js';
import { createExportRoutes } from './routes/exports.js';
import { createFleetRoutes } from './routes/fleet.js';
import { createHandoverRoutes } from './routes/handover.js';
import { createHealthRoutes } from './routes/health.js';
import { createHolidayCalendarRoutes } from './routes/holiday-calendars.js';
import { createImportRoutes } from './routes/imports.js';
import { createLinkRoutes } from './routes/links.js';
import { createListeningRoutes } from './routes/listening.js';
import { createLogRoutes } from './routes/logs.js';
import { createMapRoutes } from './routes/map.js';
import { createOutlineRoutes } from './routes/outlines.js';
import { createOutlookRoutes } from './routes/outlook.js';
import { createOverviewRoutes } from './routes/overview.js';
import { createPasskeyApprovalRoutes } from './routes/passkey-approval.js';
import { createPasskeySignInRoutes } from './routes/passkey-sign-in.js';
import { createPasskeyStationApprovalRoutes } from './routes/passkey-station-approval.js';
import { createPasskeyRoutes } from './routes/passkeys.js';
import { createPlacePreviewRoutes } from './routes/place-preview.js';
import { createPlaybackRoutes } from './routes/playbacks.js';
import { createProgrammePreviewRoutes } from './routes/programme-preview.js';
import { createProgrammeRoutes } from './routes/programmes.js';
import { createReapprovalRoutes } from './routes/reapprovals.js';
import { createRecordingRoutes } from './routes/recordings.js';
import { createRepairRoutes } from './routes/repairs.js';
import { createRosterRequestRoutes } from './routes/roster-requests.js';
import { createRosterSignatureRoutes } from './routes/roster-signatures.js';
import { createRosterRoutes } from './routes/rosters.js';
import { createScheduleChangeRoutes } from './routes/schedule-change.js';
import { createSchedulePreviewRoutes } from './routes/schedule-preview.js';
import { createScheduleWeekRoutes } from './routes/schedule-week.js';
import { createScheduleRoutes } from './routes/schedules.js';
import { createSecondFactorRoutes } from './routes/second-factor.js';
import { createSessionRoutes } from './routes/session.js';
import { createSetApprovalRoutes } from './routes/set-approval.js';
import { createSetRoutes } from './routes/sets.js';
import { createSignInPolicyRoutes } from './routes/sign-in-policy.js';
import { createSpeechRoutes } from './routes/speech.js';
import { createStationApprovalRoutes } from './routes/station-approval.js';
import { createStationRoutes } from './routes/stations.js';
import { createStopRoutes } from './routes/stops.js';
import { createSuspensionPreviewRoutes } from './routes/suspension-preview.js';
import { createSuspensionRoutes } from './routes/suspensions.js';
import { createTodayRoutes } from './routes/today.js';
import { createUploadRoutes } from './routes/uploads.js';
import { createVariantRoutes } from './routes/variants.js';
import { sendProblem } from './send-answer.js';
import { createTusHandler } from './tus.js';
import { createUpload } from './upload.js';

export interface UploadSettings {
  /** Where uploads wait until they are imported; swept by whoever starts the program. */
  uploadFolder: string;
  maxUploadBytes: number;
}

/** A grant is at most 100 kB and stands in JSON as a string. */
const MAX_JSON_BYTES = 256 * 1024;

/** Every route of the API; what is not in this table does not exist. */
export function apiRoutes(ports: ApiPorts): Route[] {
  return [
    ...createHealthRoutes(ports),
    ...createSessionRoutes(ports),
    ...createPasskeySignInRoutes(ports),
    ...createPasskeyRoutes(ports),
    ...createSecondFactorRoutes(ports),
    ...createSignInPolicyRoutes(ports),
    ...createLinkRoutes(ports),
    ...createApiTokenRoutes(ports),
    ...createAccountRoutes(ports),
    ...createHandoverRoutes(ports),
    ...createApprovalRuleRoutes(ports),
    ...createAccessReviewRoutes(ports),
    ...createAreaRoutes(ports),
    ...createAreaMergeRoutes(ports),
    ...createRosterRoutes(ports),
    ...createRosterRequestRoutes(ports),
    ...createRosterSignatureRoutes(ports),
    ...createReapprovalRoutes(ports),
    ...createRepairRoutes(ports),
    ...createClusterRoutes(ports),
    ...createBoxRoutes(ports),
    ...createBoxReplaceRoutes(ports),
    ...createBoxSoundRoutes(ports),
    ...createFleetRoutes(ports),
    ...createMapRoutes(ports),
    ...createOutlineRoutes(ports),
    ...createTodayRoutes(ports),
    ...createBrokerRoutes(ports),
    ...createRecordingRoutes(ports),
    ...createUploadRoutes(ports),
    ...createSpeechRoutes(ports),
    ...createAbbreviationRoutes(ports),
    ...createBulletinRoutes(ports),
    ...createBulletinPreviewRoutes(ports),
    ...createBulletinPageRoutes(ports),
    ...createColumnRoutes(ports),
    ...createVariantRoutes(ports),
    ...createApprovalRoutes(ports),
    ...createApprovalInboxRoutes(ports),
    ...createListeningRoutes(ports),
    ...createPasskeyApprovalRoutes(ports),
    ...createSetApprovalRoutes(ports),
    ...createSetRoutes(ports),
    ...createProgrammePreviewRoutes(ports),
    ...createPlacePreviewRoutes(ports),
    ...createProgrammeRoutes(ports),
    ...createStationRoutes(ports),
    ...createStationApprovalRoutes(ports),
    ...createPasskeyStationApprovalRoutes(ports),
    ...createSuspensionPreviewRoutes(ports),
    ...createSuspensionRoutes(ports),
    ...createHolidayCalendarRoutes(ports),
    ...createSchedulePreviewRoutes(ports),
    ...createScheduleWeekRoutes(ports),
    ...createScheduleRoutes(ports),
    ...createScheduleChangeRoutes(ports),
    ...createDecisionRoutes(ports),
    ...createCampaignRoutes(ports),
    ...createOutlookRoutes(ports),
    ...createOverviewRoutes(ports),
    ...createAnswerRoutes(ports),
    ...createCalendarFeedRoutes(ports),
    ...createCalendarAddressRoutes(ports),
    ...createStopRoutes(ports),
    ...createExportRoutes(ports),
    ...createImportRoutes(ports),
    ...createPlaybackRoutes(ports),
    ...createLogRoutes(ports),
    ...createEventRoutes(ports),
  ];
}

/** Mounts the REST API under `/api`, with its own description. */
export function mountApi(app: Express, ports: ApiPorts, uploads: UploadSettings): void {
  const routes = apiRoutes(ports);
  const router = Router();
  // Phones that pages run on go wrong by an hour; pages that know what time it is here do not.
  router.use((_request, response, next) => {
    response.set('Loa-Now', String(ports.clock.now()));
    next();
  });
  const document = openApiDocument(routes, { version: ports.settings.version, basePath: '/api' });
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.use('/docs', createApiDocs());
  mountRoutes(router, routes, {
    parse,
    allow: createAllow(ports),
    log: ports.log,
    authenticate: createAuthenticate(ports),
    upload: createUpload({ folder: uploads.uploadFolder, maxBytes: uploads.maxUploadBytes }),
    readJson: json({ limit: MAX_JSON_BYTES }),
  });
  router.all(['/uploads', '/uploads/:uploadId'], createTusHandler(ports, createAuthenticate(ports)));
  router.use((_request, response) => {
    sendProblem(
      response,
      problem(404, 'unknown_route', 'Không có đường dẫn này. Xem danh sách ở /api/openapi.json.'),
    );
  });
  app.use('/api', router);
}
