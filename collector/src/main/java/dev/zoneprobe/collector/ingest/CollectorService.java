// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.collector.ingest.connection.FrameMarshaller;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Plan;
import dev.zoneprobe.wire.proto.PlanRequest;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;

/// The two calls that agents make. Thread-safe.
final class CollectorService extends CollectorGrpc.CollectorImplBase {
  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
  private final NodeStreams streams = new NodeStreams();
  private final Intake intake;
  private final Function<String, List<Peer>> peersFor;

  /// @param peersFor the peers that the agent on a node is to probe
  CollectorService(Intake intake, Function<String, List<Peer>> peersFor) {
    this.intake = intake;
    this.peersFor = peersFor;
  }

  /// The service as it is served: frames are read by a [FrameMarshaller].
  ServerServiceDefinition bounded() {
    MethodDescriptor<SnapshotFrame, Receipt> deliver =
        CollectorGrpc.getDeliverMethod().toBuilder()
            .setRequestMarshaller(new FrameMarshaller())
            .build();
    MethodDescriptor<PlanRequest, Plan> watchPlan = CollectorGrpc.getWatchPlanMethod();
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(CollectorGrpc.SERVICE_NAME)
                .addMethod(deliver)
                .addMethod(watchPlan)
                .build())
        .addMethod(deliver, ServerCalls.asyncBidiStreamingCall(this::deliver))
        .addMethod(watchPlan, ServerCalls.asyncServerStreamingCall(this::watchPlan))
        .build();
  }

  @Override
  public StreamObserver<SnapshotFrame> deliver(StreamObserver<Receipt> receipts) {
    return Delivery.begin(intake, streams, (ServerCallStreamObserver<Receipt>) receipts);
  }

  /// The plan never changes while the collector runs, so one is sent, and the stream stays open.
  @Override
  public void watchPlan(PlanRequest request, StreamObserver<Plan> plans) {
    try {
      plans.onNext(planFor(decoder.source(request.getSource()).node()));
    } catch (InvalidFrameException e) {
      plans.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private Plan planFor(String node) {
    Plan.Builder plan = Plan.newBuilder().setVersion(1);
    peersFor.apply(node).forEach(peer -> plan.addPeers(frame(peer)));
    return plan.build();
  }

  private static dev.zoneprobe.wire.proto.Peer frame(Peer peer) {
    return dev.zoneprobe.wire.proto.Peer.newBuilder()
        .setNode(peer.node())
        .setZone(peer.zone())
        .setHost(peer.host())
        .setHttpPort(peer.ports().http())
        .setGrpcPort(peer.ports().grpc())
        .setTcpPort(peer.ports().tcp())
        .build();
  }
}
