// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/// A call that can be ended without the service that answers it; what the service sends after that
/// is discarded. Thread-safe, unlike gRPC's own calls: the service may answer on any thread.
final class StoppableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private final Object ending = new Object();

  @GuardedBy("ending")
  private boolean stopped;

  StoppableCall(ServerCall<Q, A> call) {
    super(call);
  }

  /// Ends the call, unless the service did.
  void stop(Status status) {
    close(status, new Metadata());
  }

  @Override
  public void close(Status status, Metadata trailers) {
    synchronized (ending) {
      if (!stopped) {
        stopped = true;
        super.close(status, trailers);
      }
    }
  }

  @Override
  public void sendHeaders(Metadata headers) {
    synchronized (ending) {
      if (!stopped) {
        super.sendHeaders(headers);
      }
    }
  }

  @Override
  public void sendMessage(A message) {
    synchronized (ending) {
      if (!stopped) {
        super.sendMessage(message);
      }
    }
  }
}
