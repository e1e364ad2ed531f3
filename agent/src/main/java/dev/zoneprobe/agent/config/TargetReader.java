// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.config.RequestReader.BodySum;
import dev.zoneprobe.agent.config.RequestReader.Request;
import dev.zoneprobe.agent.sli.Sli;
import dev.zoneprobe.agent.target.AddressFamily;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Endpoint.Tls;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.settings.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the list `targets`: the endpoints that the operator names.
public final class TargetReader {
  /// The zone of endpoints for which none is given.
  public static final String EXTERNAL_ZONE = "external";

  /// How a target is probed that does not say otherwise.
  public static final Target.Timing TIMING =
      new Target.Timing(Duration.ofSeconds(10), Duration.ofSeconds(5));

  private static final int MOST_TARGETS = 500;

  private TargetReader() {}

  /// A target for a person who gives nothing but a URL; its name is the URL.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  public static Target ofUrl(
      String url, Target.Timing timing, Set<Connection> connections, Tls tls) {
    Endpoint endpoint = TargetUrl.parse(url).endpoint(Expectations.DEFAULT, Request.DEFAULT, tls);
    Subject subject = new Subject(EXTERNAL_ZONE, url, endpoint.protocol(), Subject.Owner.NONE);
    return new Target(subject, Optional.empty(), endpoint, timing, possible(endpoint, connections));
  }

  static List<Target> read(Section settings) {
    List<Target> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    BodySum bodies = new BodySum();
    List<Section> sections = settings.sections("targets");
    if (sections.size() > MOST_TARGETS) {
      settings.mistake("targets", "more than " + MOST_TARGETS + " targets");
    }
    for (Section section : sections) {
      Optional<String> name = section.required("name", text -> Label.checked("name", text));
      if (name.isPresent() && !names.add(name.get())) {
        section.mistake("name", "another target has the same name");
      }
      target(section, name.orElse("unnamed"), bodies).ifPresent(targets::add);
    }
    bodies.refuseTooMany();
    return targets;
  }

  private static Optional<Target> target(Section section, String name, BodySum bodies) {
    if (name.equals(Subject.PEER) || name.equals(Subject.SERVICE)) {
      section.mistake("name", "this name is kept for mesh peers");
    }
    if (Sli.ofTarget(name).isPresent()) {
      section.mistake("name", "this name is kept for the section sli");
    }
    Optional<TargetUrl> url = section.required("url", TargetUrl::parse);
    Optional<Endpoint> endpoint = endpoint(section, url, bodies);
    Target.Timing timing = Target.Timing.read(section, TIMING);
    Set<Connection> wanted = Set.copyOf(section.some("connections", "new, reused", Connection::of));
    AddressFamily family = family(section, url);
    String zone = section.value("zone", EXTERNAL_ZONE, text -> Label.checked("zone", text));
    Subject.Owner owner =
        new Subject.Owner(
            section.optional("team", text -> Label.checked("team", text)),
            section.optional("service", text -> Label.checked("service", text)));
    return endpoint.map(where ->
        new Target(
            new Subject(zone, name, where.protocol(), owner),
            Optional.empty(),
            where,
            timing,
            possible(where, wanted),
            family));
  }

  private static Optional<Endpoint> endpoint(
      Section section, Optional<TargetUrl> url, BodySum bodies) {
    Expectations expect = Expectations.read(section.section("expect"));
    Request request =
        new RequestReader(section.section("request"), bodies).read(url.map(TargetUrl::protocol));
    Tls tls = TlsReader.read(section.section("tls"));
    if (section.has("tls") && !url.map(TargetUrl::isEncrypted).orElse(true)) {
      section.mistake("tls", "the URL is not one over TLS");
    }
    return url.map(known -> known.endpoint(expect, request, tls));
  }

  private static AddressFamily family(Section section, Optional<TargetUrl> url) {
    AddressFamily family = section.value("family", "any", TargetReader::family);
    if (section.has("family") && url.map(TargetUrl::protocol).equals(Optional.of(Protocol.DNS))) {
      section.mistake("family", "for a lookup, ?type says it");
    } else if (!url.flatMap(TargetUrl::address).map(family::includes).orElse(true)) {
      section.mistake("family", "the URL holds an address of the other family");
    }
    return family;
  }

  private static AddressFamily family(String text) {
    return switch (text) {
      case "ipv4" -> AddressFamily.IPV4;
      case "ipv6" -> AddressFamily.IPV6;
      case "any" -> AddressFamily.ANY;
      default -> throw new IllegalArgumentException("expected one of ipv4, ipv6, any");
    };
  }

  /// A lookup and a mere connect have nothing to reuse: they are always `new`.
  private static Set<Connection> possible(Endpoint endpoint, Set<Connection> wanted) {
    return switch (endpoint.protocol()) {
      case Protocol.DNS, Protocol.TCP -> Set.of(Connection.NEW);
      case Protocol.HTTP, Protocol.GRPC -> wanted;
    };
  }
}
