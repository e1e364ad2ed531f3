/// gRPC probes of the standard health service, plain and over TLS. Only the wiring comes in, for
/// [GrpcProbe]; only here do probes see gRPC.
@NullMarked
package dev.zoneprobe.agent.probe.grpc;

import org.jspecify.annotations.NullMarked;
