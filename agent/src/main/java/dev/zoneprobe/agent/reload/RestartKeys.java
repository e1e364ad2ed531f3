// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.report.trust.AccessSettings;
import dev.zoneprobe.settings.Quantity;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.tls.IdentityFiles;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The keys that count only when the agent starts: who it is, where it reports, and where it
/// listens. Of `collector.tls` the mere presence counts, too: an empty section changes no key in
/// it.
final class RestartKeys {
  private static final List<Key> KEYS =
      List.of(
          new Key("node", "name", settings -> settings.host().node()),
          new Key("node", "zone", settings -> settings.host().zone()),
          new Key("collector", "address", settings -> settings.report().address()),
          new Key("collector", "interval", s -> Quantity.text(s.report().interval())),
          new Key("collector", "backlog", s -> Quantity.text(s.report().backlogBytes())),
          new Key("collector", "stateDirectory", s -> text(s.report().stateDirectory())),
          new Key("collector", "tokenFile", s -> text(s.access().tokenFile())),
          new Key("collector", "insecure", s -> String.valueOf(s.access().insecure())),
          new Key("collector", "tls", s -> s.access().tls().isPresent() ? "TLS" : "no TLS"),
          tls("ca", AccessSettings.Tls::ca),
          tls("certificate", tls -> tls.identity().map(IdentityFiles::certificate)),
          tls("key", tls -> tls.identity().map(IdentityFiles::key)),
          tls("serverName", AccessSettings.Tls::serverName),
          new Key("responder", "address", s -> s.responder().address().getHostAddress()),
          new Key("responder", "http", s -> String.valueOf(s.responder().httpPort())),
          new Key("responder", "grpc", s -> String.valueOf(s.responder().grpcPort())),
          new Key("responder", "tcp", s -> String.valueOf(s.responder().tcpPort())),
          new Key("responder", "drain", s -> Quantity.text(s.responder().drain())),
          new Key("admin", "address", s -> s.admin().address().getHostAddress()),
          new Key("admin", "port", s -> String.valueOf(s.admin().port())),
          new Key("admin", "insecure", s -> String.valueOf(s.admin().insecure())));

  private RestartKeys() {}

  /// @param text the key's value in settings, as it is written in a file
  private record Key(String section, String name, Function<AgentSettings, String> text) {
    Section sectionIn(Section root) {
      return Stream.of(section.split("\\.", -1)).reduce(root, Section::section, (_, last) -> last);
    }

    String path() {
      return section + "." + name;
    }
  }

  private static Key tls(String name, Function<AccessSettings.Tls, Optional<?>> value) {
    return new Key("collector.tls", name, s -> text(s.access().tls().flatMap(value)));
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("none");
  }

  /// Their full names.
  static List<String> paths() {
    return KEYS.stream().map(Key::path).toList();
  }

  /// Notes a mistake at each of them whose value in `next`, which was read from `root`, is not the
  /// one that is in force. A key with another mistake is passed over: its value is none.
  static void refuseChanges(Section root, AgentSettings inForce, AgentSettings next) {
    for (Key key : KEYS) {
      String running = key.text.apply(inForce);
      Section section = key.sectionIn(root);
      if (!running.equals(key.text.apply(next)) && !section.isMistaken(key.name)) {
        section.mistake(key.name, "needs a restart; in force is " + running);
      }
    }
  }
}
