// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Signature;
import dev.zoneprobe.measure.Phase;
import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;

/// Stamps one call on its attempt, on the event loop of its connection.
///
/// The request of a health check fits into one flush, and gRPC tells of its headers when that flush
/// has put them on the socket: `round_trip` starts with the last flush before that. It is not the
/// end of the flush that counts: on its way back from the kernel, the event loop can be held up for
/// longer than the answer takes. An answer that consists of trailers only has a `round_trip` and no
/// `transfer`.
final class CallStamps extends ClientStreamTracer {
  private final OngoingAttempt attempt;
  private final ConnectionWatch connection;
  private volatile boolean sent;
  private volatile boolean refused;
  private volatile boolean answered;
  private volatile boolean concluded;

  CallStamps(OngoingAttempt attempt, ConnectionWatch connection) {
    this.attempt = attempt;
    this.connection = connection;
  }

  /// Whether anything of an answer came.
  boolean isAnswered() {
    return answered;
  }

  /// Whether the answer came to its end, with the server's own word on how it went.
  boolean isConcluded() {
    return concluded;
  }

  /// Whether the server said that it did not process the request.
  boolean isRefused() {
    return refused;
  }

  /// Whether the server surely did not process the request: it was never sent, or was refused.
  boolean isUnprocessed() {
    return !sent || refused;
  }

  @Override
  public void streamCreated(Attributes transport, Metadata headers) {
    connection.expect(this);
    connection.tellAddresses(attempt);
  }

  /// What waits to be written is about to be, perhaps the request.
  void flushes() {
    attempt.discard(Phase.ROUND_TRIP);
    attempt.start(Phase.ROUND_TRIP);
  }

  @Override
  public void outboundHeaders() {
    sent = true;
    connection.expectNoMore(this);
  }

  @Override
  public void inboundHeaders(Metadata headers) {
    answered = true;
    attempt.end(Phase.ROUND_TRIP);
    attempt.start(Phase.TRANSFER);
    readSignature(headers);
  }

  private void readSignature(Metadata headers) {
    Signature.read(
        name -> headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)), attempt);
  }

  @Override
  public void inboundTrailers(Metadata trailers) {
    attempt.end(Phase.ROUND_TRIP);
    attempt.endsWith(Phase.TRANSFER);
    if (!answered) {
      readSignature(trailers);
    }
    answered = true;
    concluded = true;
  }

  @Override
  public void streamClosed(Status status) {
    connection.expectNoMore(this);
    refused = !answered && Refusals.isRefusal(status);
    if (!concluded) {
      attempt.ends();
    }
    connection.tellEnd(attempt);
  }
}
