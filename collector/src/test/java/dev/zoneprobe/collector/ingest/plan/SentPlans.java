// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.plan;

import dev.zoneprobe.wire.proto.Plan;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The stream to an agent, which keeps what it was sent.
final class SentPlans extends ServerCallStreamObserver<Plan> {
  private final List<Plan> plans = new CopyOnWriteArrayList<>();

  /// Whether a plan with this peer was sent.
  boolean hasSent(String node) {
    return plans.stream()
        .flatMap(plan -> plan.getPeersList().stream())
        .anyMatch(peer -> peer.getNode().equals(node));
  }

  @Override
  public void onNext(Plan plan) {
    plans.add(plan);
  }

  @Override
  public void onError(Throwable problem) {}

  @Override
  public void onCompleted() {}

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {}

  @Override
  public void setCompression(String compression) {}

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setOnReadyHandler(Runnable handler) {}

  @Override
  public void request(int count) {}

  @Override
  public void setMessageCompression(boolean enable) {}

  @Override
  public void disableAutoInboundFlowControl() {}
}
