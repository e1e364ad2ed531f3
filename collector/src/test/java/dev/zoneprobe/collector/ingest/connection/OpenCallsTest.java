// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that are begun and say nothing: two are open for each connection that may be.
final class OpenCallsTest {
  private static final int PATIENCE_SECONDS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private Collector collector;

  @BeforeEach
  void start() throws Exception {
    String text = "{listen: {grpc: 0, http: 0}, limits: {connections: 3}}";
    collector =
        new Collector(
            SettingsFile.parse("test", text, CollectorFile::settings), InstantSource.system());
    collector.start();
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    collector.close();
    http.close();
  }

  @Test
  void refusesOneMoreThanMayBeOpenUntilOthersEnd() throws Exception {
    ManagedChannel first = connection();
    assertThat(List.of(begin(first), begin(first), begin(first), begin(first)))
        .allMatch(call -> answer(call) == Status.Code.OK);
    ManagedChannel second = connection();
    assertThat(List.of(begin(second), begin(second)))
        .allMatch(call -> answer(call) == Status.Code.OK);

    ManagedChannel third = connection();
    assertThat(answer(begin(third))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(answer(begin(third))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(metrics()).contains("zoneprobe_collector_calls_refused_total 2.0\n");

    second.shutdownNow();
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> metrics().contains("zoneprobe_collector_streams_open 4.0\n"));
    assertThat(List.of(begin(third), begin(third)))
        .allMatch(call -> answer(call) == Status.Code.OK);
    assertThat(answer(begin(third))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  private ManagedChannel connection() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", collector.grpcPort()).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  /// Begins a call, and sends no message; done with how it ended, or with OK as soon as it is
  /// greeted.
  private static CompletableFuture<Status.Code> begin(ManagedChannel channel) {
    CompletableFuture<Status.Code> answer = new CompletableFuture<>();
    StreamObserver<?> _ = CollectorGrpc.newStub(channel).deliver(new Answer(answer));
    return answer;
  }

  private static Status.Code answer(CompletableFuture<Status.Code> call) {
    return call.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private String metrics() throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + collector.httpPort() + "/metrics");
    return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private record Answer(CompletableFuture<Status.Code> answer) implements StreamObserver<Receipt> {
    @Override
    public void onNext(Receipt receipt) {
      answer.complete(Status.Code.OK);
    }

    @Override
    public void onError(Throwable problem) {
      answer.complete(Status.fromThrowable(problem).getCode());
    }

    @Override
    public void onCompleted() {
      answer.complete(Status.Code.UNKNOWN);
    }
  }
}
