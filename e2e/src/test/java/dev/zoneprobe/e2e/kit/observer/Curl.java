// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.e2e.kit.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// curl's own account of how long the parts of one request took.
///
/// @param tcpConnect from the request's begin until the connection was established
/// @param tlsHandshake the same until the handshake was finished; zero without TLS
/// @param firstByte the same until the first byte of the response
/// @param total the whole request
public record Curl(
    int status, Duration tcpConnect, Duration tlsHandshake, Duration firstByte, Duration total) {

  /// Fetches `url` on a connection of its own.
  ///
  /// @param options further options of curl, such as `--cacert` and its file
  /// @throws IOException if curl reports a failure
  public static Curl get(String url, String... options) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of("--silent", "--show-error", "--noproxy", "*", "--output", "/dev/null"));
    arguments.addAll(List.of("--write-out", "%{json}", "--url", url));
    Process curl =
        new ProcessBuilder(Program.CURL.command(arguments.toArray(String[]::new)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode report = new ObjectMapper().readTree(curl.getInputStream());
    int exitCode = curl.waitFor();
    if (exitCode != 0) {
      throw new IOException(
          "curl ended with " + exitCode + ": " + report.path("errormsg").asText());
    }
    return new Curl(
        report.get("http_code").asInt(),
        seconds(report, "time_connect"),
        seconds(report, "time_appconnect"),
        seconds(report, "time_starttransfer"),
        seconds(report, "time_total"));
  }

  private static Duration seconds(JsonNode report, String key) {
    return Duration.ofNanos(Math.round(report.get(key).asDouble() * 1e9));
  }
}
