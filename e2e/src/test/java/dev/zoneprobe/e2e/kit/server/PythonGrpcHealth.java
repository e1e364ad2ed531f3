// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import dev.zoneprobe.e2e.kit.ChildProcess;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import okhttp3.tls.HeldCertificate;

/// A gRPC health server (`grpc.health.v1`) in Python on 127.0.0.1, on the C core of gRPC and so on
/// another HTTP/2 implementation than ours. Services other than the constants are NOT_FOUND.
public final class PythonGrpcHealth implements AutoCloseable {
  /// Is SERVING, and so is the server as a whole (the empty name).
  public static final String SERVING = "serving";

  /// Is NOT_SERVING.
  public static final String NOT_SERVING = "resting";

  /// Never answers.
  public static final String SLOW = "slow";

  private final int port;
  private final ChildProcess process;

  private PythonGrpcHealth(int port, ChildProcess process) {
    this.port = port;
    this.process = process;
  }

  /// Starts one without TLS.
  public static PythonGrpcHealth plain() {
    TemporaryFolder folder = folderWithScript();
    int port = FreePort.next();
    return start(folder, port, "grpc-health.py", Integer.toString(port));
  }

  /// Starts one that speaks TLS with this certificate.
  public static PythonGrpcHealth tls(HeldCertificate certificate) {
    TemporaryFolder folder = folderWithScript();
    folder.write("key.pem", certificate.privateKeyPkcs8Pem());
    folder.write("certificate.pem", certificate.certificatePem());
    int port = FreePort.next();
    return start(
        folder, port, "grpc-health.py", Integer.toString(port), "key.pem", "certificate.pem");
  }

  private static TemporaryFolder folderWithScript() {
    TemporaryFolder folder = TemporaryFolder.create("grpc-health");
    folder.write("grpc-health.py", script());
    return folder;
  }

  private static String script() {
    try (InputStream script = PythonGrpcHealth.class.getResourceAsStream("grpc-health.py")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PythonGrpcHealth start(TemporaryFolder folder, int port, String... arguments) {
    ChildProcess process = ChildProcess.start(folder, Program.PYTHON_WITH_GRPC.command(arguments));
    process.awaitListening(port);
    return new PythonGrpcHealth(port, process);
  }

  /// The port that it listens on.
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }
}
