// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.target.Endpoint.RecordType;
import dev.zoneprobe.measure.trace.Lookup;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What nameservers have said about one name so far, IPv4 before IPv6.
///
/// @param name absolute; empty before the first name is asked for
/// @param answers the latest answer for each type of record
record Resolution(String name, Map<RecordType, DnsAnswer> answers) {
  /// Nobody was asked for anything yet.
  static final Resolution NONE = of("");

  /// Nobody was asked for `name` yet.
  static Resolution of(String name) {
    return new Resolution(name, Map.of());
  }

  /// This, with newer answers.
  Resolution with(Collection<DnsAnswer> newer) {
    Map<RecordType, DnsAnswer> all = new EnumMap<>(RecordType.class);
    all.putAll(answers);
    newer.forEach(answer -> all.put(answer.type(), answer));
    return new Resolution(name, all);
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

  /// The whole for people, from the nameserver that decided; empty if nobody answered.
  Optional<Lookup.Reply> reply() {
    return answers.values().stream()
        .min(Comparator.comparing(answer -> answer.addresses().isEmpty()))
        .map(decisive -> new Lookup.Reply(decisive.nameserver(), rcode(), addresses()));
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
