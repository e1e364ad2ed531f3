// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.terraform;

import dev.zoneprobe.e2e.terraform.protocol.ApplyResourceChange;
import dev.zoneprobe.e2e.terraform.protocol.Configure;
import dev.zoneprobe.e2e.terraform.protocol.GetProviderSchema;
import dev.zoneprobe.e2e.terraform.protocol.PlanResourceChange;
import dev.zoneprobe.e2e.terraform.protocol.PrepareProviderConfig;
import dev.zoneprobe.e2e.terraform.protocol.ProviderGrpc;
import dev.zoneprobe.e2e.terraform.protocol.ValidateResourceTypeConfig;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Takes the place of the provider `grafana/grafana`: it has the provider's schema, which Terraform
/// compares the module with, and does nothing. What is planned is what the module says, what is
/// applied is what was planned; values that Grafana would give are null.
final class GrafanaStandIn extends ProviderGrpc.ProviderImplBase implements AutoCloseable {
  private final Server server;

  /// Starts to listen.
  GrafanaStandIn() {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      server = NettyServerBuilder.forAddress(anyPort).addService(this).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The environment variable that makes Terraform talk to a provider that runs already, instead of
  /// installing one: such a provider is looked for in no registry. `Test` keeps Terraform from
  /// ending the process in the end.
  String reattach() {
    return """
    TF_REATTACH_PROVIDERS={"%s": {"Protocol": "grpc", "ProtocolVersion": 5, "Pid": %d, "Test": true,
    "Addr": {"Network": "tcp", "String": "127.0.0.1:%d"}}}\
    """
        .formatted(ProviderSchema.ADDRESS, ProcessHandle.current().pid(), server.getPort());
  }

  @Override
  public void getSchema(
      GetProviderSchema.Request request, StreamObserver<GetProviderSchema.Response> answer) {
    answer(answer, ProviderSchema.read());
  }

  @Override
  public void prepareProviderConfig(
      PrepareProviderConfig.Request request,
      StreamObserver<PrepareProviderConfig.Response> answer) {
    answer(
        answer,
        PrepareProviderConfig.Response.newBuilder().setPreparedConfig(request.getConfig()).build());
  }

  @Override
  public void validateResourceTypeConfig(
      ValidateResourceTypeConfig.Request request,
      StreamObserver<ValidateResourceTypeConfig.Response> answer) {
    answer(answer, ValidateResourceTypeConfig.Response.getDefaultInstance());
  }

  @Override
  public void configure(Configure.Request request, StreamObserver<Configure.Response> answer) {
    answer(answer, Configure.Response.getDefaultInstance());
  }

  /// The real provider is made with the legacy SDK too, which lets computed values be null.
  @Override
  public void planResourceChange(
      PlanResourceChange.Request request, StreamObserver<PlanResourceChange.Response> answer) {
    answer(
        answer,
        PlanResourceChange.Response.newBuilder()
            .setPlannedState(request.getProposedNewState())
            .setLegacyTypeSystem(true)
            .build());
  }

  @Override
  public void applyResourceChange(
      ApplyResourceChange.Request request, StreamObserver<ApplyResourceChange.Response> answer) {
    answer(
        answer,
        ApplyResourceChange.Response.newBuilder()
            .setNewState(request.getPlannedState())
            .setLegacyTypeSystem(true)
            .build());
  }

  private static <A> void answer(StreamObserver<A> to, A answer) {
    to.onNext(answer);
    to.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
