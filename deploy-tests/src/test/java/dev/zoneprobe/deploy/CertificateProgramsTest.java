// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.program.CertificateScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `k8s/certificates` with the programs of other machines: whole Secrets, or none and an exit code
/// that says so.
final class CertificateProgramsTest {
  @TempDir private Path folder = Path.of("");

  CertificateProgramsTest() {}

  /// Of BSD and macOS: their base64 and genpkey know no such options.
  @Test
  void takesProgramsThatKnowFewerOptions() throws IOException {
    install("base64", "exit 64");
    install("openssl", refusing("*\\ -quiet\\ *"));

    List<Manifest> objects = CertificateScript.run(List.of(folder)).objects();

    assertThat(objects)
        .hasSize(2)
        .allSatisfy(secret ->
            assertThat(Json.map(secret.at("/data")))
                .containsOnlyKeys("ca.crt", "tls.crt", "tls.key")
                .allSatisfy((_, encoded) -> assertThat(encoded).matches("[A-Za-z0-9+/]{100,}=*")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey\\ *",
        "req\\ -x509*",
        "x509\\ *zoneprobe-agent.crt*",
        "base64\\ *authority.crt",
        "base64\\ *zoneprobe-agent.key"
      })
  void printsNothingWhereOpensslFails(String call) throws IOException {
    install("openssl", refusing(call));

    CertificateScript.Ended ended = CertificateScript.run(List.of(folder));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.printed()).isEmpty();
  }

  private static String refusing(String call) {
    return """
    case "$* " in %s) echo "openssl: refused" >&2 && exit 1 ;; esac
    exec /usr/bin/openssl "$@"
    """
        .formatted(call.endsWith("*") ? call : call + "\\ ");
  }

  private void install(String name, String script) throws IOException {
    Path program = Files.writeString(folder.resolve(name), "#!/usr/bin/env bash\n" + script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }
}
