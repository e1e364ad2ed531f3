// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What each choice is called and what it means, in one plain sentence: shown as help, and read by screen readers.

export const PHASES = {
  round_trip: [
    'round trip',
    'from the last byte of the request to the first byte of the answer: the network both ways, and the time until the other side begins to answer',
  ],
  tcp_connect: [
    'TCP connect',
    'from asking for a connection until it stands: about one round trip of the network; a lost first packet makes it a second or more',
  ],
  kernel_rtt: [
    'kernel RTT',
    'the kernel’s own smoothed round trip time of the connection: the network alone, without our program',
  ],
  dns_lookup: ['DNS lookup', 'from the first query until a usable answer, search list and repeats included'],
  tls_handshake: ['TLS handshake', 'from the first message of TLS until it is finished'],
  http2_setup: ['HTTP/2 setup', 'from the preface of HTTP/2 until the server’s settings arrive'],
  transfer: ['transfer', 'from the first byte of the answer to its last'],
  total: ['total', 'the whole attempt, from its beginning to its end'],
  response: ['response', 'from the moment when the attempt was due until it ended: what an objective is computed from'],
  late: ['late', 'from the moment when the attempt was due until it began: the probe’s own delay, not the network’s'],
};

export const PARTS = ['dns_lookup', 'tcp_connect', 'tls_handshake', 'http2_setup', 'round_trip', 'transfer'];
export const QUANTILES = [
  ['0.5', 'median'],
  ['0.9', 'p90'],
  ['0.99', 'p99'],
  ['0.999', 'p99.9'],
  ['0.9999', 'p99.99'],
];
export const WINDOWS = [
  ['1m', '1 minute'],
  ['5m', '5 minutes'],
  ['15m', '15 minutes'],
  ['1h', '1 hour'],
  ['6h', '6 hours'],
  ['24h', '24 hours'],
];
export const BASELINES = [
  ['0m', 'directly before'],
  ['1h', '1 hour before'],
  ['24h', '1 day before'],
  ['7d', '7 days before'],
];
export const PROTOCOLS = [
  ['', 'all'],
  ['dns', 'DNS'],
  ['tcp', 'TCP'],
  ['http', 'HTTP'],
  ['grpc', 'gRPC'],
];
export const CONNECTIONS = [
  ['', 'all'],
  ['new', 'new'],
  ['reused', 'reused'],
];
export const OUTCOMES = [
  ['', 'all'],
  ['success', 'successes'],
  ['failure', 'failures'],
];
export const STATES = [
  ['', 'calm and busy'],
  ['calm', 'calm only'],
  ['busy', 'busy only'],
  ['stalled', 'stalled only'],
];

export const HELP = {
  phase: 'Which part of an attempt is looked at.',
  quantile: 'Which value of the sorted durations is shown: p99 means that 99 of 100 took at most this long.',
  protocol: 'What the attempts speak. All together are one distribution, not a mean of several.',
  connection: 'Whether an attempt opened its connection or found it open: different things, measured separately.',
  outcome: 'Failed attempts count with the time until they failed, so that errors never make a network look faster.',
  source_state:
    'What the probing host was like: calm, busy (its CPU or memory was under pressure) or stalled (the agent itself was held up, so its durations are not the network’s).',
  window:
    'How much time the numbers are of. Percentiles of the whole window, exact: histograms are added, percentiles never averaged.',
  baseline: 'The window of the same length that the change is against.',
  colour: 'What the colours stand for; the number in each cell stays.',
  group: 'Every zone, or for each pair of regions the slowest of its pairs of zones.',
  target: 'peer is the mesh: every agent probes other agents.',
  interval: 'With 90 % confidence the true percentile lies between these.',
  samples: 'How many attempts the percentile is of.',
  retransmits: 'Segments that the kernel sent again because no acknowledgement came: packets were lost.',
  skipped: 'Due moments at which no attempt began, because too many were still running, or had left too much behind.',
};

export function phaseName(phase) {
  return PHASES[phase]?.[0] ?? phase;
}

/** The same at the beginning of a heading. */
export function phaseTitle(phase) {
  const name = phaseName(phase);
  return name[0].toUpperCase() + name.slice(1);
}

export function phaseMeaning(phase) {
  return PHASES[phase]?.[1] ?? '';
}

export function reasonName(reason) {
  return reason
    .replaceAll('_', ' ')
    .replace(/\b(dns|http|grpc|tls|nxdomain|servfail)\b/g, word => word.toUpperCase())
    .replace('GRPC', 'gRPC');
}
