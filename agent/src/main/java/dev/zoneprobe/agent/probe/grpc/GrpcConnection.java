// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.ConnectionFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.measure.Failure;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection to a gRPC server: a channel that connects once and never again, so that no
/// attempt is answered from the channel's memory of an earlier failure. Thread-safe.
final class GrpcConnection implements AutoCloseable {
  private final ManagedChannel channel;
  private final ConnectionWatch watch;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean retired;
  private volatile boolean closed;

  /// Owns `channel`, which has not connected yet.
  GrpcConnection(ManagedChannel channel, ConnectionWatch watch) {
    this.channel = channel;
    this.watch = watch;
  }

  /// Connects, and returns when calls can be made.
  ///
  /// @throws ConnectionFailedException with the reason
  /// @throws TimeoutException at the deadline of `attempt`
  void open(OngoingAttempt attempt) throws ConnectionFailedException, TimeoutException {
    ConnectivityState _ = channel.getState(true);
    try {
      awaitReady(attempt.remaining());
    } catch (TimeoutException e) {
      watch.giveUp();
      if (watch.ready().isCompletedExceptionally()) { // perhaps in time: only its stamp tells
        awaitReady(Duration.ZERO);
      }
      throw e;
    }
  }

  private void awaitReady(Duration atMost) throws ConnectionFailedException, TimeoutException {
    try {
      watch.ready().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConnectionFailedException failed) {
        throw failed;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionFailedException(Failure.CONNECT_TIMEOUT, e);
    }
  }

  /// What calls over this connection are stamped with.
  CallStamps stamps(OngoingAttempt attempt) {
    return new CallStamps(attempt, watch);
  }

  /// Makes `call`, until the deadline of `attempt`.
  ///
  /// @throws StatusRuntimeException if there is no answer, or none that is in order
  ServingStatus make(HealthCall call, OngoingAttempt attempt, CallStamps stamps) {
    int _ = calls.incrementAndGet();
    try {
      return call.make(channel, attempt, stamps);
    } finally {
      if (calls.decrementAndGet() == 0 && retired) {
        watch.closeSoon();
      }
    }
  }

  /// Whether calls can be made without connecting.
  boolean isReady() {
    return channel.getState(false) == ConnectivityState.READY;
  }

  /// Whether no call can get an answer here any more: the peer closed or reset the connection, or
  /// we closed it. One that was retired still brings the answers to calls in flight.
  boolean isGone() {
    return watch.isLost() || closed;
  }

  /// Why a call got no answer.
  Failure reason() {
    return watch.reason();
  }

  /// Makes no more calls, and closes when those in flight have ended.
  void retire() {
    ManagedChannel _ = channel.shutdown();
    retired = true;
    if (calls.get() == 0) {
      watch.closeSoon();
    }
  }

  /// Ends calls in flight, too.
  @Override
  public void close() {
    closed = true;
    ManagedChannel _ = channel.shutdownNow();
    watch.closeSoon();
  }
}
