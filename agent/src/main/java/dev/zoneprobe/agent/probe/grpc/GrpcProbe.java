// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.ConnectionFailedException;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Phase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.netty.handler.codec.http2.Http2Exception;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Probes a gRPC server with one health check (`grpc.health.v1`).
///
/// Connecting and calling are apart: the call starts on a connection that is ready, so the phases
/// are disjoint. A service that the server does not know is not serving. A reused connection that
/// is lost before it brings an answer was most likely closed by the peer while it was idle, and one
/// whose server refuses the request (GOAWAY, REFUSED_STREAM) has had its time: the attempt goes on
/// over a new connection, is labelled so, and its `round_trip` is that of the new one. A connection
/// on which an answer was missed is not used again, even if it looks open: a peer that hangs, or a
/// route that has gone, is noticed at the deadline, and the next attempt connects. The name that is
/// verified is in `:authority` too, unless the endpoint names another.
public final class GrpcProbe implements Probe {
  private final Endpoint.Grpc endpoint;
  private final Connection wanted;
  private final NameLookup names;
  private final GrpcDialer dialer;
  private final HealthCall call;

  /// The connection to reuse; whoever takes it out retires it, because calls may be in flight
  /// there.
  private final AtomicReference<Optional<GrpcConnection>> kept =
      new AtomicReference<>(Optional.empty());

  private volatile boolean closed;

  /// Opens nothing yet.
  ///
  /// @param loops stay with their owner
  public GrpcProbe(Endpoint.Grpc endpoint, Connection wanted, NameLookup names, EventLoops loops) {
    this.endpoint = endpoint;
    this.wanted = wanted;
    this.names = names;
    this.dialer = new GrpcDialer(endpoint, loops);
    this.call = new HealthCall(endpoint);
  }

  @Override
  public Attempt attempt(OngoingAttempt attempt) {
    if (attempt.isOverdue()) {
      return attempt.timedOut();
    }
    Optional<GrpcConnection> idle = kept.get().filter(GrpcConnection::isReady);
    return idle.isPresent() ? reusing(idle.get(), attempt) : overNewConnection(attempt);
  }

  private Attempt reusing(GrpcConnection connection, OngoingAttempt attempt) {
    attempt.reusesConnection();
    CallStamps stamps = connection.stamps(attempt);
    Optional<Failure> failure = check(connection, attempt, stamps);
    if (failure.isPresent() && isWorthAnother(connection, stamps)) {
      retire(connection);
      return replacing(attempt);
    }
    if (failure.isPresent() && attempt.isOverdue()) {
      retire(connection);
    }
    return ended(attempt, failure);
  }

  private Attempt replacing(OngoingAttempt attempt) {
    attempt.goesOn();
    if (attempt.isOverdue()) {
      return attempt.timedOut();
    }
    attempt.discard(Phase.ROUND_TRIP);
    attempt.discard(Phase.KERNEL_RTT); // of the connection that is gone
    attempt.observations().forgetDetail();
    return overNewConnection(attempt);
  }

  /// Whether a call that failed may get its answer over another connection.
  private static boolean isWorthAnother(GrpcConnection connection, CallStamps stamps) {
    return !stamps.isAnswered() && (connection.isGone() || stamps.isUnprocessed());
  }

  private Attempt overNewConnection(OngoingAttempt attempt) {
    attempt.opensConnection();
    try {
      InetSocketAddress peer =
          new InetSocketAddress(names.lookup(endpoint.host(), attempt), endpoint.port());
      GrpcConnection connection = dialer.connection(peer, attempt);
      try {
        connection.open(attempt);
        return ended(attempt, check(connection, attempt, connection.stamps(attempt)));
      } finally {
        keepOrClose(connection, attempt);
      }
    } catch (LookupFailedException e) {
      return e.end(attempt);
    } catch (ConnectionFailedException e) {
      return ended(attempt, Optional.of(e.reason()));
    } catch (TimeoutException _) {
      return attempt.timedOut();
    }
  }

  /// Makes the call, and says what is wrong with the answer: the one place where a gRPC status
  /// becomes a reason.
  private Optional<Failure> check(
      GrpcConnection connection, OngoingAttempt attempt, CallStamps stamps) {
    try {
      ServingStatus status = connection.make(call, attempt, stamps);
      attempt.observations().detail("health " + status);
      return status == ServingStatus.SERVING
          ? Optional.empty()
          : Optional.of(notServing(connection, attempt.target()));
    } catch (StatusRuntimeException e) {
      attempt.observations().detail("gRPC status " + firstLine(e));
      if (!stamps.isAnswered()) {
        return Optional.of(unanswered(connection, stamps, e));
      }
      if (!stamps.isConcluded() && connection.isGone()) {
        return Optional.of(Failure.RESPONSE_RESET);
      }
      if (stamps.isConcluded() && endpoint.accepted().contains(e.getStatus().getCode().name())) {
        return Optional.empty();
      }
      return Optional.of(
          e.getStatus().getCode() == Status.Code.NOT_FOUND
              ? Failure.GRPC_NOT_SERVING
              : Failure.GRPC_STATUS);
    }
  }

  /// What gRPC tells of a proxy's answer goes on with its headers and its page; what is wrong with
  /// frames, the cause tells.
  private static String firstLine(StatusRuntimeException failure) {
    String status = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return failure.getStatus().getCause() instanceof Http2Exception frames
        ? status + ": " + frames.getMessage()
        : status;
  }

  /// A responder says so only once it has been told to stop. A Service leads to another by the next
  /// connection.
  private static Failure notServing(GrpcConnection connection, Target target) {
    if (target.isThroughService()) {
      connection.retire();
    }
    return target.isResponder() ? Failure.PEER_DRAINING : Failure.GRPC_NOT_SERVING;
  }

  /// Why there was no answer. What is wrong with one stream, such as headers that are too large,
  /// need not end the connection.
  private static Failure unanswered(
      GrpcConnection connection, CallStamps stamps, StatusRuntimeException failure) {
    if (stamps.isRefused()) {
      return Failure.RESPONSE_RESET;
    }
    boolean malformed =
        failure.getStatus().getCause() instanceof Http2Exception && !connection.isGone();
    return malformed || isFromAnotherProtocol(failure)
        ? Failure.HTTP_PROTOCOL
        : connection.reason();
  }

  /// Whether there was an HTTP/2 response that is none of gRPC's: gRPC tells its headers.
  private static boolean isFromAnotherProtocol(StatusRuntimeException failure) {
    return Optional.ofNullable(failure.getTrailers())
        .map(headers -> headers.keys().contains(":status"))
        .orElse(false);
  }

  private static Attempt ended(OngoingAttempt attempt, Optional<Failure> failure) {
    return failure.map(attempt::failedOrTimedOut).orElseGet(attempt::succeeded);
  }

  private void retire(GrpcConnection stuck) {
    kept.updateAndGet(now -> now.filter(connection -> connection != stuck));
    stuck.retire();
  }

  private void keepOrClose(GrpcConnection connection, OngoingAttempt opener) {
    Optional<GrpcConnection> before = kept.get();
    if (wanted == Connection.REUSED
        && !opener.isOverdue()
        && connection.isReady()
        && before.filter(GrpcConnection::isReady).isEmpty()
        && kept.compareAndSet(before, Optional.of(connection))) {
      before.ifPresent(GrpcConnection::retire);
    } else {
      connection.close();
    }
    if (closed) {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    kept.getAndSet(Optional.empty()).ifPresent(GrpcConnection::close);
  }
}
