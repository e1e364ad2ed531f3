// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import dev.zoneprobe.collector.ingest.connection.Arrived;
import dev.zoneprobe.collector.trust.Denial;
import dev.zoneprobe.collector.trust.Verdict.Denied;
import dev.zoneprobe.collector.trust.Verdict.SpeaksFor;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.wire.proto.PlanRequest;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import java.util.Optional;

/// Hands the messages of a call on as long as they are about a node that the caller speaks for; the
/// first that is not ends the call, and the service hears that its caller is gone. What could not
/// be read is about nobody: the service says what is wrong with it. gRPC calls this from one thread
/// at a time.
final class OwnNodeOnly<Q> extends SimpleForwardingServerCallListener<Q> {
  private final StoppableCall<?, ?> call;
  private final SpeaksFor caller;
  private final Denials denials;
  private boolean stopped;

  OwnNodeOnly(
      ServerCall.Listener<Q> service, StoppableCall<?, ?> call, SpeaksFor caller, Denials denials) {
    super(service);
    this.call = call;
    this.caller = caller;
    this.denials = denials;
  }

  @Override
  public void onMessage(Q message) {
    if (stopped) {
      return;
    }
    Optional<String> node = node(message);
    if (message instanceof Arrived.Unreadable<?>
        || node.filter(caller.nodes()::contains).isPresent()) {
      super.onMessage(message);
      return;
    }
    stopped = true;
    call.stop(denials.of(otherNode(), notFor(node), call.getAttributes()));
    super.onCancel();
  }

  private Denied otherNode() {
    return new Denied(Denial.OTHER_NODE, "the caller speaks for " + caller + " and no other node");
  }

  /// For the log alone: what it sent is not sent back.
  private static String notFor(Optional<String> claimed) {
    return ", not for " + claimed.filter(Label::isAllowed).orElse("what no node is called");
  }

  private static Optional<String> node(Object message) {
    return switch (message) {
      case Arrived.Read<?>(SnapshotFrame frame) -> Optional.of(frame.getSource().getNode());
      case Arrived.Read<?>(PlanRequest request) -> Optional.of(request.getSource().getNode());
      default -> Optional.empty();
    };
  }

  @Override
  public void onHalfClose() {
    if (!stopped) {
      super.onHalfClose();
    }
  }

  @Override
  public void onReady() {
    if (!stopped) {
      super.onReady();
    }
  }

  @Override
  public void onCancel() {
    if (!stopped) {
      super.onCancel();
    }
  }

  @Override
  public void onComplete() {
    if (!stopped) {
      super.onComplete();
    }
  }
}
