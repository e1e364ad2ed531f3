// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.trust;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/// Shows the bearer token of a file, which is read for each call because Kubernetes renews it. A
/// call without a readable token ends before it is made. Thread-safe.
final class TokenOfFile extends CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Path file;

  TokenOfFile(Path file) {
    this.file = file;
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    executor.execute(() -> apply(applier));
  }

  private void apply(MetadataApplier applier) {
    try {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + Files.readString(file).strip());
      applier.apply(headers);
    } catch (IOException e) {
      String problem = "the token in %s cannot be read".formatted(file);
      applier.fail(Status.UNAUTHENTICATED.withDescription(problem).withCause(e));
    }
  }
}
