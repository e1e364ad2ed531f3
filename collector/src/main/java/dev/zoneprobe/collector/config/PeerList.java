// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Reads a list of peers.
final class PeerList {
  private static final Range<Integer> REACHABLE_PORT = new Range<>(1, Range.PORT.most());

  private PeerList() {}

  /// The peers under `key`.
  ///
  /// @param further reads what else the section of a peer says
  static List<Peer> read(Section top, String key, BiConsumer<Peer, Section> further) {
    Map<String, Peer> byNode = new LinkedHashMap<>();
    for (Section section : top.sections(key)) {
      peer(section)
          .ifPresent(peer -> {
            if (byNode.putIfAbsent(peer.node(), peer) != null) {
              section.mistake("node", "is in the list twice");
            }
            further.accept(peer, section);
          });
    }
    return List.copyOf(byNode.values());
  }

  private static Optional<Peer> peer(Section section) {
    Optional<String> node = label(section, "node");
    Optional<String> zone = label(section, "zone");
    Optional<String> host = section.required("host", PeerList::host);
    Peer.Ports ports =
        new Peer.Ports(
            section.integer("http", 8780, REACHABLE_PORT),
            section.integer("grpc", 8781, REACHABLE_PORT),
            section.integer("tcp", 8782, REACHABLE_PORT));
    return node.flatMap(
        ofNode -> zone.flatMap(inZone -> host.map(at -> new Peer(ofNode, inZone, at, ports))));
  }

  /// Agents refuse a plan as a whole whose hosts cannot be in a URL.
  private static String host(String text) {
    String inUrl = text.contains(":") ? "[" + text + "]" : text;
    try {
      if (inUrl.equals(new URI("http://" + inUrl + "/").parseServerAuthority().getHost())) {
        return Label.checked("host", text);
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw new IllegalArgumentException("no host name or address");
  }

  private static Optional<String> label(Section section, String key) {
    return section.required(key, text -> Label.checked(key, text));
  }
}
