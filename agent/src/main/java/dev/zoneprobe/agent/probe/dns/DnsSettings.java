// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.target.Endpoint.RecordType;
import dev.zoneprobe.measure.Label;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How names are looked up; the words are those of resolv.conf(5).
///
/// @param nameservers asked in this order
/// @param search domains that complete a name
/// @param ndots a name with at least this many dots is tried as it stands before it is completed
/// @param timeout how long one try may take
/// @param attempts how often all nameservers are gone through
/// @param family which addresses are wanted
/// @param options how nameservers are asked; none by default
public record DnsSettings(
    List<InetSocketAddress> nameservers,
    List<String> search,
    int ndots,
    Duration timeout,
    int attempts,
    Family family,
    Set<Option> options) {
  /// With the dot at the end, as in RFC 1035 section 2.3.4 less the bytes of lengths.
  private static final int LONGEST_NAME = 254;

  /// How nameservers are asked.
  public enum Option implements Label {
    /// Each lookup begins with the next nameserver, so that all have their share.
    ROTATE,
    /// Over TCP only.
    USE_VC,
    /// One question at a time, each from a socket of its own, as resolv.conf(5) says of
    /// `single-request-reopen`; its `single-request` is the same to us.
    SINGLE_REQUEST,
    /// With EDNS (RFC 6891), so that answers over UDP may be longer than 512 bytes.
    EDNS0;

    /// The word that resolv.conf has for it.
    @Override
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The option that is called `text`.
    ///
    /// @throws IllegalArgumentException naming the options, if there is none
    public static Option of(String text) {
      return Label.of(List.of(values()), text);
    }
  }

  /// What is asked for when a connection needs an address.
  public enum Family implements Label {
    IPV4,
    IPV6,
    /// Both, in one try; the IPv4 address is used if there is one.
    BOTH;

    Set<RecordType> types() {
      return switch (this) {
        case IPV4 -> Set.of(RecordType.A);
        case IPV6 -> Set.of(RecordType.AAAA);
        case BOTH -> Set.of(RecordType.A, RecordType.AAAA);
      };
    }
  }

  /// Refuses settings with which no lookup could succeed.
  public DnsSettings {
    nameservers = List.copyOf(nameservers);
    search = List.copyOf(search);
    options = Set.copyOf(options);
    if (nameservers.isEmpty()) {
      throw new IllegalArgumentException("no nameserver");
    }
    if (nameservers.stream().anyMatch(InetSocketAddress::isUnresolved)) {
      throw new IllegalArgumentException("a nameserver is no address: " + nameservers);
    }
    if (ndots < 0 || attempts < 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "ndots %d, attempts %d, timeout %s".formatted(ndots, attempts, timeout));
    }
  }

  /// These settings, with other nameservers.
  public DnsSettings asking(List<InetSocketAddress> others) {
    return new DnsSettings(others, search, ndots, timeout, attempts, family, options);
  }

  /// The absolute names that `name` may mean, in the order in which they are asked for. A search
  /// domain that makes it no legal name is passed over; `.`, which stands where there is none,
  /// leaves it as it is.
  List<String> candidates(String name) {
    if (name.endsWith(".")) {
      return List.of(name);
    }
    Stream<String> asItStands = Stream.of(absolute(name));
    Stream<String> completed =
        search.stream()
            .map(domain -> domain.equals(".") ? absolute(name) : absolute(name + "." + domain))
            .filter(DnsSettings::isLegal);
    return (isDotted(name)
            ? Stream.concat(asItStands, completed)
            : Stream.concat(completed, asItStands))
        .distinct()
        .toList();
  }

  /// The candidate whose failure is that of `name`, whatever is said about the others: the name as
  /// it stands, if it is asked for first because of its dots.
  Optional<String> decisive(String name) {
    return isDotted(name) ? Optional.of(absolute(name)) : Optional.empty();
  }

  private boolean isDotted(String name) {
    return name.endsWith(".")
        || name.chars().filter(character -> character == '.').count() >= ndots;
  }

  private static boolean isLegal(String name) {
    try {
      return IDN.toASCII(name).length() <= LONGEST_NAME;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// `name` with the dot at its end that says that nothing completes it.
  static String absolute(String name) {
    return name.endsWith(".") ? name : name + ".";
  }
}
