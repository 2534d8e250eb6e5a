/** What `loa-agent --help` prints. */
export const HELP = `loa-agent: plays what the commune approved, on time, and reports what it played.

Usage
  loa-agent                                run (enrols first where LOA_AGENT_CODE is set)
  loa-agent enrol CODE --server URL        enrol this box with a code like K7QM-3F8Z-9TWX-B2CD, then exit
  loa-agent outputs test [ID] [--now]      play some spoken words on every output, or on one, and tell whether it
                                           took them; outside the hours only with --now (stop the agent first)
  loa-agent clock reset                    forget what time it surely was: only where a wrong clock led this box
                                           into the future (stop the agent first)
  loa-agent key rotate                     make this box a new key; the controller takes it from the former one
                                           (stop the agent first)
  loa-agent --help | --version

Settings (environment; the names in brackets are for settings.json in the data folder)
  LOA_AGENT_DATA              folder of the box's key, journal and audio; default ./data
  LOA_AGENT_SERVER            the controller, e.g. http://192.168.1.10:8080         [server]
  LOA_AGENT_CODE              enrolment code, used once at the first start          [code]
  LOA_AGENT_MQTT              broker, where it differs from what enrolment told     [mqtt]
  LOA_AGENT_OUTPUTS           wav | alsa | alsa:DEVICE | pipe:PATH | auto, comma
                              separated, or JSON (also rtp, axis, icecast: see
                              docs/operations.md); default wav                      [outputs]
  LOA_AGENT_NAME              a name for the log                                    [name]
  LOA_AGENT_AUDIO_QUOTA_MB    recordings kept, default 2000                         [audioQuotaMb]
  LOA_AGENT_WAV_QUOTA_MB      WAV files of what was played, default 200             [wavQuotaMb]
  LOA_AGENT_DISTANCE_METRES   sounds later by this way of sound in air, default 0   [distanceMetres]
  LOA_AGENT_CAPTURE           alsa:DEVICE | pipe:PATH: a microphone by which the box
                              hears whether it sounds; default none                 [capture]
  LOA_AGENT_JOURNAL_QUOTA_MB  reports kept after their receipt, default 200         [journalQuotaMb]
  LOA_AGENT_DATA_MB_PER_MONTH what the SIM may carry; beyond it only what is due
                              within a day is fetched; default unlimited    [dataMbPerMonth]
  LOA_AGENT_LOG_LEVEL         debug | info | warn | error | silent, default info    [logLevel]

The environment wins over the file. Logs are JSON lines on standard error.
`;
