// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.wire.proto.EchoReply;
import dev.zoneprobe.wire.proto.EchoRequest;
import dev.zoneprobe.wire.proto.ResponderGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GrpcListenerTest {
  private RunningResponder running;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    running = RunningResponder.start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", running.responder().grpcPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    running.close();
  }

  private ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private EchoReply echo(int payloadBytes) {
    return ResponderGrpc.newBlockingStub(channel)
        .echo(
            EchoRequest.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[payloadBytes]))
                .build());
  }

  @Test
  void saysThatItServes() {
    assertThat(health("")).isEqualTo(ServingStatus.SERVING);
    assertThat(health(ResponderGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void knowsNoOtherService() {
    assertThatThrownBy(() -> health("checkout"))
        .extracting(failure -> Status.fromThrowable(failure).getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void echoesAndSaysWhoAnswers() {
    EchoReply reply = echo(100);

    assertThat(reply.getPayload().size()).isEqualTo(100);
    assertThat(reply.getNode()).isEqualTo("node-a");
    assertThat(reply.getZone()).isEqualTo("zone-a");
  }

  @Test
  void statesAProcessingTimeBelowWhatThePeerSees() {
    long begin = NanoClock.SYSTEM.nanos();
    EchoReply reply = echo(0);
    long seen = NanoClock.SYSTEM.nanos() - begin;

    assertThat(reply.getProcessingNanos()).isPositive().isLessThan(seen);
  }

  @Test
  void echoesAPayloadOf64KiB() {
    assertThat(echo(EchoService.MAX_PAYLOAD_BYTES).getPayload().size())
        .isEqualTo(EchoService.MAX_PAYLOAD_BYTES);
  }

  @Test
  void refusesAPayloadOver64KiB() {
    assertThatThrownBy(() -> echo(EchoService.MAX_PAYLOAD_BYTES + 1))
        .extracting(failure -> Status.fromThrowable(failure).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void saysThatItDoesNotServeWhileDrainingAndStillEchoes() {
    running.responder().drain();

    assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(health(ResponderGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(echo(1).getNode()).isEqualTo("node-a");
  }

  @Test
  void countsCallsAndTheirConnection() {
    health("");
    echo(1);

    assertThat(running.counts(Protocol.GRPC).requests()).isEqualTo(2);
    assertThat(running.counts(Protocol.GRPC).accepted()).isEqualTo(1);
    assertThat(running.counts(Protocol.GRPC).open()).isEqualTo(1);
  }

  @Test
  void endsCallsInFlightWhenItCloses() {
    CompletableFuture<Status> held = hold(channel);
    health("");

    running.responder().close();

    assertThat(held.orTimeout(30, TimeUnit.SECONDS).join().isOk()).isFalse();
  }

  /// Begins a call, and sends no message.
  private static CompletableFuture<Status> hold(ManagedChannel channel) {
    CompletableFuture<Status> ended = new CompletableFuture<>();
    ClientCall<HealthCheckRequest, HealthCheckResponse> call =
        channel.newCall(
            HealthGrpc.getCheckMethod().toBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING) // else nothing is sent yet
                .build(),
            CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    return ended;
  }

  @Test
  void letsNobodyWatchItsHealth() {
    Iterator<HealthCheckResponse> watch =
        HealthGrpc.newBlockingStub(channel).watch(HealthCheckRequest.getDefaultInstance());

    assertThatThrownBy(watch::hasNext)
        .extracting(failure -> Status.fromThrowable(failure).getCode())
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void readsNoHealthCheckOver1KiB() {
    assertThatThrownBy(() -> health("x".repeat(2_000)))
        .extracting(failure -> Status.fromThrowable(failure).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void unpacksNothing() {
    HealthGrpc.HealthBlockingStub packing =
        HealthGrpc.newBlockingStub(channel).withCompression("gzip");

    assertThatThrownBy(() -> packing.check(HealthCheckRequest.getDefaultInstance()))
        .extracting(failure -> Status.fromThrowable(failure).getCode())
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void theOldestOfTooManyOpenCallsGivesWay() {
    List<ManagedChannel> channels = new ArrayList<>();
    List<CompletableFuture<Status>> held = new ArrayList<>();
    try {
      for (int i = 0; i < 33; i++) {
        ManagedChannel other =
            NettyChannelBuilder.forAddress("127.0.0.1", running.responder().grpcPort())
                .usePlaintext()
                .build();
        channels.add(other);
        for (int j = 0; j < 4; j++) {
          held.add(hold(other));
        }
      }

      await().until(() -> held.stream().filter(CompletableFuture::isDone).count() >= 4);
      assertThat(held.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
          .allMatch(status -> status.getCode() == Status.Code.RESOURCE_EXHAUSTED);
      assertThat(health("")).isEqualTo(ServingStatus.SERVING);
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  @Test
  void closesAConnectionThatNeverSpeaksHttp2() throws IOException {
    Responder.Limits limits =
        RunningResponder.impatient(Duration.ofMinutes(1), Duration.ofMillis(200));
    try (RunningResponder impatient = RunningResponder.start(limits, NanoClock.SYSTEM);
        Peer peer = impatient.connect(Protocol.GRPC)) {
      assertThat(peer.hearToTheEnd()).doesNotContain("HTTP/1.1");
    }
  }
}
