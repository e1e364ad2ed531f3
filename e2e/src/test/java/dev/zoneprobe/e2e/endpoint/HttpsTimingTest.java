// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.Curl;
import dev.zoneprobe.e2e.kit.observer.ProbeReport;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.e2e.kit.server.TestAuthority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

@RequiresProgram({Program.NGINX, Program.CURL})
final class HttpsTimingTest {
  private static final int FETCHES = 21;
  private static final double MOST_ABOVE_CURL_MILLIS = 20;

  @Test
  void addsNoDelayedAcknowledgementToANewConnection() throws Exception {
    try (TestAuthority authority = new TestAuthority();
        Nginx nginx = Nginx.tls(authority.issue("127.0.0.1"))) {
      String url = nginx.url("/ok");
      String trusted = authority.pem().toString();
      double curl = medianMillis(url, trusted);

      ProbeReport report =
          ProbeReport.of(url, "--count", "60", "--interval", "50ms", "--ca", trusted);
      double ours = report.quantileMillis(url, "new", "total", "0.5");
      ResultFile.write(
          "https.txt",
          "https, new connection, p50 of total: curl %.1f ms, ours %.1f ms".formatted(curl, ours));

      assertThat(ours).isLessThan(curl + MOST_ABOVE_CURL_MILLIS);
    }
  }

  private static double medianMillis(String url, String trusted) throws Exception {
    List<Double> totals = new ArrayList<>();
    for (int i = 0; i < FETCHES; i++) {
      totals.add(Curl.get(url, "--cacert", trusted).total().toNanos() / 1e6);
    }
    Collections.sort(totals);
    return totals.get(FETCHES / 2);
  }
}
