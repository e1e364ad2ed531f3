// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.target.Endpoint.RecordType;
import java.net.InetAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What nameservers have said about one name so far, IPv4 before IPv6.
///
/// @param answers the latest answer for each type of record
/// @param queries how many queries the whole lookup has written so far, over UDP and TCP
record Resolution(Map<RecordType, DnsAnswer> answers, int queries) {
  /// Nobody was asked yet.
  static final Resolution NONE = new Resolution(Map.of(), 0);

  /// This, with newer answers.
  Resolution with(Collection<DnsAnswer> newer, int queries) {
    Map<RecordType, DnsAnswer> all = new EnumMap<>(RecordType.class);
    all.putAll(answers);
    newer.forEach(answer -> all.put(answer.type(), answer));
    return new Resolution(all, queries);
  }

  /// Whether asking again for records of `type` could tell more.
  boolean isOpen(RecordType type) {
    DnsAnswer answer = answers.get(type);
    return answer == null || !answer.isFinal();
  }

  /// Every address, best first.
  List<InetAddress> addresses() {
    return answers.values().stream().flatMap(answer -> answer.addresses().stream()).toList();
  }

  /// The name that the name in question stands for, if nobody gave an address for either.
  Optional<String> alias() {
    return answers.values().stream().flatMap(answer -> answer.alias().stream()).findFirst();
  }

  /// The response code of the whole: success as soon as there is an address, else the first that is
  /// no success.
  int rcode() {
    return addresses().isEmpty()
        ? answers.values().stream()
            .mapToInt(DnsAnswer::rcode)
            .filter(code -> code != 0)
            .findFirst()
            .orElse(0)
        : 0;
  }
}
