// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container.pod;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/// An image of ours, as the build left it in a file.
public enum Image {
  AGENT("agent", 8783),
  COLLECTOR("collector", 8791);

  private final String program;
  private final int port;

  Image(String program, int port) {
    this.program = program;
    this.port = port;
  }

  /// The name of its program.
  public String program() {
    return program;
  }

  /// The port for `/metrics` and `/healthz`.
  int port() {
    return port;
  }

  /// The file, in the format of `docker save`.
  public Path file() {
    return target().resolve("zoneprobe-%s-image.tar".formatted(program));
  }

  private Path target() {
    return Repository.root().resolve(program).resolve("target");
  }

  /// Why the file cannot be tested: there is none, or the program has been built again since.
  Optional<String> problem() {
    Path jar = target().resolve("zoneprobe-%s.jar".formatted(program));
    try {
      boolean current =
          Files.exists(file())
              && Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(jar)) >= 0;
      return current
          ? Optional.empty()
          : Optional.of("no image of this " + program + " (./mvnw -Pimage package)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives it to the engine, and returns its name there.
  DockerImageName load() {
    try (InputStream bytes = Files.newInputStream(file())) {
      String answer =
          DockerClientFactory.lazyClient().loadImageAsyncCmd(bytes).start().awaitMessage();
      return DockerImageName.parse(answer.replaceFirst("(?s).*Loaded image: (\\S+).*", "$1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
