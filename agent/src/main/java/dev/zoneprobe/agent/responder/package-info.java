/// What peers probe: an HTTP/1.1, a gRPC and a TCP listener that answer at once and with little
/// work, because the time they take is part of what the peers measure.
///
/// The agent's start and its telemetry come in; this package knows nothing of probing or reporting.
@NullMarked
package dev.zoneprobe.agent.responder;

import org.jspecify.annotations.NullMarked;
