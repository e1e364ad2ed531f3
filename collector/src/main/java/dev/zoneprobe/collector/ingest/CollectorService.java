// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.collector.ingest.connection.Arrived;
import dev.zoneprobe.collector.ingest.connection.FrameMarshaller;
import dev.zoneprobe.collector.ingest.connection.PlanRequestMarshaller;
import dev.zoneprobe.collector.ingest.gate.NodeStreams;
import dev.zoneprobe.collector.ingest.gate.SharedNames;
import dev.zoneprobe.collector.ingest.plan.PlanStreams;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
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

/// The two calls that agents make. Thread-safe.
final class CollectorService {
  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
  private final NodeStreams<Delivery> streams;
  private final Intake intake;
  private final PlanStreams plans;

  /// @param names told of each stream that gives way
  CollectorService(Intake intake, PlanStreams plans, SharedNames names) {
    this.streams = new NodeStreams<>(names);
    this.intake = intake;
    this.plans = plans;
  }

  /// The service as it is served: by marshallers that bound what is read, instead of those that are
  /// generated.
  ServerServiceDefinition bounded() {
    MethodDescriptor<Arrived<SnapshotFrame>, Receipt> deliver =
        reading(new FrameMarshaller(), CollectorGrpc.getDeliverMethod());
    MethodDescriptor<Arrived<PlanRequest>, Plan> watchPlan =
        reading(new PlanRequestMarshaller(), CollectorGrpc.getWatchPlanMethod());
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(CollectorGrpc.SERVICE_NAME)
                .addMethod(deliver)
                .addMethod(watchPlan)
                .build())
        .addMethod(deliver, ServerCalls.asyncBidiStreamingCall(this::deliver))
        .addMethod(watchPlan, ServerCalls.asyncServerStreamingCall(this::watchPlan))
        .build();
  }

  private static <Q, A> MethodDescriptor<Q, A> reading(
      MethodDescriptor.Marshaller<Q> requests, MethodDescriptor<?, A> generated) {
    return generated.toBuilder(requests, generated.getResponseMarshaller()).build();
  }

  private StreamObserver<Arrived<SnapshotFrame>> deliver(StreamObserver<Receipt> receipts) {
    return Delivery.begin(intake, streams, (ServerCallStreamObserver<Receipt>) receipts);
  }

  private void watchPlan(Arrived<PlanRequest> arrived, StreamObserver<Plan> observer) {
    try {
      PlanRequest request = arrived.message();
      Source agent = decoder.source(request.getSource());
      plans.open(agent, request.getTakesChanges(), (ServerCallStreamObserver<Plan>) observer);
    } catch (InvalidFrameException e) {
      observer.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    }
  }
}
