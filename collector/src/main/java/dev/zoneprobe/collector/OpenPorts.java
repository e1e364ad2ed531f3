// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.ingest.trust.EntranceSettings;
import dev.zoneprobe.collector.web.WebSettings;
import java.net.InetSocketAddress;
import java.util.List;

/// Which ports are open to whom, for a person who asks or reads the log.
final class OpenPorts {
  private OpenPorts() {}

  static List<String> lines(CollectorSettings settings) {
    EntranceSettings agents = settings.ingest().entrance();
    WebSettings web = settings.web();
    return List.of(
        "agents: %s %s%s"
            .formatted(
                text(agents.address()),
                agents.terms(),
                reach(agents.address(), agents.isOpen(), "listen.insecure")),
        "page, API, metrics: %s://%s %s%s"
            .formatted(
                web.scheme(),
                text(web.address()),
                web.terms(),
                reach(web.address(), web.isOpen(), "web.insecure")));
  }

  private static String reach(InetSocketAddress address, boolean open, String because) {
    if (address.getAddress().isLoopbackAddress()) {
      return " (this machine only)";
    }
    return open ? " (" + because + ")" : "";
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
