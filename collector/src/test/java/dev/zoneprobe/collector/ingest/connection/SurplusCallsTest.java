// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.Main;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that begin far more calls on a connection than it may have, at a collector in a process
/// of its own, as its log is what must not grow by that.
final class SurplusCallsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern PORT = Pattern.compile("agents report to port (\\d+)");
  private static final int CALLS = 200;
  private static final int PERMITTED = 4;

  @TempDir private Path folder = Path.of("replaced by JUnit");
  private Optional<Process> collector = Optional.empty();

  @AfterEach
  void kill() {
    collector.ifPresent(Process::destroyForcibly);
  }

  @Test
  void areRefusedWithoutALineInTheLog() throws Exception {
    int port = start("agents: {trust: none}");

    try (Http2 client = new Http2(port)) {
      client.begin(CALLS);
      for (int refused = 0; refused < CALLS - PERMITTED; refused++) {
        assertThat(client.nextReset()).isEqualTo(Http2.REFUSED_STREAM);
      }
    }

    assertThat(wholeLog()).doesNotContain("\tat ", "io.grpc", "refused");
  }

  @Test
  void ofStrangersAreToldOfOnce() throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef node-1\n");
    int port = start("agents: {trust: tokens, tokens: %s}".formatted(tokens));

    for (int connection = 0; connection < 20; connection++) {
      try (Http2 client = new Http2(port)) {
        client.begin(CALLS);
        assertThat(client.nextReset()).isNotNegative();
      }
    }

    assertThat(wholeLog())
        .containsOnlyOnce("denied as no_token")
        .doesNotContain("\tat ", "io.grpc");
  }

  private int start(String trust) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    Path config = folder.resolve("collector.yaml");
    Files.writeString(config, "listen: {grpc: 0, http: 0}\n" + trust + "\n");
    ProcessBuilder program =
        new ProcessBuilder(
            List.of(
                java, "-cp", classes, Main.class.getName(), "run", "--config", config.toString()));
    program.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    collector = Optional.of(program.start());
    Matcher port = await().atMost(PATIENCE).until(() -> PORT.matcher(log()), Matcher::find);
    return Integer.parseInt(port.group(1));
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /// Everything that it wrote until it was told to stop, and had.
  private String wholeLog() throws IOException, InterruptedException {
    Process told = collector.orElseThrow();
    told.destroy();
    assertThat(told.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return log();
  }

  /// A client that heeds nothing that it is told, in the bytes of RFC 9113.
  private static final class Http2 implements AutoCloseable {
    static final int REFUSED_STREAM = 7;

    private static final byte HEADERS = 1;
    private static final byte RST_STREAM = 3;
    private static final byte SETTINGS = 4;
    private static final byte END_OF_HEADERS = 4;

    private final Socket socket;
    private final DataInputStream answers;

    Http2(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      answers = new DataInputStream(socket.getInputStream());
    }

    /// Begins so many calls, and sends nothing more of them.
    void begin(int calls) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
      bytes.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
      for (int call = 0; call < calls; call++) {
        bytes.writeBytes(frame(HEADERS, END_OF_HEADERS, 2 * call + 1, headers()));
      }
      socket.getOutputStream().write(bytes.toByteArray());
    }

    private static byte[] headers() {
      ByteArrayOutputStream fields = new ByteArrayOutputStream();
      fields.write(0x83); // :method POST (RFC 7541, appendix A)
      fields.write(0x86); // :scheme http
      fields.write(0x04); // :path, as follows
      text(fields, "/zoneprobe.v1.Collector/Deliver");
      fields.write(0x01); // :authority, as follows
      text(fields, "collector");
      fields.write(0x00); // a field whose name follows, too
      text(fields, "content-type");
      text(fields, "application/grpc");
      fields.write(0x00);
      text(fields, "te");
      text(fields, "trailers");
      return fields.toByteArray();
    }

    private static void text(ByteArrayOutputStream fields, String value) {
      fields.write(value.length());
      fields.writeBytes(value.getBytes(ISO_8859_1));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
      return ByteBuffer.allocate(9 + payload.length)
          .putInt(payload.length << 8 | type)
          .put((byte) flags)
          .putInt(stream)
          .put(payload)
          .array();
    }

    /// The code of the next stream that is reset.
    int nextReset() throws IOException {
      while (true) {
        int lengthAndType = answers.readInt();
        answers.skipNBytes(5);
        byte[] payload = answers.readNBytes(lengthAndType >>> 8);
        if ((byte) lengthAndType == RST_STREAM) {
          return ByteBuffer.wrap(payload).getInt();
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
